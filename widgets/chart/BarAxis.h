#pragma once

#include "widgets/plot/AxisPainter.h"
#include "widgets/studies/BarSeries.h"

#include <vector>

namespace qd::chart {

/// Times below bars that lie side by side: at every so many bars when that one opened, and where a day begins the day.
/// What stands where does not change while the view moves.
[[nodiscard]] std::vector<plot::TimeMark> timeMarks(const BarSeries& bars, const plot::Viewport& view);

} // namespace qd::chart
