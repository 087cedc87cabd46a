#pragma once

#include "widgets/chart/ChartLook.h"
#include "widgets/chart/ChartScene.h"
#include "widgets/chart/Readout.h"

#include <QPainter>

namespace qd::chart {

/// Where a profile is drawn: its rows grow from one edge, its levels cross all of it.
struct ProfilePlace {
    QRectF area;            ///< in the plot
    bool fromRight = false; ///< rows grow from the right edge
};
[[nodiscard]] ProfilePlace placeOf(const ChartProfile& profile, const ChartScene& scene);

/// Draws the profiles over the bars, which shine through. The painter is clipped to the plot.
void paintProfiles(QPainter& painter, const ChartScene& scene, ChartLook& look);

/// The levels of the profile at a moment (of the newest before it), and what is not known of it; empty without one.
[[nodiscard]] std::vector<ReadoutPart> profileParts(const ChartScene& scene, UnixNanos t);

} // namespace qd::chart
