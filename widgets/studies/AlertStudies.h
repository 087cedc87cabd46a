#pragma once

#include "widgets/base/StudyAlertTexts.h"
#include "widgets/studies/Studies.h"

/// What alerts on studies say, looked up among the studies there are. Pure; main thread.
namespace qd::chart {

/// A line of a study.
struct NamedLine {
    StudyChoice choice;
    std::size_t line = 0;
    friend bool operator==(const NamedLine& a, const NamedLine& b) {
        return a.line == b.line && a.choice.computesLike(b.choice);
    }
};
/// Error: a sentence: there is no such study or line, or it does not take these numbers.
[[nodiscard]] std::expected<NamedLine, QString> lineNamed(const ui::StudyLine& words);
/// The reverse; of a study with one line its name is left out.
[[nodiscard]] ui::StudyLine wordsOf(const NamedLine& line);
/// "RSI 14", "MACD 12 26 9 Signal".
[[nodiscard]] QString labelOf(const NamedLine& line);

/// Its values are prices, and may be compared with the price.
[[nodiscard]] bool isPrice(const NamedLine& line);
/// They have one scale and may be compared with each other.
[[nodiscard]] bool areAlike(const NamedLine& a, const NamedLine& b);
/// A level as a value of the line (see IndicatorLine::at).
[[nodiscard]] double valueOfLevel(const NamedLine& line, ui::StudyLevel level);
/// The reverse, to five digits of what is not a price, prices to whole ticks; empty: no level is as large.
[[nodiscard]] std::optional<ui::StudyLevel> levelOfValue(const NamedLine& line, double value, Price tick);
/// "70", and where it is a price to ticks, "148.20".
[[nodiscard]] QString levelText(const NamedLine& line, ui::StudyLevel level, Price tick);
/// A value of the line as it is read.
[[nodiscard]] QString valueText(const NamedLine& line, double value, Price tick);
/// The value of a line as it is drawn at a bar; kNoValue where there is none. `doubtful`: trades that may be missing
/// lie under it.
struct DrawnValue {
    double value = indicators::kNoValue;
    bool doubtful = false;
};
[[nodiscard]] DrawnValue drawnAt(const Study& study, std::size_t line, std::size_t bar, const BarSource& feed);

/// An alert, looked up.
struct KnownAlert {
    Interval interval = Interval::M1;
    NamedLine watched;
    std::optional<NamedLine> other; ///< where it is compared with another study
};
/// Error: a sentence: it says something that is not known, or compares what cannot be compared.
[[nodiscard]] std::expected<KnownAlert, QString> lookUp(const ui::StudyAlert& alert);

} // namespace qd::chart
