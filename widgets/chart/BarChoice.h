#pragma once

#include "core/domain/TradeBars.h"
#include "core/ports/Actions.h"

#include <QString>

#include <array>
#include <expected>
#include <optional>

namespace qd::chart {

/// What ends the bars of a chart, as a person chose it.
struct BarChoice {
    std::optional<TradeBarRule::Kind> kind = {}; ///< empty: the clock
    std::int64_t size = 0;                       ///< > 0 with a kind; trades, raw Quantity, ticks, ticks
    friend bool operator==(const BarChoice&, const BarChoice&) = default;
};

struct BarKindName {
    std::optional<TradeBarRule::Kind> kind;
    const char* key;        ///< in layouts, and typed in capitals
    const char* title;      ///< for people, to be translated
    const char* unit;       ///< of the size, the same
    const char* definition; ///< the same
};
[[nodiscard]] const std::array<BarKindName, 5>& barKinds();
[[nodiscard]] const BarKindName& nameOf(const BarChoice& choice);
/// Its title, unit or definition in the language of the terminal.
[[nodiscard]] QString barWord(const char* text);

/// "Time", "Tick 500".
[[nodiscard]] QString titleOf(const BarChoice& choice);
/// "500": empty where the clock ends bars.
[[nodiscard]] QString sizeText(const BarChoice& choice);
/// The size of bars of a kind; a sentence where it is none.
[[nodiscard]] std::expected<std::int64_t, QString> readBarSize(TradeBarRule::Kind kind, std::string_view text);
/// A size to begin with: of volume bars about the thousandth part of what trades in a day.
[[nodiscard]] std::int64_t usualBarSize(TradeBarRule::Kind kind, Quantity dayVolume);

/// Words after BARS, from words[at] on: "TICK 500", "TIME". Answers how many were read, 0: they name no kind of bars;
/// else a sentence.
[[nodiscard]] std::expected<std::size_t, QString> readBarWords(const ports::ActionWords& words, std::size_t at,
                                                               BarChoice& choice);
/// For layouts: "tick 500".
[[nodiscard]] std::string writeBars(const BarChoice& choice);
/// Empty: it says nothing that makes sense.
[[nodiscard]] std::optional<BarChoice> readBars(std::string_view text);

/// The rule for a market; choice.kind is set.
[[nodiscard]] TradeBarRule ruleOf(const BarChoice& choice, Price tick);
/// What is missing until the bar that is being made ends, in short: "188 left"; empty where that is not known.
[[nodiscard]] QString remainderText(const TradeBarRule& rule, const std::optional<TradeBar>& forming, Price tick);

} // namespace qd::chart
