#pragma once

#include "core/domain/Asset.h"
#include "core/domain/Market.h"

#include <optional>
#include <string_view>

/// What an embedded venue asks for: margins of its markets and weights of its collateral. Values, any thread.
namespace qd::feed {

/// Margin, tier and liquidation fees by the market's base asset. BTC, ETH, SOL: up to 100x, falling in tiers of the
/// notional (spec/perps.md §3.3). Others: 20x, from a notional of a million dollars at `reference` on growing with the
/// size (§3.2).
void setMarginTerms(MarketParams& market, Price reference);

/// Weights and limits of a collateral asset, without ids. Empty: the venue does not take it. Source: spec/perps.md
/// §2.4.
[[nodiscard]] std::optional<AssetParams> collateralTerms(std::string_view symbol);

/// A price source for "SOL": "SOL/USD". Stable coins may be silent three times as long.
[[nodiscard]] OracleParams oracleTerms(OracleId id, std::string_view asset, MarketTier tier, bool stableCoin = false);

} // namespace qd::feed
