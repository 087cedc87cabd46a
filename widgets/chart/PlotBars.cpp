#include "widgets/chart/PlotBars.h"

#include <algorithm>
#include <cmath>

namespace qd::chart {
namespace {

constexpr double kLeastSlot = 2; // device pixels; below it bars share columns

/// Pixel columns of whole nanoseconds, so that a time belongs to exactly one.
struct Columns {
    Columns(const Viewport& view, double ratio)
        : left(view.left())
        , leftX(static_cast<int>(std::lround(view.plot().left() * ratio)))
        , nanos(std::max<std::int64_t>(1, std::llround(static_cast<double>(view.nanosPerPixel()) / ratio))) {}
    /// Device pixels.
    [[nodiscard]] int of(UnixNanos t) const {
        const std::int64_t from = t - left;
        return leftX + static_cast<int>(from / nanos - (from % nanos < 0 ? 1 : 0));
    }
    [[nodiscard]] UnixNanos startOf(int x) const { return left + (x - leftX) * nanos; }

    UnixNanos left;
    int leftX;
    std::int64_t nanos;
};

int bodyWidth(double slot) {
    const int width = std::max(1, static_cast<int>(slot * 0.72));
    return width % 2 == 0 ? width - 1 : width;
}

void plotSingly(const BarSeries& bars, IndexRange range, const Viewport& view, double ratio,
                std::vector<PlotBar>& out) {
    const int width = bodyWidth(view.slot() * ratio);
    const std::int64_t half = static_cast<std::int64_t>(bars.interval()) / 2;
    for (std::size_t i = range.first; i < range.last; ++i) {
        const Candle& c = bars[i];
        const int middle = static_cast<int>(std::floor(view.xOf(c.openTime + half) * ratio));
        out.push_back(
            {middle - width / 2, width, {i, i + 1}, {c.open, c.high, c.low, c.close, Int128{c.volume.raw()}}});
    }
}

} // namespace

IndexRange visibleBars(const BarSeries& bars, const Viewport& view) {
    const UnixNanos from = openTimeOf(view.left(), bars.interval());
    const std::size_t first = bars.lowerBound(from);
    return {first, bars.lowerBound(view.right(), first)};
}

bool inColumns(const Viewport& view, double devicePixelRatio) { return view.slot() * devicePixelRatio < kLeastSlot; }

void plotBars(const BarSeries& bars, IndexRange range, const Viewport& view, double devicePixelRatio,
              std::vector<PlotBar>& out) {
    out.clear();
    if (range.empty()) return;
    if (!inColumns(view, devicePixelRatio)) return plotSingly(bars, range, view, devicePixelRatio, out);
    const Columns columns(view, devicePixelRatio);
    for (std::size_t first = range.first; first < range.last;) {
        const int x = columns.of(bars[first].openTime);
        const std::size_t last = std::min(range.last, bars.lowerBound(columns.startOf(x + 1), first));
        out.push_back({x, 1, {first, last}, *bars.total(first, last)});
        first = last;
    }
}

IndexRange lastTogether(const BarSeries& bars, IndexRange range, const Viewport& view, double devicePixelRatio) {
    if (range.empty()) return range;
    if (!inColumns(view, devicePixelRatio)) return {range.last - 1, range.last};
    const Columns columns(view, devicePixelRatio);
    const UnixNanos start = columns.startOf(columns.of(bars[range.last - 1].openTime));
    return {bars.lowerBound(start, range.first), range.last};
}

} // namespace qd::chart
