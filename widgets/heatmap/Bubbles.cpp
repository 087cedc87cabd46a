#include "widgets/heatmap/Bubbles.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace qd::heatmap {
namespace {

constexpr double kCell = 10; ///< pixels
constexpr double kLargest = 18;
constexpr double kSmallest = 1.5;

struct Sum {
    Int128 size = 0;
    double x = 0; ///< weighted by size, as y
    double y = 0;
    double weight = 0;
    int trades = 0;
};

} // namespace

std::vector<Bubble> bubblesOf(const std::deque<Trade>& trades, const plot::Viewport& view, Quantity least) {
    std::map<std::tuple<std::int64_t, int, Side>, Sum> cells;
    // Cells are bound to market time, so that bubbles do not flicker while the view moves.
    const std::int64_t width = std::max<std::int64_t>(1, view.nanosPerPixel() * static_cast<std::int64_t>(kCell));
    for (auto t = std::ranges::lower_bound(trades, view.left(), {}, &Trade::ts); t != trades.end(); ++t) {
        if (t->ts > view.right()) break;
        if (t->size < least || !view.shows(t->price)) continue;
        const double y = view.yOf(t->price);
        Sum& sum = cells[{t->ts.value() / width, static_cast<int>(y / kCell), t->aggressor}];
        const auto weight = static_cast<double>(t->size.raw());
        sum.size += t->size.raw();
        sum.x += view.xOf(t->ts) * weight;
        sum.y += y * weight;
        sum.weight += weight;
        ++sum.trades;
    }
    double largest = 0;
    for (const auto& [cell, sum] : cells) largest = std::max(largest, sum.weight);
    std::vector<Bubble> bubbles;
    bubbles.reserve(cells.size());
    constexpr Int128 kMost = std::numeric_limits<std::int64_t>::max();
    for (const auto& [cell, sum] : cells) {
        const double radius = std::max(kSmallest, kLargest * std::sqrt(sum.weight / largest));
        bubbles.push_back({QPointF(sum.x / sum.weight, sum.y / sum.weight), radius, std::get<Side>(cell),
                           Quantity(static_cast<std::int64_t>(std::min(sum.size, kMost))), sum.trades});
    }
    return bubbles;
}

} // namespace qd::heatmap
