#pragma once

#include "core/domain/Units.h"

#include <algorithm>
#include <array>
#include <cstddef>

/// What a master account pays after its volume of the last 30 days. Source: spec/perps.md §2.1, 4.9; the table is our
/// choice. Any thread.
namespace qd::ledger {

struct FeeTier {
    Money volume; ///< of 30 days, all markets: from here on
    Ratio share;  ///< of the market's taker fee
};
inline constexpr std::array<FeeTier, 6> kFeeTiers{{
    {Money(0), Ratio(10'000)},
    {Money::of(2'000'000), Ratio(9'000)},
    {Money::of(10'000'000), Ratio(8'500)},
    {Money::of(20'000'000), Ratio(8'000)},
    {Money::of(80'000'000), Ratio(7'000)},
    {Money::of(200'000'000), Ratio(6'000)},
}};

/// Index into kFeeTiers of the highest tier the volume reaches; 0 for any smaller one.
[[nodiscard]] constexpr std::size_t feeTierOf(Money volume) noexcept {
    std::size_t tier = 0;
    while (tier + 1 < kFeeTiers.size() && volume >= kFeeTiers[tier + 1].volume) ++tier;
    return tier;
}

/// §4.9: the taker's rate: the tier's share of the market's, truncated as all rates are, twice that above 50x; never
/// below the rebate the maker gets, so that the market does not pay. Rates at most 100 %, tier < kFeeTiers.size().
[[nodiscard]] constexpr Rate takerRate(Rate market, Rate makerRebate, std::size_t tier, bool highLeverage) noexcept {
    const std::int64_t tiered = market.raw() * kFeeTiers[tier].share.raw() / Ratio::kScale;
    return Rate(std::max(highLeverage ? 2 * tiered : tiered, makerRebate.raw()));
}

/// High leverage of the fees: a requirement below 2 % of the notional, more than 50x.
[[nodiscard]] constexpr bool isHighLeverage(Ratio initialMargin) noexcept { return initialMargin.raw() < 200; }

} // namespace qd::ledger
