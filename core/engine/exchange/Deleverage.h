#pragma once

#include "core/engine/exchange/Emitter.h"
#include "core/engine/exchange/Liquidation.h"
#include "core/engine/exchange/State.h"

#include <vector>

/// Closing a bankrupt pool against the other side. Source: spec/perps.md §3.14.
namespace qd::exchange {

/// Cancels everything the pool has open.
void cancelPool(State& state, Emitter& emitter, AccountState& account, PoolId pool);

/// Is there enough on the other side of everything the pool has open?
[[nodiscard]] bool deleverable(const State& state, AccountState& account, PoolId pool);

/// Closes every position of the pool at its bankruptcy value against the most profitable of the other side, one after
/// the other. True when nothing of the pool is open any more.
[[nodiscard]] bool deleverage(State& state, Emitter& emitter, AccountState& account, PoolId pool);

/// How near each position of one side is to being reduced: 5 = first. 0 = no position, or no equity.
struct DeleverageRank {
    AccountId account;
    int quintile = 0;
};
[[nodiscard]] std::vector<DeleverageRank> deleverageRanks(const State& state, const MarketState& market, Side held);

} // namespace qd::exchange
