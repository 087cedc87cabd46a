#include "layouts/workspace/ScriptText.h"

#include <algorithm>
#include <compare>

namespace qd::workspace {

std::vector<std::string> splitScript(std::string_view text) {
    std::vector<std::string> lines;
    std::string line;
    char begin = '\0'; // what the part begins with; # is a comment to the end of the line
    bool quoted = false;
    const auto finish = [&] {
        while (line.ends_with(' ') || line.ends_with('\t') || line.ends_with('\r')) line.pop_back();
        if (!line.empty() && begin != '#') lines.push_back(line);
        line.clear();
        begin = '\0';
        quoted = false;
    };
    for (const char c : text) {
        if (c == '\n' || (c == ';' && !quoted && begin != '#')) {
            finish();
            continue;
        }
        if (begin == '\0' && (c == ' ' || c == '\t' || c == '\r')) continue;
        if (begin == '\0') begin = c;
        if (c == '"') quoted = !quoted;
        line.push_back(c);
    }
    finish();
    return lines;
}

namespace {

/// A decimal number taken apart: digits before the point without leading zeros, digits behind it without trailing ones.
struct Digits {
    bool negative = false;
    std::string_view whole;
    std::string_view fraction;
};

std::optional<Digits> digitsOf(std::string_view text) {
    Digits d;
    d.negative = text.starts_with('-');
    if (d.negative || text.starts_with('+')) text.remove_prefix(1);
    const std::size_t point = std::min(text.find('.'), text.size());
    d.whole = text.substr(0, point);
    d.fraction = point < text.size() ? text.substr(point + 1) : std::string_view();
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    if (d.whole.size() + d.fraction.size() == 0 || !std::ranges::all_of(d.whole, isDigit) ||
        !std::ranges::all_of(d.fraction, isDigit))
        return std::nullopt;
    d.whole.remove_prefix(std::min(d.whole.find_first_not_of('0'), d.whole.size()));
    while (d.fraction.ends_with('0')) d.fraction.remove_suffix(1);
    if (d.whole.empty() && d.fraction.empty()) d.negative = false;
    return d;
}

std::strong_ordering magnitudes(const Digits& a, const Digits& b) {
    if (a.whole.size() != b.whole.size()) return a.whole.size() <=> b.whole.size();
    if (const auto order = a.whole <=> b.whole; order != 0) return order;
    return a.fraction <=> b.fraction;
}

/// Exact, whatever the length. Empty: one of them is no number.
std::optional<std::strong_ordering> orderOf(std::string_view left, std::string_view right) {
    const auto a = digitsOf(left);
    const auto b = digitsOf(right);
    if (!a || !b) return std::nullopt;
    if (a->negative != b->negative) return b->negative <=> a->negative;
    return a->negative ? magnitudes(*b, *a) : magnitudes(*a, *b);
}

} // namespace

std::optional<bool> compare(std::string_view left, std::string_view op, std::string_view right) {
    const auto order = orderOf(left, right);
    if (op == "==") return order ? *order == 0 : left == right;
    if (op == "!=") return order ? *order != 0 : left != right;
    if (!order) return std::nullopt;
    if (op == ">") return *order > 0;
    if (op == ">=") return *order >= 0;
    if (op == "<") return *order < 0;
    if (op == "<=") return *order <= 0;
    return std::nullopt;
}

} // namespace qd::workspace
