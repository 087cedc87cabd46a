#pragma once

#include "core/indicators/Indicator.h"

#include <string_view>
#include <vector>

namespace qd::indicators {

/// A number that a person may choose, in steps of 10^-decimals.
struct Parameter {
    std::string_view name; ///< "period"
    double standard = 0;
    double least = 0;
    double most = 0;
    int decimals = 0; ///< 0: a whole number
};

/// How a line is drawn.
enum class LineStyle : std::uint8_t {
    Curve,
    Columns, ///< from zero
    Sign,    ///< no line: 1 or -1, the colour of the line before it
};

struct Line {
    constexpr Line(const char* lineName, LineStyle lineStyle = LineStyle::Curve) : name(lineName), style(lineStyle) {}
    std::string_view name; ///< "Signal"
    LineStyle style;
};

/// Where an indicator is drawn.
enum class DrawnIn : std::uint8_t {
    Prices,  ///< its lines are prices
    OwnPane, ///< its lines have a scale of their own
};

/// Which row `IndicatorKind::firstRow` counts from.
enum class CountedFrom : std::uint8_t {
    FirstBar,
    SecondSession, ///< the first bar of the second session: the session before must have been seen
};

/// One row of the table of indicators. `values`: one for each parameter, such that takes() says yes.
struct IndicatorKind {
    std::string_view name;       ///< as typed: "EMA"
    std::string_view title;      ///< "Exponential moving average"
    std::string_view definition; ///< one or more sentences, with the source of conventions
    DrawnIn drawnIn = DrawnIn::OwnPane;
    std::vector<Parameter> parameters;
    std::vector<Line> lines; ///< in the order of Indicator::commit
    /// The first row (0: the first bar) at which a line has a value, and it has one at every row from there on. Of what
    /// divides by volume or by taker volume: as soon as there is any.
    std::size_t (*firstRow)(std::size_t line, std::span<const double> values) = nullptr;
    std::unique_ptr<Indicator> (*make)(std::span<const double> values) = nullptr;
    CountedFrom countedFrom = CountedFrom::FirstBar;
    /// How many bars to the right of its bar a value is drawn, negative: to the left. Null: at its bar.
    std::int64_t (*shift)(std::size_t line, std::span<const double> values) = nullptr;
};

/// Every indicator there is; the chart's menu, the strategy interface and the script host read it.
[[nodiscard]] std::span<const IndicatorKind> indicatorTable();
/// By name, case as in the table. Null: there is none.
[[nodiscard]] const IndicatorKind* findIndicator(std::string_view name);

/// The standard values of its parameters.
[[nodiscard]] std::vector<double> standardValues(const IndicatorKind& kind);
/// Whether there is one value for each parameter, within its range and in its steps.
[[nodiscard]] bool takes(const IndicatorKind& kind, std::span<const double> values);

} // namespace qd::indicators
