#pragma once

#include "core/engine/exchange/Emitter.h"
#include "core/engine/exchange/State.h"

namespace qd::exchange {

/// Does everything that was due at or before now, in the order of times. Source: the chapters of what is due.
void runTimers(State& state, Emitter& emitter);

/// For a state that was read back: whatever will be due follows from what is there.
void scheduleAll(State& state);

} // namespace qd::exchange
