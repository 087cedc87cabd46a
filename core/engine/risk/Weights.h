#pragma once

#include "core/domain/Asset.h"
#include "core/domain/Market.h"
#include "core/domain/Units.h"

#include <cstdint>
#include <expected>

/// Ratios, weights and rates: what a size, a leverage, an open interest or a deposit make of a parameter. Truncated as
/// the formulas show; amounts of money that follow from them name their rounding. Any thread.
namespace qd::risk {

template<class T>
using MathResult = std::expected<T, MathError>;

/// What an account must be good for: opening, having an order filled, not being liquidated. Source: §3.8.
enum class MarginKind : std::uint8_t { Initial, Fill, Maintenance };

/// Which prices value deposits and liabilities. Source: §2.5.
enum class Strictness : std::uint8_t {
    Plain,  ///< the oracle's: liquidation
    Strict, ///< deposits at the lower of oracle and 5-minute average, liabilities at the higher: opening, withdrawing
};

// ---- size

/// §3.2: the ratio grows with size: max(r, r - r/5 + isqrt(10*|size|+1) * imf / 1e7). §2.4: a liability's weight too.
[[nodiscard]] MathResult<Ratio> sizeMarginRatio(Ratio ratio, Rate imf, Quantity size);
/// §2.4: an asset weight shrinks with size (1e-9): min(w, 1.1 * w_full / (1 + isqrt(10*size+1)*imf/1e11)); imf 0 -> w.
[[nodiscard]] MathResult<Ratio> sizeAssetWeight(Ratio weight, Rate imf, Int128 size);
/// §2.4: weight * start / value once `value` (of all deposits together) reaches a start other than 0.
[[nodiscard]] MathResult<Ratio> scaledAssetWeight(Ratio weight, Money start, Money value);

// ---- kinds

/// §3.2: halfway between initial and maintenance, truncated.
[[nodiscard]] Ratio fillRatio(Ratio initial, Ratio maintenance);
/// The ratio of a market for a kind, before size and user leverage.
[[nodiscard]] Ratio ratioOf(const MarketParams& market, MarginKind kind);
/// §2.4: the weights of an asset for a kind, before its size and everybody's deposits.
[[nodiscard]] Ratio assetWeightOf(const AssetParams& asset, MarginKind kind);
[[nodiscard]] Ratio liabilityWeightOf(const AssetParams& asset, MarginKind kind);
/// §3.1: the liquidation buffer of a market, min(2 %, initial - maintenance).
[[nodiscard]] Ratio liquidationBuffer(const MarketParams& market);
/// §3.5: what a leverage >= 1 is stored as, ceil(10'000 / leverage). Errors: DivideByZero.
[[nodiscard]] MathResult<Ratio> leverageRatio(std::uint32_t leverage);

// ---- open interest

/// §3.4: the initial margin grows from `base` at `lower` to 100 % at `upper`; upper 0 = it never grows.
[[nodiscard]] MathResult<Rate> openInterestRate(Rate base, Money lower, Money upper, Money openInterest);
/// §3.4: ceil(notional * rate).
[[nodiscard]] MathResult<Money> rateRequirement(Money notional, Rate rate);

// ---- parts of rates

/// floor(rate * part / 1e6): e.g. maintenance as a part of initial margin (§3.4).
[[nodiscard]] MathResult<Rate> partOf(Rate rate, Rate part);
/// §5.4: the largest funding rate of 8 h, floor(factor * (initial - maintenance) / 1e6).
[[nodiscard]] MathResult<Rate> fundingClamp(Rate factor, Rate initial, Rate maintenance);

} // namespace qd::risk
