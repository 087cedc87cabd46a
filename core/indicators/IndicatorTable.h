#pragma once

#include "core/indicators/Indicator.h"

#include <optional>
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
    Dots,    ///< at each bar, not joined
    Columns, ///< from zero
    Sign,    ///< no line: 1 or -1, the colour of the line before it
    Figure,  ///< no line: it has another scale than the others and is read as a number
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

/// Two lines between which the ground is tinted.
struct Band {
    std::size_t first;
    std::size_t second;
    bool turns = false; ///< which of them is higher says whether it is good or bad
};

/// Which row `IndicatorKind::firstRow` counts from.
enum class CountedFrom : std::uint8_t {
    FirstBar,
    SecondSession, ///< the first bar of the second session: the session before must have been seen
};

/// How many bars before its own a value is made of.
enum class Memory : std::uint8_t {
    Window,  ///< as many as come before the first row with a value
    Fading,  ///< all, but old ones matter less and less: kFadingWindows times as many as a window make it true
    Session, ///< those of its session; counted from the second session, those of the session before
    Endless, ///< all, to the first or to the anchor
};
inline constexpr std::size_t kFadingWindows = 10; ///< leave e^-20 of what was before, or e^-10 by Wilder's averages

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
    Memory memory = Memory::Window;  ///< with standard values; memoryOf() answers for others
    std::vector<double> levels = {}; ///< values that a line across its pane marks
    std::optional<Band> band = {};
};

/// Every indicator there is; the chart's menu, the strategy interface and the script host read it.
[[nodiscard]] std::span<const IndicatorKind> indicatorTable();
/// By name, case as in the table. Null: there is none.
[[nodiscard]] const IndicatorKind* findIndicator(std::string_view name);

[[nodiscard]] Memory memoryOf(const IndicatorKind& kind, std::span<const double> values);
/// Bars from the oldest that matters to the one of the value; of Window and Fading.
[[nodiscard]] std::size_t barsNeeded(const IndicatorKind& kind, std::span<const double> values);
/// The value of the parameter of this name; 0 if it has none.
[[nodiscard]] double valueOf(const IndicatorKind& kind, std::span<const double> values, std::string_view parameter);

/// The standard values of its parameters.
[[nodiscard]] std::vector<double> standardValues(const IndicatorKind& kind);
/// Whether there is one value for each parameter, within its range and in its steps.
[[nodiscard]] bool takes(const IndicatorKind& kind, std::span<const double> values);

} // namespace qd::indicators
