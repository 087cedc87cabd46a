#pragma once

#include "core/domain/Commands.h"
#include "core/domain/Events.h"
#include "core/engine/exchange/Exchange.h"
#include "core/simulation/Books.h"
#include "core/simulation/Tally.h"

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace qd::simulation {

/// Watches an exchange from outside and says when something cannot be: money that does not add up, a loss that nobody
/// paid, funding that made money. One thread.
class Checks {
  public:
    /// After every command, with its events and the state it led to. Counts what happened.
    void see(const Command& command, std::span<const Event> events, const exchange::State& state);
    /// What the exchange was founded with must have been carried out: a refusal is a fault.
    void expectCarriedOut(std::span<const Event> events);
    /// Everything that is too slow for every command; see() does it now and then, and whenever somebody went bankrupt.
    void audit(const exchange::State& state);

    /// The first thing that cannot be. Empty while all is well.
    [[nodiscard]] const std::string& fault() const noexcept { return m_fault; }
    [[nodiscard]] Tally& tally() noexcept { return m_tally; }
    [[nodiscard]] const Tally& tally() const noexcept { return m_tally; }

    /// Accounts of which a pool was liquidated.
    [[nodiscard]] const std::set<AccountId>& liquidated() const noexcept { return m_liquidated; }

  private:
    /// A pool that the backstop took within this command.
    struct Taken {
        AccountId account;
        PoolId pool;
        Int128 worth = 0; ///< before it
        bool otherAssets = false;
    };
    /// Funding of one market's accounts that no event has explained yet.
    struct Funding {
        Int128 sum = 0; ///< received less paid
        std::int64_t positions = 0;
    };
    /// Losses that all positions of a market were told to pay within this command.
    struct Socialised {
        Int128 told = 0;
        Int128 paid = 0;    ///< by accounts
        Int128 outside = 0; ///< the most that the venue behind the market held then, without its sign
    };

    void see(const Event& event, const exchange::State& state);
    void see(const Event& event, const Deleveraged& e, const exchange::State& state);
    void see(const Event& event, const LiquidationStarted& e, const exchange::State& state);
    void see(const Event& event, const LiquidationStepped& e, const exchange::State& state);
    void see(const Event& event, const BankruptcyResolved& e, const exchange::State& state);
    void see(const Event& event, const LiquidationEnded& e, const exchange::State& state);
    void see(const Event& event, const LedgerPosted& e, const exchange::State& state);
    void see(const Event& event, const FundingPaid& e, const exchange::State& state);
    void see(const Event& event, const FundingUpdated& e, const exchange::State& state);
    void see(const Event& event, const PricesChanged& e, const exchange::State& state);
    void see(const Event& event, const auto&, const exchange::State&) { m_books.tell(event); }

    [[nodiscard]] const Taken* taken(AccountId account, PoolId pool) const;
    void take(const exchange::State& state, AccountId account, PoolId pool);
    void conclude(const exchange::State& state);
    void expectSocialised(const exchange::State& state);
    void watchOracles(const exchange::State& state);
    void say(std::string sentence);

    Books m_books;
    Tally m_tally;
    std::vector<Taken> m_taken;
    std::map<MarketId, Funding> m_funding;
    std::map<MarketId, Socialised> m_socialised;
    std::map<MarketId, Int128> m_moved; ///< what losses have moved the funding index of both sides, so far
    bool m_otherHalfFollows = false;    ///< of a Deleveraged
    bool m_bankruptcy = false;          ///< somebody went bankrupt in this command
    std::set<AccountId> m_liquidated;
    std::set<MarketId> m_crashing;
    std::vector<std::optional<OracleStatus>> m_oracles; ///< when they were last looked at
    Int128 m_insurance = 0;                             ///< what the fund should own
    std::string m_fault;
};

} // namespace qd::simulation
