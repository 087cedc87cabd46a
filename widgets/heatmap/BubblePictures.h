#pragma once

#include "widgets/heatmap/Bubbles.h"

#include <QColor>
#include <QPainter>
#include <QPixmap>

#include <array>
#include <vector>

namespace qd::heatmap {

/// Draws bubbles: each radius of a side is painted once, and then only copied, because a busy market has some hundred
/// of them in every frame.
class BubblePictures {
  public:
    struct Ink {
        QColor buy;
        QColor sell;
        QColor rim;
        friend bool operator==(const Ink&, const Ink&) = default;
    };
    /// Colours, and device pixels a logical one, of what is drawn from now on.
    void prepare(const Ink& ink, qreal ratio);
    /// To the nearest device pixel, the radius to the nearest half of one.
    void draw(QPainter& painter, const std::vector<Bubble>& bubbles);

  private:
    [[nodiscard]] const QPixmap& pictureOf(Side side, std::size_t halves);

    Ink m_ink;
    qreal m_ratio = 0;
    std::array<std::vector<QPixmap>, 2> m_pictures; ///< of a side, by radius in halves of a device pixel; null: not yet
};

} // namespace qd::heatmap
