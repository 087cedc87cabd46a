#pragma once

#include "core/domain/Ids.h"
#include "core/engine/risk/portfolio/Limits.h"
#include "core/engine/risk/portfolio/StressGrid.h"
#include "widgets/base/LimitTexts.h"
#include "widgets/base/Settings.h"

#include <array>
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

/// The scenarios of readScenarios; errors are its own.
[[nodiscard]] ReadText<std::vector<portfolio::Scenario>> parseScenarios(std::string_view text);

[[nodiscard]] portfolio::RiskLimits limitsOf(const Settings& settings);
[[nodiscard]] portfolio::KillSwitch killSwitchOf(const Settings& settings);
[[nodiscard]] portfolio::LockOutTerms lockTermsOf(const Settings& settings);

/// Which limits an account had reached at the last look of a day.
struct KeptSession {
    AccountId account;
    std::int64_t day = 0; ///< market time
    std::array<bool, portfolio::kLimitKinds> breached{};
    friend bool operator==(const KeptSession&, const KeptSession&) = default;
};
/// A lock as it survives the end of the program: until when, why, and what was reached in which session. What of `lock`
/// is breached is in the sessions.
struct KeptLock {
    portfolio::LockOut lock;
    std::vector<KeptSession> sessions;
};
/// Empty without a session.
[[nodiscard]] std::string textOf(const KeptLock& kept);
/// Nothing for an empty or unreadable text.
[[nodiscard]] KeptLock parseLock(std::string_view text);

} // namespace qd::ui
