#pragma once

#include <QString>

#include <string>
#include <string_view>
#include <vector>

/// The lines that were typed in the command bar, as a file keeps them. Pure; any thread.
namespace qd::workspace {

inline constexpr std::size_t kMostHistory = 200;          ///< lines
inline constexpr std::size_t kLongestHistoryLine = 2'000; ///< bytes; a longer one is not kept

/// A first line "quantdesk commands 1", then the newest lines that can be kept, the oldest of them first.
[[nodiscard]] std::string historyText(const std::vector<std::string>& lines);

/// What a file holds. Whatever it is: what can be read is answered, and why the rest cannot.
struct HistoryRead {
    std::vector<std::string> lines;
    QString problem; ///< the first one, as part of a sentence; empty: all was read
};
[[nodiscard]] HistoryRead readHistory(std::string_view text);

} // namespace qd::workspace
