#pragma once

#include "core/domain/Order.h"
#include "core/engine/risk/Weights.h"

/// What prices allow an order to do. Source: spec/perps.md §3.8, 4.2, 4.7. Any thread.
namespace qd::risk {

/// §3.8: may this order enlarge the position's worst case? openBids >= 0, openAsks <= 0.
[[nodiscard]] bool isRiskIncreasing(Side side, bool reduceOnly, Quantity size, Quantity base, Quantity openBids,
                                    Quantity openAsks);
/// §4.7: is the limit on the wrong side of the index by `band` or more? Always without an index.
[[nodiscard]] bool limitBreachesBand(Side side, Price limit, Price index, Ratio band);
/// §4.7: |fill - index| < band and |fill - twap5| < twapBand. Never without index and average.
[[nodiscard]] bool fillInBand(Price fill, Price index, Ratio band, Price twap5, Rate twapBand);
/// §4.2: a market order's worst price before the band: index +- slippage, kept inside the band of limitBreachesBand.
[[nodiscard]] MathResult<Price> protectiveLimit(Side side, Price index, Rate slippage, Ratio band);

} // namespace qd::risk
