#pragma once

#include "widgets/plot/Viewport.h"

#include <QString>

#include <optional>
#include <vector>

namespace qd::plot {

/// What the price axis says.
struct PriceAxis {
    Price tick;
    std::optional<Price> base; ///< prices are told as percent from it
    // A price step alone means prices as they are.
    PriceAxis(Price step, std::optional<Price> from = {}) : tick(step), base(from) {}
};

/// A line of the grid with its label.
struct PriceTick {
    double raw = 0; ///< of Price; percent are seldom whole ticks
    QString label;
};

/// Round prices in view, or round percents from the base, at least `spacing` pixels apart.
[[nodiscard]] std::vector<PriceTick> axisTicks(const Viewport& view, const PriceAxis& axis, int spacing);
/// A price as the axis tells it: "148.27" or "+1.25 %".
[[nodiscard]] QString axisText(Price price, const PriceAxis& axis);

/// A change in parts of one: "+1.25 %".
[[nodiscard]] QString changeText(double part);

/// Prices worth a grid line: multiples of 1, 2 or 5 times a power of ten of ticks, at least `spacing` pixels apart. On
/// a logarithmic scale steps grow with the price.
[[nodiscard]] std::vector<Price> priceTicks(const Viewport& view, Price tick, int spacing);

/// What is new at a tick of the time axis, and so what its label says.
enum class TimeUnit : std::uint8_t { Second, Minute, Day, Month, Year };

struct TimeTick {
    UnixNanos t;
    TimeUnit unit = TimeUnit::Minute;
    friend bool operator==(const TimeTick&, const TimeTick&) = default;
};

/// Round times in view, at least `spacing` pixels apart; days, months and years begin where they begin, in UTC.
[[nodiscard]] std::vector<TimeTick> timeTicks(const Viewport& view, int spacing);
/// "14:05:30", "14:05", "12 Mar", "Mar", "2024".
[[nodiscard]] QString labelOf(const TimeTick& tick);
/// The open time of a bar in full, as far as the interval needs: "Tue 12 Mar 2024 14:05:30".
[[nodiscard]] QString fullTime(UnixNanos t, Interval interval);

} // namespace qd::plot
