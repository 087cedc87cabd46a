#pragma once

#include "core/engine/exchange/Emitter.h"
#include "core/engine/exchange/Liquidation.h"
#include "core/engine/exchange/State.h"

/// The end of a pool that nobody rescued. Source: spec/perps.md §3.11 (4, 5), 3.13.
namespace qd::exchange {

/// The pool has fallen below two thirds of its maintenance margin. The backstop takes all of it when it can carry it
/// and what the pool lacks is covered by the market's fees and the insurance fund; otherwise fees and insurance pay
/// what they can, the pool is closed against the most profitable positions of the other side at the bankruptcy price it
/// then has, and what is left of a debt is paid by everybody through the funding index.
void resolvePool(State& state, Emitter& emitter, AccountState& account, PoolId pool, const PoolView& view);

} // namespace qd::exchange
