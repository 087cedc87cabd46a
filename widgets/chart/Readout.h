#pragma once

#include "widgets/chart/ChartLook.h"
#include "widgets/chart/ChartScene.h"
#include "widgets/chart/MarkLayer.h"

#include <QPainter>

namespace qd::chart {

struct Overlay;

/// A piece of the line at the top left.
struct ReadoutPart {
    QString text;
    enum class Tone : std::uint8_t { Label, Value, Up, Down, Study, Doubtful, Warning } tone = Tone::Value;
    int colour = 0; ///< of a study's line
};

/// Bars under a place in the plot: one, those of a pixel column, or none where nothing was traded.
[[nodiscard]] IndexRange barsAt(const ChartScene& scene, double x, double devicePixelRatio);
/// Open, high, low, close, change and volume of these bars as one, and the studies at the last of them. `brief`: what
/// matters most comes first.
[[nodiscard]] std::vector<ReadoutPart> readoutOf(const ChartScene& scene, IndexRange bars, bool brief = false);

/// The name of a study and its values at a bar, each in its colour; what is doubtful says so.
[[nodiscard]] std::vector<ReadoutPart> studyParts(const ChartScene& scene, const Study& study, std::size_t index);

/// The markets compared with, and how far they are from their base at a moment.
[[nodiscard]] std::vector<ReadoutPart> comparedParts(const ChartScene& scene, UnixNanos t);

/// Where a study's name and values stand.
struct LegendEntry {
    QRect rect;
    std::size_t study = 0; ///< index
};

/// The readout and the sentences over the plot. The readout keeps off labels.
std::vector<LegendEntry> paintReadout(QPainter& painter, const ChartScene& scene, const MarkLayer& marks,
                                      const Overlay& overlay, ChartLook& look);

} // namespace qd::chart
