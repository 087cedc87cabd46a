#pragma once

#include "core/engine/exchange/Emitter.h"
#include "core/engine/exchange/Liquidation.h"
#include "core/engine/exchange/State.h"

#include <vector>

/// The end of a pool that nobody rescued. Source: spec/perps.md §3.11 (4, 5), 3.13, 3.14.
namespace qd::exchange {

/// The pool has fallen below two thirds of its maintenance margin. The backstop takes all of it when it can carry it
/// and what the pool lacks is covered by the market's fees and the insurance fund; a lacking pool that is not covered
/// is closed against the most profitable positions of the other side at its bankruptcy price; what is left of a debt
/// then is paid by everybody through the funding index.
void resolvePool(State& state, Emitter& emitter, AccountState& account, PoolId pool, const PoolView& view);

/// How near each position of one side is to being reduced: 5 = first. 0 = no position, or no equity.
struct DeleverageRank {
    AccountId account;
    int quintile = 0;
};
[[nodiscard]] std::vector<DeleverageRank> deleverageRanks(const State& state, const MarketState& market, Side held);

} // namespace qd::exchange
