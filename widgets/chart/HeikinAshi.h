#pragma once

#include "widgets/chart/PlotBars.h"

namespace qd::chart {

/// Turns plotted bars, each of one bar of the series, into Heikin-Ashi bars: closes are (open + high + low + close) /
/// 4, opens the middle of the body before, extremes include both; rounded to the nearest unit of price. A bar's open
/// hangs on all bars before it, each half as much as the next: the last 64 decide every digit, so those are read.
void makeHeikinAshi(const BarSeries& bars, std::vector<PlotBar>& plotted);

} // namespace qd::chart
