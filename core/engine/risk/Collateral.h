#pragma once

#include "core/engine/risk/Exposure.h"

/// What deposits count for. Source: spec/perps.md §2.4, 2.5. Any thread.
namespace qd::risk {

/// floor(amount * price / 10^decimals): what an account owns. decimals 0 to 18.
[[nodiscard]] MathResult<Money> assetValue(Amount amount, Price price, int decimals);
/// ceil(owed * price / 10^decimals): what it owes.
[[nodiscard]] MathResult<Money> liabilityValue(Amount owed, Price price, int decimals);
/// floor(value * weight): what an asset counts for.
[[nodiscard]] MathResult<Money> weightedAsset(Money value, Ratio weight);
/// ceil(value * weight): what a liability asks for.
[[nodiscard]] MathResult<Money> weightedLiability(Money value, Ratio weight);

/// §2.4: weight of this deposit: its kind's, for Initial scaled by everybody's deposits, then shrunk by its own size.
/// Of a liability: its kind's, grown with its size.
[[nodiscard]] MathResult<Ratio> collateralWeight(const CollateralExposure& deposit, MarginKind kind);

} // namespace qd::risk
