#pragma once

#include "core/domain/Order.h"
#include "core/engine/exchange/State.h"

#include <optional>

namespace qd::exchange {

/// The rules of spec/perps.md §4.8 that need no book: flags, size, price, bands, expiry, in its order. None = all
/// passed.
[[nodiscard]] RejectCode validateTerms(const MarketState& market, const PositionState* position,
                                       const OrderTerms& terms, UnixNanos now);

/// Size and price of an order that exists already and is to be amended.
[[nodiscard]] RejectCode validateAmend(const MarketState& market, const OrderTerms& terms, Quantity filled);

/// Inclusive range of ticks in which fills may happen now (§4.7).
struct FillBand {
    book::Tick low = 0;
    book::Tick high = 0;
};
[[nodiscard]] FillBand fillBandOf(const MarketState& market);

/// Parameters a market may be created with. Source: spec/perps.md §1.1, 3.1.
[[nodiscard]] bool acceptable(const MarketParams& params);
/// Prices that may enter such a market.
[[nodiscard]] bool acceptable(const MarketParams& market, const MarketPrices& prices);

} // namespace qd::exchange
