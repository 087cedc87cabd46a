#pragma once

#include "core/domain/Oracle.h"
#include "core/engine/funding/Premium.h"

#include <cstdint>
#include <span>

/// Funding as formulas. Rates are computed by truncation, payments round against the account. Pure functions, any
/// thread. Source: spec/perps.md §5.4.
namespace qd::funding {

inline constexpr std::int64_t kPeriodSeconds = 3'600;
/// |rate per hour| is at most 4 %, whatever the margin: 32 % per 8 h.
inline constexpr Rate kLargestRate8h{320'000};

/// Mean of the premiums, toward zero, without the tails: of n samples floor(2 * tail * n) are left out, half of them
/// from the bottom and half from the top, an odd one from the top. Sorts the samples. 0 when none is left.
/// tail: 0 to 500'000.
[[nodiscard]] MathResult<Rate> trimmedMean(std::span<Rate> samples, Rate tail);

/// premium + clamp(interest - premium, +-500 ppm), per 8 h: between the two, so it always fits.
[[nodiscard]] Rate rate8h(Rate premium, Rate interest) noexcept;
/// factor * (initial - maintenance), truncated: how large |rate8h| may be. Errors: Overflow.
[[nodiscard]] MathResult<Rate> marginClamp(Rate factor, Rate initial, Rate maintenance);
/// min(6 * (initial - maintenance), kLargestRate8h) of a market's ratios, initial > maintenance.
[[nodiscard]] Rate largestRate8h(Ratio initial, Ratio maintenance) noexcept;

/// The TWAP model: markTwap - oracleTwap + oracleTwap / offsetDivisor (0 = no offset), kept within oracleTwap /
/// clampDivisor, over the periods of a day: rate per hour, quote 1e-9 per base, truncated. Both averages > 0;
/// periods shorter than an hour count as an hour. Errors: Overflow, DivideByZero.
struct TwapInputs {
    Price markTwap;
    Price oracleTwap;
    std::int64_t clampDivisor = 33; ///< oracle::fundingDivisor of the tier
    std::int64_t offsetDivisor = 5'000;
    std::int64_t period = kPeriodSeconds;
};
[[nodiscard]] MathResult<FundingIndex> twapRate(const TwapInputs& inputs);
/// oracleTwap / clampDivisor, down. Errors: DivideByZero.
[[nodiscard]] MathResult<Price> spreadClamp(Price oracleTwap, std::int64_t clampDivisor);

/// trunc(rate8h * seconds * price * 10^exponent / 28'800): in our units, exponent -3, what one long unit of base pays.
/// Example: 100 ppm for an hour at $100 -> 0.001250000. Errors: Overflow.
[[nodiscard]] MathResult<FundingIndex> indexDelta(Rate rate8h, std::int64_t seconds, Price price, int exponent = -3);
/// floor(-(index - last) * base / 1e12): what an account receives (> 0) or pays. base is signed. Errors: Overflow.
[[nodiscard]] MathResult<Money> payment(FundingIndex index, FundingIndex last, Quantity base);

/// Seconds from `now` until the next update: at the next full period; when the last one came more than a third of a
/// period late, at the one after it. Times are unix seconds, last <= now, period > 0.
[[nodiscard]] std::int64_t wait(std::int64_t now, std::int64_t last, std::int64_t period) noexcept;

} // namespace qd::funding
