#pragma once

#include "core/domain/Commands.h"
#include "core/engine/exchange/Emitter.h"
#include "core/engine/exchange/State.h"

/// The insurance fund: its stakers, and what markets pay into it and take from it. A market owes it what liquidations
/// brought until losses have been settled in cash. Source: spec/perps.md §3.12, 3.13.
namespace qd::exchange {

// Each applies one command, or emits RequestRejected and changes nothing.
void stakeInsurance(State& state, Emitter& emitter, const StakeInsurance& command);
void requestUnstake(State& state, Emitter& emitter, const RequestUnstake& command);
void unstake(State& state, Emitter& emitter, const Unstake& command);
void settleRevenue(State& state, Emitter& emitter, const SettleRevenue& command);

/// The position's account pays `amount` (> 0) to the fund. Returns what it paid.
[[nodiscard]] Money payToInsurance(State& state, Emitter& emitter, MarketState& market, PositionState& position,
                                   Money amount);
/// The fund pays up to `amount` (>= 0) into the position, within what it has and the market's limits. Returns what it
/// paid.
[[nodiscard]] Money payFromInsurance(State& state, Emitter& emitter, MarketState& market, PositionState& position,
                                     Money amount);
/// What the fund could pay for the market now.
[[nodiscard]] Money insurancePayable(const State& state, const MarketState& market);

/// Cash has come into the market's pool of settled losses: the fund gets what it is owed.
void collectInsurance(State& state, Emitter& emitter, MarketState& market);

} // namespace qd::exchange
