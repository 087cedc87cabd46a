#include "widgets/heatmap/Bubbles.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace qd::heatmap {
namespace {

constexpr double kCell = 10; ///< pixels
constexpr double kLargest = 18;
constexpr double kSmallest = 1.5;

/// The trades of a cell.
struct Sum {
    int row = 0;
    Side side = Side::Buy;
    Int128 size = 0;
    double x = 0; ///< weighted by size, as y
    double y = 0;
    double weight = 0;
    int trades = 0;

    [[nodiscard]] Bubble bubble() const {
        constexpr Int128 kMost = std::numeric_limits<std::int64_t>::max();
        return {QPointF(x / weight, y / weight), std::sqrt(weight), side,
                Quantity(static_cast<std::int64_t>(std::min(size, kMost))), trades};
    }
};

/// The cells of a column of time, which few trades fall into.
Sum& cellOf(std::vector<Sum>& cells, int row, Side side) {
    for (Sum& sum : cells) {
        if (sum.row == row && sum.side == side) return sum;
    }
    cells.push_back({.row = row, .side = side});
    return cells.back();
}

} // namespace

std::vector<Bubble> bubblesOf(std::initializer_list<const std::deque<Trade>*> parts, const plot::Viewport& view,
                              Quantity least) {
    std::vector<Bubble> bubbles; // their radius is the root of their size at first
    std::vector<Sum> cells;
    std::int64_t column = 0;
    double largest = 0;
    const auto finishColumn = [&] {
        for (const Sum& sum : cells) {
            bubbles.push_back(sum.bubble());
            largest = std::max(largest, bubbles.back().radius);
        }
        cells.clear();
    };
    // Cells are bound to market time, so that bubbles do not flicker while the view moves.
    const std::int64_t width = std::max<std::int64_t>(1, view.nanosPerPixel() * static_cast<std::int64_t>(kCell));
    const auto add = [&](const Trade& t) {
        if (t.size < least || !view.shows(t.price)) return;
        if (t.ts.value() / width != column) {
            finishColumn();
            column = t.ts.value() / width;
        }
        const double y = view.yOf(t.price);
        Sum& sum = cellOf(cells, static_cast<int>(y / kCell), t.aggressor);
        const auto weight = static_cast<double>(t.size.raw());
        sum.size += t.size.raw();
        sum.x += view.xOf(t.ts) * weight;
        sum.y += y * weight;
        sum.weight += weight;
        ++sum.trades;
    };
    for (const std::deque<Trade>* trades : parts) {
        auto t = std::ranges::lower_bound(*trades, view.left(), {}, &Trade::ts);
        for (; t != trades->end() && t->ts <= view.right(); ++t) add(*t);
    }
    finishColumn();
    for (Bubble& bubble : bubbles) bubble.radius = std::max(kSmallest, kLargest * bubble.radius / largest);
    return bubbles;
}

} // namespace qd::heatmap
