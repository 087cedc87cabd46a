#pragma once

#include "core/engine/exchange/Emitter.h"
#include "core/engine/exchange/State.h"

/// Orders that wait for a price, or for the order they belong to. Source: spec/perps.md §4.2, 4.5.
namespace qd::exchange {

/// The price a trigger looks at; 0 = there is none yet.
[[nodiscard]] Price triggerPriceOf(const MarketState& market, TriggerSource source) noexcept;

/// Lets a waiting order's trailing stop follow a price. True when its stop moved.
bool followPrice(Order& order, Price price, Price tick) noexcept;

/// A source's price moved: trailing stops follow it, and orders it has reached fire, the nearest to `before` first.
/// Each is looked at once. Nothing happens while the index is not good enough for triggers or its breaker has tripped.
void evaluateTriggers(State& state, Emitter& emitter, MarketState& market, TriggerSource source, Price before);

/// Sends an order that has left its slot into the book and tells what it is there, or ends it where it cannot go in.
void enterBook(State& state, Emitter& emitter, MarketState& market, AccountState& account, Order& order);

/// What the agenda holds: children that grew go into the book or look at the price they wait for, so do orders that may
/// fire at once, and triggers on the last trade are looked at.
void workAgenda(State& state, Emitter& emitter);

} // namespace qd::exchange
