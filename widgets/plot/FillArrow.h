#pragma once

#include "core/domain/Order.h"

#include <QPolygonF>

namespace qd::plot {

/// The sign of a fill: an arrow whose tip is where it happened, from below for a buy and from above for a sale.
[[nodiscard]] inline QPolygonF fillArrow(const QPointF& tip, Side side, double size) {
    const double d = side == Side::Buy ? size : -size;
    return QPolygonF({tip, QPointF(tip.x() - size * 0.7, tip.y() + d), QPointF(tip.x() + size * 0.7, tip.y() + d)});
}

} // namespace qd::plot
