#pragma once

#include "core/feed/simulator/OwnOrders.h"
#include "core/feed/simulator/Surroundings.h"

#include <array>
#include <optional>

namespace qd::simulator {

/// Does what nobody else does for a market: takes over positions from pools that are being liquidated, for the fee, and
/// sells them again; between that settles the agents' profit and loss, one account after the other, so that there is
/// cash from which gains can be settled. One account.
class Keeper {
  public:
    /// `first` of the market's agents; his own account is the last of them.
    Keeper(const MarketSetup& setup, AccountId first, AccountId account, SplitMix64 random);

    [[nodiscard]] Move act(const Surroundings& s);
    /// When he looks at a pool that lacks margin.
    [[nodiscard]] UnixNanos notice(const LiquidationStarted& e, UnixNanos now);
    void see(const LiquidationEnded& e) { drop(e.account); }
    /// What he was refused is not there to be taken, unless only nothing more is in this slot.
    void see(const RequestRejected& e) {
        if (e.code != RejectCode::SizeZero) drop(m_asked);
    }
    void took(const LiquidationStepped& e);

    [[nodiscard]] OwnOrders& orders() noexcept { return m_orders; }
    [[nodiscard]] const OwnOrders& orders() const noexcept { return m_orders; }

    void save(ByteWriter& out) const;
    void load(StateReader& in);

  private:
    static constexpr std::size_t kMostDebtors = 8;

    void drop(AccountId debtor) noexcept;
    [[nodiscard]] CommandBody settle(const Surroundings& s);

    AccountId m_first;
    AccountId m_account;
    OwnOrders m_orders;
    SplitMix64 m_random;
    std::array<AccountId, kMostDebtors> m_debtors{}; ///< [0, m_count), the first noticed first
    std::uint8_t m_count = 0;
    AccountId m_asked{~std::uint32_t{0}}; ///< whose position he asked for last
    std::uint32_t m_turn = 0;             ///< whose profit and loss he settles next, counted from the first
};

} // namespace qd::simulator
