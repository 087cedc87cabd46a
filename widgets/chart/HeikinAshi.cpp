#include "widgets/chart/HeikinAshi.h"

#include <algorithm>

namespace qd::chart {
namespace {

constexpr std::size_t kMemory = 64; ///< bars; each counts half as much as the one after it

/// Parts of a unit of price, so that halving loses nothing that could be seen.
constexpr Int128 kFine = Int128{1} << 40U;

Int128 closeOf(const Candle& c) {
    return (Int128{c.open.raw()} + c.high.raw() + c.low.raw() + c.close.raw()) * kFine / 4;
}

Price rounded(Int128 fine) { return Price(static_cast<std::int64_t>((fine + kFine / 2) / kFine)); }

} // namespace

void makeHeikinAshi(const BarSeries& bars, std::vector<PlotBar>& plotted) {
    if (plotted.empty()) return;
    const std::size_t first = plotted.front().bars.first;
    std::size_t at = first - std::min(first, kMemory);
    Int128 open = (Int128{bars[at].open.raw()} + bars[at].close.raw()) * kFine / 2;
    for (PlotBar& p : plotted) {
        for (; at < p.bars.first; ++at) open = (open + closeOf(bars[at])) / 2;
        const Candle& bar = bars[at];
        p.span.open = rounded(open);
        p.span.close = rounded(closeOf(bar));
        p.span.high = std::max({bar.high, p.span.open, p.span.close});
        p.span.low = std::min({bar.low, p.span.open, p.span.close});
    }
}

} // namespace qd::chart
