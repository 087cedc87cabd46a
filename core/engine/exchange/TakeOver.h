#pragma once

#include "core/domain/Commands.h"
#include "core/engine/exchange/Emitter.h"
#include "core/engine/exchange/Liquidation.h"
#include "core/engine/exchange/State.h"

/// Positions that change hands outside the book. Source: spec/perps.md §3.11 (3), 3.12.
namespace qd::exchange {

/// A liquidator takes over part of a position at the index less its fee, or RequestRejected and nothing changed.
void liquidate(State& state, Emitter& emitter, const Liquidate& command);

/// Size whose closing frees `shortage`, up to step, at most |base|; empty on overflow.
[[nodiscard]] std::optional<Quantity> coveringSize(const MarketState& market, Quantity base, Money shortage,
                                                   Rate liquidatorFee, Rate insuranceFee);
/// §3.12: quote the pool must at least receive (negative: may pay at most) for closing `size` of a position of
/// `before`.
[[nodiscard]] std::optional<Money> bankruptcyValueOf(const MarketState& market, const liquidation::PoolTotals& pool,
                                                     Quantity before, Quantity size);
/// base * price, toward minus infinity.
[[nodiscard]] Money signedNotional(Quantity base, Price price);
/// The maintenance requirement of a bare position, at the index.
[[nodiscard]] std::optional<Money> maintenanceOf(const MarketState& market, Quantity base);

} // namespace qd::exchange
