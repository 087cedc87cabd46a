#include "widgets/trades/TapeChoices.h"

#include "core/base/Decimal.h"

#include <sstream>

namespace qd::ui::trades {
namespace {

constexpr std::size_t kMarketsKept = 64;
using Sizes = std::map<std::string, Quantity>;

std::optional<Quantity> sizeFrom(std::string_view text) {
    const auto size = parseFixed<Quantity>(text);
    return size && size->raw() >= 0 ? std::optional(*size) : std::nullopt;
}

void setOrErase(Sizes& sizes, const std::string& symbol, Quantity size) {
    if (size.isZero())
        sizes.erase(symbol);
    else if (sizes.contains(symbol) || sizes.size() < kMarketsKept)
        sizes[symbol] = size;
}

/// "SOL-PERP=10 BTC-PERP=0.5"
std::string textOf(const Sizes& sizes) {
    std::string out;
    for (const auto& [symbol, size] : sizes) {
        if (symbol.find(' ') == std::string::npos) out += (out.empty() ? "" : " ") + symbol + '=' + toString(size);
    }
    return out;
}

Sizes sizesFrom(const std::string& text) {
    Sizes sizes;
    std::istringstream in(text);
    for (std::string word; in >> word;) {
        const std::size_t sign = word.rfind('=');
        if (sign == std::string::npos || sign == 0) continue;
        if (const auto size = sizeFrom(std::string_view(word).substr(sign + 1)))
            setOrErase(sizes, word.substr(0, sign), *size);
    }
    return sizes;
}

std::optional<std::int64_t> windowFrom(const std::string& word) {
    for (const std::int64_t window : TapeChoices::kWindows) {
        if (ports::toUpper(windowWord(window)) == ports::toUpper(word)) return window;
    }
    return std::nullopt;
}

} // namespace

std::string windowWord(std::int64_t window) {
    if (window == 0) return "EACH";
    return window < kNanosPerSecond ? std::to_string(window / kNanosPerMilli) + "ms"
                                    : std::to_string(window / kNanosPerSecond) + "s";
}

Quantity TapeChoices::minimumOf(const std::string& symbol) const {
    const auto found = minimums.find(symbol);
    return found == minimums.end() ? Quantity() : found->second;
}

void TapeChoices::setMinimum(const std::string& symbol, Quantity size) { setOrErase(minimums, symbol, size); }

Highlight TapeChoices::highlightOf(const std::string& symbol) const {
    if (const auto found = bigSizes.find(symbol); found != bigSizes.end())
        return {Highlight::Kind::Size, found->second};
    return {top ? Highlight::Kind::Top : Highlight::Kind::Off, {}};
}

void TapeChoices::setHighlight(const std::string& symbol, Highlight highlight) {
    if (highlight.kind == Highlight::Kind::Size) return setOrErase(bigSizes, symbol, highlight.size);
    bigSizes.erase(symbol);
    top = highlight.kind == Highlight::Kind::Top;
}

void TapeChoices::write(PaneState& state) const {
    if (!minimums.empty()) state["minimum"] = textOf(minimums);
    if (!bigSizes.empty()) state["big"] = textOf(bigSizes);
    state["highlight"] = top ? "top" : "off";
    state["join"] = windowWord(window);
    if (sound) state["sound"] = "on";
    state["columns"] = columns.text();
}

void TapeChoices::read(const PaneState& state) {
    const auto with = [&state](const char* key, const auto& use) {
        if (const auto found = state.find(key); found != state.end()) use(found->second);
    };
    with("minimum", [&](const std::string& text) { minimums = sizesFrom(text); });
    with("big", [&](const std::string& text) { bigSizes = sizesFrom(text); });
    with("highlight", [&](const std::string& text) { top = text == "top" || (text != "off" && top); });
    with("join", [&](const std::string& text) { window = windowFrom(text).value_or(window); });
    with("sound", [&](const std::string& text) { sound = text == "on"; });
    with("columns", [&](const std::string& text) { columns = ColumnChoice::parse(text); });
}

std::optional<std::string> TapeChoices::apply(const ports::ActionWords& words, const std::string& symbol) {
    TapeChoices next = *this;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string word = ports::toUpper(words[i]);
        if (const auto found = windowFrom(word)) {
            next.window = *found;
        } else if (word == "ALL") {
            next.setMinimum(symbol, {});
        } else if (const auto size = sizeFrom(word)) {
            next.setMinimum(symbol, *size);
        } else if (word == "SOUND" || word == "QUIET") {
            next.sound = word == "SOUND";
        } else if (word == "BIG" && i + 1 < words.size()) {
            const std::string which = ports::toUpper(words[++i]);
            const auto big = sizeFrom(which);
            if (which != "TOP" && which != "OFF" && (!big || big->isZero())) return words[i];
            next.setHighlight(symbol, big              ? Highlight{Highlight::Kind::Size, *big}
                                      : which == "TOP" ? Highlight{Highlight::Kind::Top, {}}
                                                       : Highlight{Highlight::Kind::Off, {}});
        } else {
            return words[i];
        }
    }
    *this = std::move(next);
    return std::nullopt;
}

} // namespace qd::ui::trades
