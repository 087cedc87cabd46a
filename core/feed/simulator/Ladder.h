#pragma once

#include "core/feed/simulator/OwnOrders.h"

#include <array>
#include <cstdint>
#include <span>

namespace qd::simulator {

/// Quotes of one side of a maker; an account may have 32 orders.
inline constexpr std::size_t kLevels = 16;

/// Shape of a maker's quotes. Distances in 1e-6 of the price, sizes in permille.
struct LadderShape {
    std::size_t dense;   ///< levels that stand one tick apart, at least 1; the others wider and wider
    std::int64_t first;  ///< from the best price he could show to the first he shows
    std::int64_t span;   ///< to the last
    std::int64_t size;   ///< of the market's usual quote, on the first level
    std::int64_t growth; ///< of that, a level
};

/// One side's orders held against the ladder they should form. Pointers are into the orders that were given.
struct LadderReport {
    std::size_t gap = kLevels;           ///< innermost level without an order; kLevels = none
    std::size_t gaps = 0;                ///< levels without an order
    std::size_t danger = 0;              ///< orders better than the ladder's top
    const OwnOrder* innermost = nullptr; ///< of the orders that fit no level
    const OwnOrder* outermost = nullptr;
    const OwnOrder* misshapen = nullptr; ///< innermost that fits a level but is far from its size
    std::size_t misshapenLevel = 0;
};

/// Where a maker's quotes belong, in ticks behind the top of his ladder: one tick apart at first, then wider and wider.
class Ladder {
  public:
    Ladder(const LadderShape& shape, Price start, const Grid& grid);

    /// `orders` best first.
    [[nodiscard]] LadderReport compare(std::span<const OwnOrder> orders, Side side, std::int64_t top,
                                       std::int64_t unitLots) const;
    [[nodiscard]] std::int64_t tick(Side side, std::int64_t top, std::size_t level) const noexcept {
        return top - signOf(side) * m_offsets[level];
    }
    /// Lots of a level when a usual quote has `unitLots`.
    [[nodiscard]] std::int64_t lots(std::size_t level, std::int64_t unitLots) const noexcept {
        const std::int64_t factor = m_shape.size * (1'000 + m_shape.growth * static_cast<std::int64_t>(level)) / 1'000;
        return unitLots * factor / 1'000;
    }

  private:
    /// How far an order may be from its level: half way to the next.
    [[nodiscard]] std::int64_t tolerance(std::size_t level) const noexcept {
        return level + 1 < kLevels ? (m_offsets[level + 1] - m_offsets[level]) / 2 : m_offsets[level] / 8;
    }

    LadderShape m_shape;
    std::array<std::int64_t, kLevels> m_offsets{};
};

} // namespace qd::simulator
