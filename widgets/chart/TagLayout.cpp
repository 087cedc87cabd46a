#include "widgets/chart/TagLayout.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace qd::chart {
namespace {

/// Tags that push each other, and the top they would have if they were at index 0.
struct Block {
    double sum = 0; ///< of weight * wanted
    double weight = 0;
    std::size_t count = 0;
    [[nodiscard]] double mean() const { return sum / weight; }
};

std::vector<std::size_t> chosen(std::span<const TagWish> wishes, std::size_t room) {
    std::vector<std::size_t> order(wishes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return wishes[i].rank; });
    if (order.size() > room) order.resize(room);
    // From the top of the screen down; of equal ones the lower rank first, then as given.
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return wishes[i].y; });
    return order;
}

} // namespace

std::vector<TagPlace> placeTags(std::span<const TagWish> wishes, int height, int top, int bottom) {
    std::vector<TagPlace> places(wishes.size());
    for (std::size_t i = 0; i < wishes.size(); ++i) {
        places[i].edge = wishes[i].y < top ? TagEdge::Above : wishes[i].y >= bottom ? TagEdge::Below : TagEdge::Inside;
        places[i].hidden = true;
    }
    const auto room = static_cast<std::size_t>(std::max(0, (bottom - top) / height));
    const std::vector<std::size_t> order = chosen(wishes, room);
    // Isotonic regression (pool adjacent violators) of what each wants, less the tags before it.
    std::vector<Block> blocks;
    for (std::size_t k = 0; k < order.size(); ++k) {
        const TagWish& wish = wishes[order[k]];
        const double wanted = std::clamp<double>(wish.y - height / 2.0, top, bottom - height);
        const double shifted = wanted - static_cast<double>(k) * height;
        blocks.push_back({shifted * wish.weight, static_cast<double>(wish.weight), 1});
        while (blocks.size() > 1 && blocks[blocks.size() - 2].mean() >= blocks.back().mean()) {
            const Block last = blocks.back();
            blocks.pop_back();
            blocks.back().sum += last.sum;
            blocks.back().weight += last.weight;
            blocks.back().count += last.count;
        }
    }
    const double most = bottom - static_cast<double>(order.size()) * height;
    std::size_t k = 0;
    for (const Block& block : blocks) {
        const auto base =
            static_cast<int>(std::floor(std::clamp<double>(block.mean(), top, std::max<double>(top, most))));
        for (std::size_t i = 0; i < block.count; ++i, ++k) {
            places[order[k]].top = base + static_cast<int>(k) * height;
            places[order[k]].hidden = false;
        }
    }
    return places;
}

} // namespace qd::chart
