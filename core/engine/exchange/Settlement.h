#pragma once

#include "core/engine/exchange/Emitter.h"
#include "core/engine/exchange/Referrals.h"
#include "core/engine/exchange/State.h"
#include "core/engine/matching/Matching.h"
#include "core/engine/risk/Totals.h"

#include <optional>
#include <vector>

namespace qd::exchange {

/// How much of `side` reduces this position, in base, >= 0.
[[nodiscard]] Quantity reducibleBy(const PositionState& position, Side side) noexcept;

/// Follows a position from `before` to `after` in the market's open interest.
void countOpenInterest(MarketState& market, Quantity before, Quantity after) noexcept;

/// Cancels an account's reduce-only orders in a market that have nothing left to reduce.
void sweepReduceOnlyOf(State& state, Emitter& emitter, AccountState& account, const MarketState& market);

/// Moves money and contracts between two accounts, or an account and the outside venue, one fill at a time: either both
/// sides can carry the fill and it happens completely, or nothing changes. Checks of spec/perps.md §3.8; a fill that
/// only reduces a position is always carried, so that an account below maintenance can get out.
class Settlement {
  public:
    Settlement(State& state, MarketState& market, Emitter& emitter)
        : m_state(state)
        , m_market(market)
        , m_emitter(emitter) {}

    /// One side of a fill.
    struct Party {
        AccountState* account = nullptr;
        PositionState* position = nullptr;
        Side side = Side::Buy;
        LiquidityRole role = LiquidityRole::Taker;
        bool reduceOnly = false;
        const Order* resting = nullptr; ///< its order in the book, which shrinks with the fill
    };
    /// What the fill did to one party, for its event.
    struct Effect {
        Money fee;
        Money realised;
        Money discount; ///< the taker's, for being referred
        Money reward;   ///< of its fee, to the referrer
    };
    struct Applied {
        Quantity size;
        Price price;
        Money quote;
        Effect maker;
        Effect taker;
    };

    /// Fill between two accounts at `price`. Remembers what was applied in last().
    [[nodiscard]] matching::FillVerdict tryFill(Party maker, Party taker, book::Tick price, book::Lots lots);
    /// Fill between an account and the outside venue.
    [[nodiscard]] matching::FillVerdict tryFillOutside(Party party, book::Tick price, book::Lots lots);
    [[nodiscard]] const Applied& last() const noexcept { return m_last; }

    /// Between the two, everything tried is undone at the end.
    void beginPlan();
    void endPlan();

    /// The shown part of a resting order is filled and has left the book: its next part comes to the end of the queue,
    /// or it is finished.
    void exhausted(const book::Resting& maker);

    /// Prints what was applied and tells both halves; their orders are updated first.
    void print(const Party& maker, Order& makerOrder, const Party& taker, Order& takerOrder);
    /// Tells a party's fill; `order` is updated with it first.
    void announce(const Party& party, Order& order, TradeId trade, const Effect& effect);
    /// Cancels reduce-only orders of accounts whose position shrank below them. Call when the book is at rest.
    void sweepReduceOnly();
    [[nodiscard]] MarketState& market() noexcept { return m_market; }

  private:
    struct Undo {
        PositionState* position = nullptr;
        PositionState before;
    };
    /// What a rehearsal has filled of a one-cancels-other group: so much less is left of each of its orders.
    struct PlannedGroup {
        AccountId account;
        std::uint32_t group = 0;
        book::Lots lots = 0;
    };
    [[nodiscard]] std::optional<Effect> apply(const Party& party, Quantity size, Money quote, Money fee);
    /// Of a fill for `quote`.
    [[nodiscard]] ledger::MathResult<ledger::Fees> feesOf(const AccountState& taker, Money quote) const;
    /// The maker's half of m_last. Filled, or why it cannot be and nothing has changed.
    [[nodiscard]] CloseReason make(const Party& maker, const ledger::Fees& fees);
    /// The taker's half, its referrer's reward included. The same.
    [[nodiscard]] CloseReason take(const Party& taker, const ledger::Fees& fees);
    [[nodiscard]] CloseReason unfit(const Party& maker) const;
    [[nodiscard]] book::Lots plannedLeft(const Party& maker, book::Lots lots) const;
    void planGroup(const Party& maker, book::Lots lots);
    [[nodiscard]] bool carries(const Party& party, const PositionState& before);
    [[nodiscard]] const risk::MarginSum& othersOf(const Party& taker);
    void remember(PositionState* position);
    void touch(const Party& party);

    State& m_state;
    MarketState& m_market;
    Emitter& m_emitter;
    Applied m_last;
    /// The taker's pool but for its position here: the fills of one match leave it as it is, but for what a referrer
    /// gets of its cash.
    std::optional<risk::MarginSum> m_takersOthers;
    bool m_planning = false;
    Money m_plannedPool;
    Counterparty m_plannedOutside;
    std::vector<Undo> m_undo;
    std::vector<HandedOn> m_plannedRewards;
    std::vector<PlannedGroup> m_plannedGroups;
    std::vector<AccountState*> m_touched;
};

} // namespace qd::exchange
