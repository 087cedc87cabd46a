#pragma once

#include "widgets/heatmap/DepthColumns.h"
#include "widgets/heatmap/HeatImage.h"

namespace qd::heatmap {

/// The size, in steps, below which 98 of 100 rows in view lie; 0 when nothing is in view.
[[nodiscard]] float usualFull(const ColumnLevel& level, const Window& window);

} // namespace qd::heatmap
