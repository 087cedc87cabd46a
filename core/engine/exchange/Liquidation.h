#pragma once

#include "core/engine/exchange/Emitter.h"
#include "core/engine/exchange/Pools.h"
#include "core/engine/exchange/State.h"
#include "core/engine/liquidation/Shortage.h"

#include <optional>

/// Pools that fall below their maintenance margin, from the first warning to the last debt. Source: spec/perps.md §3.11
/// to 3.15. Steps of one pool, in order: its orders are cancelled, positions go to the book, liquidators may take over
/// (a command of theirs), the backstop takes what is left, and a debt that remains is covered.
namespace qd::exchange {

/// Looks at every pool that is exposed to a market, by account; liquidates those that must be.
void sweepMarket(State& state, Emitter& emitter, MarketState& market);
/// Looks at the cross pool of every account that holds an asset priced by this oracle.
void sweepDepositors(State& state, Emitter& emitter, OracleId oracle);
/// The same for the pools of one account.
void checkPools(State& state, Emitter& emitter, AccountState& account);

/// One pool at this moment, at indexes and marks that are good enough to liquidate by.
struct PoolView {
    risk::MarginTotals maintenance; ///< plain prices
    Money equity;                   ///< unweighted
};
[[nodiscard]] std::optional<PoolView> viewOf(const State& state, const AccountState& account, PoolId pool);
/// §3.11: max(0, MR' - TC'), with the buffers.
[[nodiscard]] std::optional<Money> shortageOf(const State& state, const AccountState& account, PoolId pool);
/// The same as it will be when a liquidation has cancelled the orders it cancels first.
[[nodiscard]] std::optional<Money> shortageWithoutOrders(const State& state, const AccountState& account, PoolId pool);
/// What bankruptcy and fillable prices are measured by: equity (TNC) and requirement of the bare positions (TMMR), both
/// at the indexes.
[[nodiscard]] std::optional<liquidation::PoolTotals> indexTotalsOf(const State& state, const AccountState& account,
                                                                   PoolId pool);

/// Adds to the margin freed since the liquidation began what the shortage has shrunk from `before`.
void countFreed(const State& state, AccountState& account, PoolId pool, Money before);

/// None, or why no position of the pool may be liquidated now: a market that is paused or whose index cannot be relied
/// on, or deposits of which the same is true and that may be worth what the pool lacks.
[[nodiscard]] RejectCode liquidationRefusal(const State& state, const AccountState& account, PoolId pool);

/// Step 1: marks the pool, cancels what may open positions (everything in an isolated pool), tells.
void startLiquidation(State& state, Emitter& emitter, AccountState& account, PoolId pool, const PoolView& view);
/// Clears the marks and tells.
void endLiquidation(Emitter& emitter, AccountState& account, PoolId pool, LiquidationEnd end);

} // namespace qd::exchange
