#pragma once

#include "core/domain/Oracle.h"

#include <cstdint>

/// What a tier is trusted with, in one place. Source: spec/perps.md §5.1 to 5.4.
namespace qd::oracle {

/// §5.1: the largest confidence counts this many times.
[[nodiscard]] constexpr std::int64_t confidenceFactor(MarketTier tier) noexcept {
    switch (tier) {
    case MarketTier::A:
    case MarketTier::B: return 1;
    case MarketTier::C: return 2;
    case MarketTier::Speculative: return 10;
    case MarketTier::HighlySpeculative:
    case MarketTier::Isolated: break;
    }
    return 50;
}

/// §5.3: a new price counts in an average at most 1/this beside the old average.
[[nodiscard]] constexpr std::int64_t averageInputDivisor(MarketTier tier) noexcept {
    switch (tier) {
    case MarketTier::A: return 10;
    case MarketTier::B: return 5;
    case MarketTier::C: return 2;
    case MarketTier::Speculative:
    case MarketTier::HighlySpeculative:
    case MarketTier::Isolated: break;
    }
    return 3;
}

/// One of three numbers: for the tiers A and B, for C, and for the others.
[[nodiscard]] constexpr std::int64_t byTier(MarketTier tier, std::int64_t major, std::int64_t c,
                                            std::int64_t other) noexcept {
    if (tier == MarketTier::A || tier == MarketTier::B) return major;
    return tier == MarketTier::C ? c : other;
}

/// §5.2: the mark stays within this part of the index.
[[nodiscard]] constexpr Rate markBand(MarketTier tier) noexcept { return Rate(byTier(tier, 30'000, 50'000, 100'000)); }
/// §5.2: the trigger price without a book stays within 1/this of the oracle.
[[nodiscard]] constexpr std::int64_t triggerDivisor(MarketTier tier) noexcept { return byTier(tier, 500, 100, 40); }
/// §5.4: the spread of the TWAP model of funding stays within 1/this of the oracle's average.
[[nodiscard]] constexpr std::int64_t fundingDivisor(MarketTier tier) noexcept { return byTier(tier, 33, 20, 10); }

} // namespace qd::oracle
