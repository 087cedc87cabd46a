#pragma once

#include "core/domain/Commands.h"
#include "core/engine/exchange/Emitter.h"
#include "core/engine/exchange/State.h"

/// Paper trading against the book of an outside venue. The model, also shown to the user as PAPER:
/// - an incoming order takes what is displayed, each displayed lot once until the venue tells the level anew;
/// - a resting order waits behind the quantity displayed when it joined; prints at its price shorten that queue first
/// and
///   fill the order with what is left of them; a level that shrinks below the queue shortens it to what is displayed;
/// - a print beyond its price, or displayed quantity on the other side at or beyond it, fills it at its own price;
/// - a fill never appears on the venue's tape.
namespace qd::exchange {

void updateDepth(State& state, Emitter& emitter, const UpdateDepth& command);
void printTrade(State& state, Emitter& emitter, const PrintTrade& command);

} // namespace qd::exchange
