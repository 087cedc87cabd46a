#pragma once

#include "widgets/base/CsvExport.h"
#include "widgets/chart/ChartScene.h"

namespace qd::chart {

/// The first line: time, prices, volume, every line of every study, and what is doubtful.
[[nodiscard]] std::string csvHeading(const ChartScene& scene);
/// A bar with its studies as they are drawn at it: times ISO 8601 in UTC, prices and sizes to their last digit, values
/// that are no prices as short as they read back the same. What is not known or not true is empty.
[[nodiscard]] std::string csvLine(const ChartScene& scene, std::size_t bar);
/// All bars the chart has now, oldest first; a page at a time. The scene outlives its use. It ends with a reason when
/// the chart shows something else meanwhile.
[[nodiscard]] ui::CsvSource csvSource(const ChartScene& scene);

} // namespace qd::chart
