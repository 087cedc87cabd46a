#pragma once

#include "core/domain/Market.h"
#include "core/domain/PlainOrders.h"

#include <algorithm>
#include <cstdint>

/// Prices and sizes on a market's grid. Any thread.
namespace qd::simulation {

/// `price` moved by `ppm` of itself, to the tick below, at least one tick.
[[nodiscard]] constexpr Price priceAt(const MarketParams& market, Price price, std::int64_t ppm) {
    const Int128 moved = Int128{price.raw()} * (Rate::kScale + ppm) / Rate::kScale;
    const std::int64_t ticks = static_cast<std::int64_t>(moved / market.tick.raw());
    return Price(std::max<std::int64_t>(1, ticks) * market.tick.raw());
}
/// The size that is worth `money` at `price`, to the step below, between the market's smallest and largest.
[[nodiscard]] constexpr Quantity sizeFor(const MarketParams& market, Money money, Price price) {
    const Int128 base = Int128{money.raw()} * Quantity::kScale / std::max<std::int64_t>(1, price.raw());
    const Int128 largest = market.maxSize.raw();
    const auto size = static_cast<std::int64_t>(std::min(base, largest)) / market.step.raw() * market.step.raw();
    return Quantity(std::max(size, market.minSize.raw()));
}
/// `part` per mille of a size, to the step below, at least one step.
[[nodiscard]] constexpr Quantity partOf(const MarketParams& market, Quantity size, std::int64_t part) {
    const auto share = static_cast<std::int64_t>(Int128{size.raw()} * part / 1'000);
    return Quantity(std::max(share / market.step.raw(), std::int64_t{1}) * market.step.raw());
}
/// What a size is worth at a price, without its sign.
[[nodiscard]] constexpr Money worthOf(Quantity size, Price price) {
    const Int128 worth = Int128{size.raw()} * price.raw() / Quantity::kScale;
    return Money(static_cast<std::int64_t>(worth < 0 ? -worth : worth));
}
[[nodiscard]] constexpr Quantity magnitude(Quantity size) {
    return Quantity(size.raw() < 0 ? -size.raw() : size.raw());
}
/// The side that closes a position.
[[nodiscard]] constexpr Side closing(Quantity base) { return base.raw() > 0 ? Side::Sell : Side::Buy; }

} // namespace qd::simulation
