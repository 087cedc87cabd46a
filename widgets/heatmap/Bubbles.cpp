#include "widgets/heatmap/Bubbles.h"

#include "core/base/FloorDivide.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace qd::heatmap {
namespace {

constexpr double kCell = 10; ///< pixels
constexpr double kLargest = 18;
constexpr double kSmallest = 1.5;

/// Cells stay where they are: only the time of the view is another one.
bool sameScale(const plot::Viewport& a, const plot::Viewport& b) {
    return a.nanosPerPixel() == b.nanosPerPixel() && a.prices() == b.prices() && a.plot().top() == b.plot().top() &&
           a.plot().height() == b.plot().height() && a.isLogarithmic() == b.isLogarithmic();
}

} // namespace

/// Cells are bound to market time, so that bubbles do not flicker while the view moves.
void Bubbles::begin(const Traded& trades, const plot::Viewport& view, Quantity least) {
    m_begun = true;
    m_cells.clear();
    m_width = std::max<std::int64_t>(1, view.nanosPerPixel() * static_cast<std::int64_t>(kCell));
    m_from = view.left() + -(view.right() - view.left()); // a view more, so that panning finds it
    m_view = view;
    m_least = least;
    m_seen = trades.seen;
    m_run = trades.run;
    for (const std::deque<Trade>* part : {&trades.past, &trades.live}) {
        for (auto t = std::ranges::lower_bound(*part, m_from, {}, &Trade::ts); t != part->end(); ++t) add(*t, view);
    }
}

void Bubbles::read(const Traded& trades, const plot::Viewport& view, Quantity least) {
    const std::uint64_t fresh = trades.seen - m_seen;
    if (!m_begun || trades.run != m_run || least != m_least || view.left() < m_from || fresh > trades.live.size() ||
        !sameScale(view, m_view)) {
        begin(trades, view, least);
    } else {
        for (auto t = trades.live.end() - static_cast<std::ptrdiff_t>(fresh); t != trades.live.end(); ++t)
            add(*t, view);
        m_seen = trades.seen;
        m_view = view;
    }
    const UnixNanos kept = view.left() + -2 * (view.right() - view.left());
    for (; !m_cells.empty() && m_cells.front().column * m_width < kept.value(); m_cells.pop_front())
        m_from = std::max(m_from, UnixNanos((m_cells.front().column + 1) * m_width));
    double largest = 0;
    for (const Cell& cell : m_cells) {
        const UnixNanos t = timeOf(cell);
        if (t >= view.left() && t <= view.right()) largest = std::max(largest, cell.weight);
    }
    m_largest = std::sqrt(largest);
}

void Bubbles::add(const Trade& trade, const plot::Viewport& view) {
    if (trade.size < m_least || !view.shows(trade.price)) return;
    const double y = view.yOf(trade.price);
    const std::int64_t column = floorDivide(trade.ts.value(), m_width);
    Cell& cell = cellOf(column, static_cast<int>(y / kCell), trade.aggressor);
    const auto weight = static_cast<double>(trade.size.raw());
    cell.size += trade.size.raw();
    cell.weight += weight;
    cell.after += static_cast<double>(trade.ts.value() - column * m_width) * weight;
    cell.y += y * weight;
    ++cell.trades;
}

/// Of the newest columns, each of which few trades fall into.
Bubbles::Cell& Bubbles::cellOf(std::int64_t column, int row, Side side) {
    auto at = m_cells.end();
    for (; at != m_cells.begin() && std::prev(at)->column >= column; --at) {
        Cell& cell = *std::prev(at);
        if (cell.column == column && cell.row == row && cell.side == side) return cell;
    }
    // Behind those of its column.
    at = std::find_if(at, m_cells.end(), [&](const Cell& cell) { return cell.column > column; });
    return *m_cells.insert(at, Cell{.column = column, .row = row, .side = side});
}

UnixNanos Bubbles::timeOf(const Cell& cell) const {
    return UnixNanos(cell.column * m_width + std::llround(cell.after / cell.weight));
}

std::vector<Bubble> Bubbles::rightOf(double x, const plot::Viewport& view) const {
    constexpr Int128 kMost = std::numeric_limits<std::int64_t>::max();
    std::vector<Bubble> bubbles;
    const UnixNanos from = std::max(view.left(), view.timeAt(x - kLargest - 2));
    auto cell = std::ranges::lower_bound(m_cells, floorDivide(from.value(), m_width), {}, &Cell::column);
    for (; cell != m_cells.end() && cell->column * m_width <= view.right().value(); ++cell) {
        const UnixNanos t = timeOf(*cell);
        if (t < from || t > view.right()) continue;
        const double radius = m_largest == 0 ? kSmallest : kLargest * std::sqrt(cell->weight) / m_largest;
        bubbles.push_back({QPointF(view.xOf(t), cell->y / cell->weight), std::max(kSmallest, radius), cell->side,
                           Quantity(static_cast<std::int64_t>(std::min(cell->size, kMost))), cell->trades});
    }
    return bubbles;
}

} // namespace qd::heatmap
