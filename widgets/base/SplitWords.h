#pragma once

#include <ranges>
#include <string>
#include <string_view>
#include <vector>

namespace qd::ui {

/// What stands between the spaces of a text.
[[nodiscard]] inline std::vector<std::string> splitWords(std::string_view text) {
    std::vector<std::string> words;
    for (const auto part : std::views::split(text, ' ')) {
        if (const std::string_view word(part.begin(), part.end()); !word.empty()) words.emplace_back(word);
    }
    return words;
}

} // namespace qd::ui
