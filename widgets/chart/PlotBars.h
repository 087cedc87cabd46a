#pragma once

#include "widgets/plot/Viewport.h"
#include "widgets/studies/BarSeries.h"

#include <vector>

namespace qd::chart {

using plot::Viewport;

/// Bars [first, last) of a series.
struct IndexRange {
    std::size_t first = 0;
    std::size_t last = 0;
    [[nodiscard]] bool empty() const { return first >= last; }
    friend bool operator==(const IndexRange&, const IndexRange&) = default;
};

/// One thing to draw: a bar, or, where bars are narrower than two pixels, all bars that open within a pixel column.
struct PlotBar {
    int left = 0;  ///< of the body, device pixels
    int width = 1; ///< of the body, odd: the wick is in its middle
    IndexRange bars;
    BarSpan span;
    [[nodiscard]] int middle() const { return left + width / 2; }
};

/// Bars that are at least partly in view.
[[nodiscard]] IndexRange visibleBars(const BarSeries& bars, const Viewport& view);

/// Whether bars are drawn together by pixel column.
[[nodiscard]] bool inColumns(const Viewport& view, double devicePixelRatio);

/// What to draw for bars `range`, left to right; `out` is reused. The first and last column may be cut by the range.
void plotBars(const BarSeries& bars, IndexRange range, const Viewport& view, double devicePixelRatio,
              std::vector<PlotBar>& out);

/// The bars that are drawn together with the last one in `range`.
[[nodiscard]] IndexRange lastTogether(const BarSeries& bars, IndexRange range, const Viewport& view,
                                      double devicePixelRatio);

} // namespace qd::chart
