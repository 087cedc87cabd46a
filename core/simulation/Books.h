#pragma once

#include "core/base/Checked.h"
#include "core/domain/Events.h"
#include "core/engine/exchange/State.h"

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace qd::simulation {

/// Every account's money and positions, rebuilt from nothing but the events: whatever moved without being told shows as
/// a difference from the exchange's own state. One thread.
class Books {
  public:
    /// One event. What an event does not say (how a pool that was taken over as a whole became part of the backstop's)
    /// is left to synchronise().
    void tell(const Event& event);
    /// Money into a position of a market that an event named without an account's position: a covered loss.
    void credit(AccountId account, MarketId market, Money amount);
    /// Takes an account over from the state, where events do not tell everything.
    void synchronise(const exchange::AccountState& account);

    /// By what positions are valued.
    enum class At : std::uint8_t { Mark, Index };
    /// What is left of a pool at the last prices: its quote currency, quotes, and positions, floored one by one as the
    /// exchange does; other collateral left out.
    [[nodiscard]] Int128 worthOf(const exchange::AccountState& account, PoolId pool, At at = At::Mark) const;
    /// Is a position of the pool open?
    [[nodiscard]] bool isOpen(const exchange::AccountState& account, PoolId pool) const;
    /// What the venue behind a market holds of it: what trades of accounts left over. 0 where there is none behind.
    [[nodiscard]] Int128 outsideOf(MarketId market) const;
    /// Does the pool hold collateral other than quote currency?
    [[nodiscard]] bool hasOtherAssets(AccountId account, PoolId pool) const;

    /// The first difference from the state; empty when there is none.
    [[nodiscard]] std::string difference(const exchange::State& state) const;

  private:
    struct Place {
        Int128 base = 0;
        Int128 quote = 0;
        Int128 margin = 0; ///< isolated
    };
    struct Account {
        std::array<Int128, kMaxAssets> balances{};
        std::map<MarketId, Place> places;
    };
    struct Telling;

    [[nodiscard]] Account& account(AccountId id);
    [[nodiscard]] Place& place(AccountId id, MarketId market) { return account(id).places[market]; }
    [[nodiscard]] Int128 valueOf(MarketId market, const Place& place, At at) const;
    [[nodiscard]] std::string difference(const exchange::AccountState& account) const;

    std::vector<Account> m_accounts;
    std::map<MarketId, Int128> m_outside; ///< base
    std::map<MarketId, MarketPrices> m_prices;
};

} // namespace qd::simulation
