#pragma once

#include <algorithm>
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

/// It may be a market's symbol in a setting: printable, at most 32 bytes, and nothing that ends or quotes a part of it.
[[nodiscard]] inline bool isSymbolWord(std::string_view text) {
    constexpr std::size_t kLongest = 32;
    const auto fits = [](char c) { return c > ' ' && c <= '~' && c != ';' && c != '"' && c != '\\'; };
    return !text.empty() && text.size() <= kLongest && std::ranges::all_of(text, fits);
}

} // namespace qd::ui
