#pragma once

#include "core/domain/Ids.h"
#include "core/engine/risk/portfolio/Limits.h"
#include "core/engine/risk/portfolio/StressGrid.h"
#include "widgets/base/Settings.h"

#include <array>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

/// Limits, lock-outs and scenarios as the settings hold them.
namespace qd::ui {

/// The settings of a kind of limit.
struct LimitKeys {
    portfolio::LimitKind kind;
    const char* limit;
    const char* action;
    const char* locks;
};
/// In the order of LimitKind.
[[nodiscard]] const std::array<LimitKeys, portfolio::kLimitKinds>& limitKeys();

/// "SOL 50000, BTC 100000.5": numbers of `decimals` digits by asset. Errors: the part that cannot be read.
struct AssetNumber {
    std::string asset;
    std::int64_t raw = 0;
    friend bool operator==(const AssetNumber&, const AssetNumber&) = default;
};
[[nodiscard]] std::expected<std::vector<AssetNumber>, std::string> parseAssetNumbers(std::string_view text,
                                                                                     int decimals);

/// "Crash: SOL -40, others -30; Rally: SOL 30": moves in percent, above -100 and up to 1000. Errors: the part that
/// cannot be read.
[[nodiscard]] std::expected<std::vector<portfolio::Scenario>, std::string> parseScenarios(std::string_view text);

/// Asset limits that cannot be read are left out; the pane says so where they are typed.
[[nodiscard]] portfolio::RiskLimits limitsOf(const Settings& settings);
[[nodiscard]] portfolio::KillSwitch killSwitchOf(const Settings& settings);
[[nodiscard]] portfolio::LockOutTerms lockTermsOf(const Settings& settings);

/// A lock as it survives the end of the program: until when, why, and what was breached in which session.
struct KeptLock {
    portfolio::LockOut lock;
    AccountId account;    ///< whose session it was
    std::int64_t day = 0; ///< of the session, market time
};
[[nodiscard]] std::string textOf(const KeptLock& kept);
/// Nothing for an empty or unreadable text.
[[nodiscard]] KeptLock parseLock(std::string_view text);

} // namespace qd::ui
