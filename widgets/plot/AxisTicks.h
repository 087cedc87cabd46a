#pragma once

#include "widgets/plot/Viewport.h"

#include <QString>

#include <vector>

namespace qd::plot {

/// Prices worth a grid line: multiples of 1, 2 or 5 times a power of ten of ticks, at least `spacing` pixels apart.
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
