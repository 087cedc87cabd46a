#pragma once

#include "core/domain/Commands.h"
#include "core/engine/exchange/Emitter.h"
#include "core/engine/exchange/State.h"

/// Prices from outside and all that follows from them, in this order: the oracle, the marks of its markets, triggers,
/// floating orders, liquidations. Source: spec/perps.md §5.
namespace qd::exchange {

// Each applies one command, or emits RequestRejected and changes nothing.
void reportPrice(State& state, Emitter& emitter, const ReportPrice& command);
void setPrices(State& state, Emitter& emitter, const SetPrices& command);
void resetBreaker(State& state, Emitter& emitter, const ResetBreaker& command);

/// What time alone does to every oracle: a silent one fails over or trips its breaker.
void advanceOracles(State& state, Emitter& emitter);
/// An hour has passed since a breaker tripped, if it is still for the trip of an hour before `due`.
void checkBreaker(State& state, Emitter& emitter, OracleId id, UnixNanos due);

/// A market's premium is due to be sampled, and after an hour its funding to be charged.
void stepFunding(State& state, Emitter& emitter, MarketState& market);

/// Moves the funding indexes and makes every position pay: `longs` and `shorts` are added to the indexes of the sides.
/// What the rounding leaves goes to the fee pool. False, and nothing changed, when a balance does not fit 64 bits.
[[nodiscard]] bool chargeFunding(State& state, Emitter& emitter, MarketState& market, FundingIndex longs,
                                 FundingIndex shorts);

} // namespace qd::exchange
