#pragma once

#include "core/engine/exchange/Emitter.h"
#include "core/engine/exchange/State.h"

/// How an order gets in: the checks of spec/perps.md §4.8 in their order, then its first step.
namespace qd::exchange {

/// Where an order is in a set that is placed together.
struct PlacementContext {
    std::size_t freeSlots = 0;         ///< that are left for this order and those after it
    std::size_t named = 0;             ///< orders of the set before it that have a client id
    const OrderTerms* entry = nullptr; ///< of the bracket whose exit this is: its position comes later; null = no exit
};

/// Everything but margin: market, account, terms, prices, limits. Completes the terms: a market order's protective
/// limit, a floating order's price. The account has a position in the market.
[[nodiscard]] RejectCode checkOrder(State& state, const MarketState& market, AccountState& account,
                                    const PlacementContext& context, OrderTerms& terms);

/// §3.8: may the account open `size` of this order? An order that only reduces needs no sums over the account; others
/// need initial margin with strict prices in their own pool and maintenance margin in every other.
[[nodiscard]] RejectCode checkMargin(const State& state, const MarketState& market, const AccountState& account,
                                     const OrderTerms& terms, Quantity openSize);

/// How an order that is accepted stands to others of its set.
struct Relation {
    std::uint32_t group = 0; ///< 0 = none
    OrderId parent;          ///< 0 = none
    Quantity taken;          ///< what the other order of its group has filled on its way in
};
/// Accepts an order that has passed: gives it its number, tells, and lets it wait, begin its auction or TWAP, or meet
/// the book. Returns what it had filled then.
Quantity acceptOrder(State& state, Emitter& emitter, MarketState& market, AccountState& account,
                     const OrderTerms& terms, const Relation& relation);

/// An order of this kind keeps a slot: it rests, waits, is auctioned or sends children.
[[nodiscard]] bool keepsSlot(const OrderTerms& terms) noexcept;

/// Would a limit order at its price meet the other side now?
[[nodiscard]] bool wouldCross(const MarketState& market, const OrderTerms& terms) noexcept;

} // namespace qd::exchange
