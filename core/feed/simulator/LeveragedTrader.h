#pragma once

#include "core/feed/simulator/OwnOrders.h"
#include "core/feed/simulator/Surroundings.h"

namespace qd::simulator {

/// Bets a small account on one direction with all the leverage it can carry, holds for half an hour or so, and begins
/// anew: with what is left, or after a liquidation with a new deposit. What it is worth it knows from its events. One
/// account.
class LeveragedTrader {
  public:
    LeveragedTrader(const MarketSetup& setup, AccountId account, SplitMix64 random);

    [[nodiscard]] Move act(const Surroundings& s);
    void see(const LedgerPosted& e) { // settled profit and loss was counted when it was realised
        if (e.kind == PostingKind::Deposit) m_equity += e.amount.raw();
    }
    void see(const FundingPaid& e) { m_equity += e.amount.raw(); }
    void see(const OrderFilled& e) { m_equity += e.realised.raw() - e.fee.raw(); }
    void see(const LiquidationEnded&) { m_equity = 0; }

    [[nodiscard]] OwnOrders& orders() noexcept { return m_orders; }
    [[nodiscard]] const OwnOrders& orders() const noexcept { return m_orders; }
    /// What such an account begins with.
    [[nodiscard]] static Money stakeOf(const MarketSetup& setup) noexcept { return Money(setup.quoteValue.raw() / 10); }

    void save(ByteWriter& out) const;
    void load(StateReader& in);

  private:
    [[nodiscard]] CommandBody open(const Surroundings& s);
    [[nodiscard]] CommandBody close(const Surroundings& s) const;

    AccountId m_account;
    OwnOrders m_orders;
    SplitMix64 m_random;
    Money m_stake;
    std::int64_t m_equity = 0; ///< 1e-6 dollars, without what is not realised
};

} // namespace qd::simulator
