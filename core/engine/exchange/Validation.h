#pragma once

#include "core/domain/Commands.h"
#include "core/engine/exchange/State.h"

namespace qd::exchange {

/// What an order is judged beside.
struct Surroundings {
    const PositionState* position = nullptr; ///< null when the account has none in the market
    const OrderTerms* entry = nullptr;       ///< of the bracket whose exit it is; null = it is none
};
/// The rules of spec/perps.md §4.8 that need no book, in its order; and that the index is good enough to match by. None
/// = all passed.
[[nodiscard]] RejectCode validateTerms(const State& state, const MarketState& market, const Surroundings& beside,
                                       const OrderTerms& terms);

/// Size and price of an order that exists already and is to be amended.
[[nodiscard]] RejectCode validateAmend(const State& state, const MarketState& market, const OrderTerms& terms,
                                       Quantity filled);
/// Is the index good enough to make prices of it that float?
[[nodiscard]] bool floatsNow(const State& state, const MarketState& market);
/// Is a limit's price within the bands of now?
[[nodiscard]] bool priceFits(const MarketState& market, const OrderTerms& terms);

/// Inclusive range of ticks in which fills may happen now (§4.7).
struct FillBand {
    book::Tick low = 0;
    book::Tick high = 0;
};
[[nodiscard]] FillBand fillBandOf(const MarketState& market);

/// Parameters with which something may be created. Source: spec/perps.md §1.1, 2.4, 3.1, 5.1.
[[nodiscard]] bool acceptable(const MarketParams& params);
[[nodiscard]] bool acceptable(const AssetParams& params);
[[nodiscard]] bool acceptable(const OracleParams& params);
/// Prices that may stand in such a market; those of a message may be missing.
[[nodiscard]] bool acceptable(const MarketParams& market, const MarketPrices& prices);
[[nodiscard]] bool acceptable(const MarketParams& market, const SetPrices& prices);

} // namespace qd::exchange
