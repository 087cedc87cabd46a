#pragma once

#include "core/domain/Book.h"
#include "widgets/plot/Viewport.h"

#include <QPointF>

#include <deque>
#include <initializer_list>
#include <vector>

namespace qd::heatmap {

/// Trades of one side that lie so near to each other that they are drawn as one.
struct Bubble {
    QPointF at;
    double radius = 0;
    Side side = Side::Buy; ///< of the aggressor
    Quantity size;
    int trades = 0;
};

/// The trades in view as bubbles, oldest first; the area is the share of the largest. `least`: smaller trades are left
/// out. Trades rise in time, and each of the parts follows the one before.
[[nodiscard]] std::vector<Bubble> bubblesOf(std::initializer_list<const std::deque<Trade>*> parts,
                                            const plot::Viewport& view, Quantity least);

} // namespace qd::heatmap
