#pragma once

#include "core/indicators/IndicatorTable.h"

/// The rows of the table, where their formulas are. Private to this room.
namespace qd::indicators {

std::vector<IndicatorKind> movingAverageRows();
std::vector<IndicatorKind> bandRows();
std::vector<IndicatorKind> trendRows();
std::vector<IndicatorKind> oscillatorRows();
std::vector<IndicatorKind> volumeRows();
std::vector<IndicatorKind> statisticRows();

/// Bars that a window may span.
inline constexpr double kLongest = 1'000;

} // namespace qd::indicators
