#pragma once

#include "core/domain/Ids.h"
#include "widgets/base/BracketRules.h"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

/// Brackets that were sent and whose rules are at work, as they are kept in a setting. Pure; any thread.
namespace qd::ui {

/// Its orders are named by their client ids, which no other order of any venue has.
struct RunningBracket {
    std::string name; ///< of the template
    AccountId account;
    ClientOrderId entry;
    ClientOrderId target; ///< 0 = it has none
    ClientOrderId stop;   ///< 0 = it has none
    Price average;        ///< of what the entry has filled, against the position to 1e-6; 0 = nothing yet
    bool evenDone = false;
    BracketRules rules; ///< what is left of them
    friend bool operator==(const RunningBracket&, const RunningBracket&) = default;
};
inline constexpr std::size_t kMostRunning = 64;

/// All of a setting: "scalp 3 17 18 19 148.21 DONE EVEN 8t PLUS 1t; …": name, account, entry, target, stop, average,
/// rules. Error: a sentence.
[[nodiscard]] std::expected<std::vector<RunningBracket>, QString> parseRunning(std::string_view text);
[[nodiscard]] std::string runningText(const std::vector<RunningBracket>& running);

} // namespace qd::ui
