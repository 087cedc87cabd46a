#pragma once

#include "core/feed/simulator/OwnOrders.h"
#include "core/feed/simulator/Surroundings.h"

#include <cstdint>
#include <optional>

namespace qd::simulator {

/// Trades towards the index where the book lags behind it. He sleeps until new prices show a best quote on the wrong
/// side of the index by more than his edge; then an immediate order follows after his delay, whether or not the quote
/// is still there. One account.
class InformedTrader {
  public:
    InformedTrader(const MarketSetup& setup, AccountId account, SplitMix64 random);

    /// New prices and the book at that moment: when he will act, if he will.
    [[nodiscard]] std::optional<UnixNanos> notice(const Surroundings& s, Price index);
    [[nodiscard]] Move act(const Surroundings& s);

    [[nodiscard]] OwnOrders& orders() noexcept { return m_orders; }
    [[nodiscard]] const OwnOrders& orders() const noexcept { return m_orders; }

    void save(ByteWriter& out) const;
    void load(StateReader& in);

  private:
    AccountId m_account;
    OwnOrders m_orders;
    SplitMix64 m_random;
    Money m_median;
    Side m_side = Side::Buy; ///< of the order he has decided on
    std::int64_t m_gap = 0;  ///< how far the quote was off, 1e-6
};

} // namespace qd::simulator
