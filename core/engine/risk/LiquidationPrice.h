#pragma once

#include "core/engine/risk/Exposure.h"

#include <cstddef>
#include <optional>

/// Where an account's positions end. Source: spec/perps.md §3.9. Any thread.
namespace qd::risk {

/// §3.9 with everything else held constant: the price of positions[index]'s market at which the pool's maintenance
/// requirement meets its collateral; falling into liquidation rounds up, rising down (the last solvent unit of 1e-6).
/// Deposits of an asset with the market's own oracle move with it. Resting orders of the same market count with their
/// worst case. Empty when there is none up to the market's highest price, base is 0, or the market is in settlement.
[[nodiscard]] MathResult<std::optional<Price>> liquidationPrice(const AccountExposure& account, std::size_t index);

/// The same with nothing required: the price at which the pool's collateral is used up.
[[nodiscard]] MathResult<std::optional<Price>> bankruptcyPrice(const AccountExposure& account, std::size_t index);

/// A deposit of the asset a market trades.
struct SameAsset {
    Quantity amount; ///< 1e-9
    Ratio weight;    ///< maintenance
};
/// The closed form itself: n = collateral + otherUpnl - otherMaintenance + deduction + quote of the position (1e-6),
/// without the deposit of the same asset; worstBase is signed as base and equals it when no orders rest; maintenance in
/// ppm. Empty when there is none; 0 when it rounds down to that.
[[nodiscard]] MathResult<std::optional<Price>> liquidationPriceOf(Checked n, Quantity base, Quantity worstBase,
                                                                  Rate maintenance, const SameAsset& same = {});

} // namespace qd::risk
