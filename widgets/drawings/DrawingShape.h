#pragma once

#include "widgets/base/GlyphAtlas.h"
#include "widgets/drawings/Places.h"

#include <QLineF>

namespace qd::drawings {

/// In which colour a part of a drawing is seen.
enum class Tone : std::uint8_t { Own, Gain, Loss };

struct ShapeLine {
    QLineF line; ///< cut to the plot
    Tone tone = Tone::Own;
    bool dashed = false;
};
struct ShapeGround {
    QRectF rect; ///< cut to the plot
    Tone tone = Tone::Own;
};
struct ShapeLabel {
    QRect rect;
    QString text;
    bool large = false; ///< a text of the user's
};

/// A drawing in the pixels of a plot.
struct Shape {
    std::vector<ShapeGround> grounds;
    std::vector<ShapeLine> lines;
    std::vector<ShapeLabel> labels;
    std::vector<QPointF> handles; ///< where its points are, in their order; they may lie beyond the plot
};

/// What texts are measured with.
struct Letters {
    const ui::GlyphAtlas& small;
    const ui::GlyphAtlas& large;
};
[[nodiscard]] Shape shapeOf(const Drawing& drawing, const Places& places, const Letters& letters);

/// What of a drawing is at a place.
struct Hit {
    std::optional<std::size_t> handle; ///< one of its points; empty: the whole
};
[[nodiscard]] std::optional<Hit> hitOf(const Shape& shape, const QPointF& at);

/// A line from `from` to `to`, cut to a rectangle; with `beyond` it goes on behind `to`. Empty: nothing of it is there.
[[nodiscard]] std::optional<QLineF> cut(QPointF from, QPointF to, bool beyond, const QRectF& rect);

/// "+1.25 · 125 ticks · +0.84 %": the distance between two prices.
[[nodiscard]] QString distanceText(Price from, Price to, Price tick);
/// "2.50 R": how many times the risk from entry to stop the way to the target is; "" without a risk. A target on the
/// stop's side is negative.
[[nodiscard]] QString rewardText(Price entry, Price stop, Price target);

} // namespace qd::drawings
