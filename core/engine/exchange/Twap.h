#pragma once

#include "core/domain/Commands.h"
#include "core/engine/exchange/Emitter.h"
#include "core/engine/exchange/State.h"

/// Large orders cut over time, and orders in auction. Source: spec/perps.md §4.2, 4.10.
namespace qd::exchange {

/// The next child of a TWAP is due: sends it as an immediate-or-cancel order near the mark, and plans the one after it.
/// Skipped while it is paused, the market takes no orders, or the index is not valid. Ends the TWAP after its time.
void sendTwapChild(State& state, Emitter& emitter, AccountState& account, OrderId order);
void pauseTwap(State& state, Emitter& emitter, const PauseTwap& command);

/// Puts an order into its auction, with the bounds of §4.10 if it did not bring its own. Those of an order that floats
/// with the index are distances from it.
void startAuction(State& state, Emitter& emitter, const MarketState& market, AccountState& account, Order& order);
/// An order's auction is over: what is left of it goes to the book.
void endAuction(State& state, Emitter& emitter, AccountState& account, OrderId order);
void fillAuction(State& state, Emitter& emitter, const FillAuction& command);

/// The oracle of a market moved: orders whose price follows it move with it, and meet what they now cross.
void moveFloating(State& state, Emitter& emitter, MarketState& market);

} // namespace qd::exchange
