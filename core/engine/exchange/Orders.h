#pragma once

#include "core/domain/Commands.h"
#include "core/engine/exchange/Emitter.h"
#include "core/engine/exchange/State.h"

namespace qd::exchange {

// Each applies one command, or emits RequestRejected and changes nothing. Source: spec/perps.md §4.
void placeOrder(State& state, Emitter& emitter, const PlaceOrder& command);
void placeOrders(State& state, Emitter& emitter, const PlaceOrders& command);
void cancelOrder(State& state, Emitter& emitter, const CancelOrder& command);
void cancelAll(State& state, Emitter& emitter, const CancelAll& command);
void amendOrder(State& state, Emitter& emitter, const AmendOrder& command);

} // namespace qd::exchange
