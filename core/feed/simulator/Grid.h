#pragma once

#include "core/base/Wide.h"
#include "core/domain/Market.h"

#include <algorithm>
#include <cstdint>

namespace qd::simulator {

/// Ticks and lots of one market. Prices given are > 0.
class Grid {
  public:
    explicit Grid(const MarketParams& p)
        : m_tick(p.tick.raw())
        , m_step(p.step.raw())
        , m_least(p.minSize.raw() / m_step)
        , m_most(p.maxSize.raw() / m_step)
        , m_last(p.maxPrice.raw() / m_tick) {}

    [[nodiscard]] std::int64_t tickBelow(Price p) const noexcept { return p.raw() / m_tick; }
    [[nodiscard]] std::int64_t tickAbove(Price p) const noexcept { return (p.raw() + m_tick - 1) / m_tick; }
    [[nodiscard]] std::int64_t limited(std::int64_t tick) const noexcept {
        return std::clamp<std::int64_t>(tick, 1, m_last);
    }
    [[nodiscard]] Price price(std::int64_t tick) const noexcept { return Price(tick * m_tick); }
    [[nodiscard]] std::int64_t tickSize() const noexcept { return m_tick; } ///< 1e-6 dollars
    [[nodiscard]] std::int64_t lastTick() const noexcept { return m_last; }

    [[nodiscard]] std::int64_t lots(Quantity q) const noexcept { return q.raw() / m_step; }
    [[nodiscard]] Quantity quantity(std::int64_t lots) const noexcept { return Quantity(lots * m_step); }
    [[nodiscard]] std::int64_t leastLots() const noexcept { return m_least; }
    [[nodiscard]] std::int64_t mostLots() const noexcept { return m_most; }
    [[nodiscard]] std::int64_t limitedLots(std::int64_t lots) const noexcept {
        return std::clamp(lots, m_least, m_most);
    }
    /// The lots that are worth `value` at `price`, within what one order may have.
    [[nodiscard]] std::int64_t lotsWorth(Money value, Price price) const noexcept {
        const Int128 lots = Int128(value.raw()) * Quantity::kScale / price.raw() / m_step;
        return static_cast<std::int64_t>(std::clamp<Int128>(lots, m_least, m_most));
    }

  private:
    std::int64_t m_tick; ///< 1e-6 dollars
    std::int64_t m_step; ///< 1e-9 of the asset
    std::int64_t m_least;
    std::int64_t m_most;
    std::int64_t m_last;
};

/// Value of a signed size at a price, rounded towards zero, limited to 64 bits.
[[nodiscard]] inline std::int64_t valueOf(Quantity size, Price price) noexcept {
    constexpr std::int64_t kLimit = std::int64_t{1} << 62;
    return static_cast<std::int64_t>(
        std::clamp<Int128>(Int128(size.raw()) * price.raw() / Quantity::kScale, -kLimit, kLimit));
}
/// price * ppm / 1e6, towards zero.
[[nodiscard]] inline std::int64_t partOf(Price price, std::int64_t ppm) noexcept {
    return static_cast<std::int64_t>(Int128(price.raw()) * ppm / 1'000'000);
}
/// (a - b) * 1e6 / b, towards zero, limited to 2^40; a and b in (0, 2^62).
[[nodiscard]] inline std::int64_t distancePpm(Price a, Price b) noexcept {
    constexpr std::int64_t kLimit = std::int64_t{1} << 40;
    return static_cast<std::int64_t>(
        std::clamp<Int128>(Int128(a.raw() - b.raw()) * 1'000'000 / b.raw(), -kLimit, kLimit));
}

} // namespace qd::simulator
