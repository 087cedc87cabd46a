#pragma once

#include "core/domain/Asset.h"
#include "core/domain/Market.h"

#include <cstdint>

/// Which parameters a market or an asset may have so that margin and liquidation can work. Source: spec/perps.md §2.4,
/// 3.1, 3.3, 3.4. Any thread.
namespace qd::risk {

/// The first condition that parameters break.
enum class ParameterFault : std::uint8_t {
    None,
    MaintenanceMargin, ///< > 0
    InitialMargin,     ///< > maintenance, 1 % to 100 %
    Imf,               ///< >= 0
    GainWeights,       ///< 0 to 1, initial <= maintenance; imf and cap >= 0
    LiquidatorFee,     ///< 0 <= fee <= 0.8 * maintenance, and at most the largest fee, which is at most maintenance
    LiquidationFees,  ///< fees * (1 + buffer) < maintenance + buffer, at the least and at the largest liquidator's fee:
                      ///< else liquidation cannot restore health
    BookInsuranceFee, ///< 0 to 100 %
    TierTable,        ///< 1 to 8 from a notional of 0, notional rising, leverage falling, 1 to 10'000
    TierMargin,       ///< the first tier asks for no less than the market's own ratios, which bands are made of
    OpenInterest,     ///< lower >= 0, upper 0 or > lower; limits >= 0
    Funding,          ///< premium and impact notional >= 0
    AssetWeights,     ///< 0 <= initial <= maintenance <= 1
    LiabilityWeights, ///< 1 <= maintenance <= initial
    AssetLimits,      ///< decimals 0 to 12; imf, start and cap >= 0; the start not above a cap
    QuoteAsset,       ///< the quote currency counts in full and has the decimals of money
};

[[nodiscard]] ParameterFault acceptableRisk(const MarketParams& market);
[[nodiscard]] ParameterFault acceptableRisk(const AssetParams& asset);

} // namespace qd::risk
