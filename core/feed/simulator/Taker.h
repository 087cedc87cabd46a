#pragma once

#include "core/feed/simulator/OwnOrders.h"
#include "core/feed/simulator/Schedule.h"
#include "core/feed/simulator/Surroundings.h"

#include <cstdint>

namespace qd::simulator {

/// Trades at once, for no reason the book could know. Arrivals excite each other: every order raises the rate of the
/// next ones for a moment, so that trades come in clusters; the side persists within a cluster. Sizes are log-normal
/// with a few very large ones. One account.
class Taker {
  public:
    Taker(const MarketSetup& setup, AccountId account, SplitMix64 random);

    [[nodiscard]] Move act(const Surroundings& s);
    /// Something happened that makes people trade: `orders` more a second, 1e-6, for a moment.
    void excite(std::int64_t orders) noexcept;

    [[nodiscard]] OwnOrders& orders() noexcept { return m_orders; }
    [[nodiscard]] const OwnOrders& orders() const noexcept { return m_orders; }

    void save(ByteWriter& out) const;
    void load(StateReader& in);

  private:
    [[nodiscard]] UnixNanos nextArrival(UnixNanos now, std::int64_t activity);
    [[nodiscard]] Side pickSide(const Surroundings& s);
    [[nodiscard]] std::int64_t pickLots(const Surroundings& s);

    AccountId m_account;
    OwnOrders m_orders;
    SplitMix64 m_random;
    Money m_median;
    Money m_usualPosition;
    std::int64_t m_rate;           ///< orders a second before excitement, 1e-6
    std::int64_t m_excitement = 0; ///< orders a second more, 1e-6, as it will be when the next order comes
    Side m_side = Side::Buy;       ///< of the last order
    UnixNanos m_lastAt;
};

} // namespace qd::simulator
