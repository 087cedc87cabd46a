#pragma once

#include "core/feed/simulator/OwnOrders.h"
#include "core/feed/simulator/Surroundings.h"

#include <cstdint>

namespace qd::simulator {

/// Leaves limit orders away from the touch, often on round prices, and takes them back after a while. One account.
class NoiseTrader {
  public:
    NoiseTrader(const MarketSetup& setup, AccountId account, SplitMix64 random);

    [[nodiscard]] Move act(const Surroundings& s);

    [[nodiscard]] OwnOrders& orders() noexcept { return m_orders; }
    [[nodiscard]] const OwnOrders& orders() const noexcept { return m_orders; }

    void save(ByteWriter& out) const;
    void load(StateReader& in);

  private:
    [[nodiscard]] CommandBody place(const Surroundings& s);
    /// An order that the price has come close to, or left far behind.
    [[nodiscard]] const OwnOrder* nervous(const Surroundings& s) const;

    AccountId m_account;
    OwnOrders m_orders;
    SplitMix64 m_random;
    Money m_median;
};

} // namespace qd::simulator
