#include "widgets/flow/ProfileBars.h"

#include "widgets/plot/Intervals.h"

namespace qd::flow {
namespace {

constexpr std::int64_t kBarsWanted = 300;  ///< a window has no more when it is chosen
constexpr std::int64_t kBarsBorne = 1'000; ///< nor while it grows and shrinks
constexpr std::int64_t kFewestBorne = 50;

} // namespace

Interval barsFor(std::int64_t windowNanos, std::optional<Interval> before) {
    if (before) {
        const std::int64_t bars = windowNanos / static_cast<std::int64_t>(*before);
        if (bars >= kFewestBorne && bars <= kBarsBorne) return *before;
    }
    for (const plot::IntervalName& row : plot::kIntervals) {
        if (windowNanos / static_cast<std::int64_t>(row.interval) <= kBarsWanted) return row.interval;
    }
    return plot::kIntervals.back().interval;
}

UnixNanos barsEnd(UnixNanos t, Interval interval) {
    const UnixNanos open = openTimeOf(t, interval);
    return open == t ? t : open + static_cast<std::int64_t>(interval);
}

ui::LinkedWindow wholeBars(const ui::LinkedWindow& window, Interval interval) {
    return {openTimeOf(window.from, interval), barsEnd(window.to, interval)};
}

} // namespace qd::flow
