#include "widgets/chart/BarAxis.h"

#include "widgets/base/Format.h"
#include "widgets/chart/PlotBars.h"
#include "widgets/plot/AxisTicks.h"

#include <algorithm>

namespace qd::chart {
namespace {

constexpr auto kPlaces = static_cast<std::int64_t>(BarTimes::kUnit);

/// The least of 1, 2 or 5 times a power of ten bars that are so wide.
std::int64_t barsApart(const plot::Viewport& view) {
    std::int64_t bars = 1;
    for (int i = 0; static_cast<double>(bars) * view.slot() < plot::kTimeSpacing && bars < 1'000'000'000; ++i)
        bars = i % 3 == 1 ? bars / 2 * 5 : bars * 2;
    return bars;
}

UnixNanos dayOf(UnixNanos t) { return openTimeOf(t, Interval::D1); }

} // namespace

std::vector<plot::TimeMark> timeMarks(const BarSeries& bars, const plot::Viewport& view) {
    std::vector<plot::TimeMark> marks;
    const IndexRange seen = visibleBars(bars, view);
    if (seen.empty()) return marks;
    const std::int64_t step = barsApart(view) * kPlaces;
    const std::int64_t left = bars[seen.first].openTime.value();
    const UnixNanos end = bars[seen.last - 1].openTime;
    const auto middle = [&](std::size_t bar) { return view.xOf(bars[bar].openTime + kPlaces / 2); };
    // From a bar whose number is a whole multiple, so that it is the same wherever the view is.
    for (UnixNanos t((left / step - (left % step < 0 ? 1 : 0)) * step); t <= end; t = t + step) {
        const std::size_t first = bars.lowerBound(t);
        const std::size_t next = bars.lowerBound(t + step, first);
        if (first == next) continue;
        const UnixNanos day = dayOf(bars.opened(next - 1));
        const std::size_t begins = std::max(first, bars.firstSince(day));
        if (begins > 0 && dayOf(bars.opened(begins - 1)) != day) {
            marks.push_back({middle(begins), true, plot::labelOf({day, plot::TimeUnit::Day})});
            continue;
        }
        if (bars[first].openTime != t) continue; // its group begins before the bars do
        const bool inSeconds = bars.ended(next - 1) - bars.opened(first) < kNanosPerMinute;
        const QString clock = ui::clockText(bars.opened(first));
        marks.push_back({middle(first), false, inSeconds ? clock : clock.left(5)});
    }
    return marks;
}

} // namespace qd::chart
