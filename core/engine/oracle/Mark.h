#pragma once

#include "core/engine/oracle/Validity.h"

#include <cstdint>
#include <optional>

/// The mark price and the trigger price as formulas. Pure functions, any thread. Source: spec/perps.md §5.2.
namespace qd::oracle {

/// What a mark price is made of; empty where there is nothing.
struct MarkInputs {
    std::optional<Price> basis;       ///< index + 150-second average of (mid - index)
    std::optional<Price> book;        ///< bookMedian
    std::optional<Price> external;    ///< median of other venues' perpetuals
    std::optional<Price> bookAverage; ///< 30-second average of `book`; asked only when two of the others are there
};
/// Their median, before the tier's band; of two the mean, rounded down. Empty when nothing is there.
[[nodiscard]] std::optional<Price> markPrice(const MarkInputs& inputs) noexcept;

/// Median of best bid, best ask and last trade (0 = none; then the mean of the two, rounded down).
[[nodiscard]] Price bookMedian(Price bid, Price ask, Price lastTrade) noexcept;
/// The mark kept within markBand(tier) of the index (> 0); the band's width is rounded down.
[[nodiscard]] Price clampedMark(Price mark, Price index, MarketTier tier) noexcept;
/// §5.3: is a level of the book near enough to the index to count, at most 15 % away?
[[nodiscard]] bool withinBookBand(Price level, Price index) noexcept;

/// What the price that fires triggers is made of where there is no book.
struct TriggerInputs {
    Price oracle;
    std::int64_t lastRate = 0;   ///< funding of the last hour, quote 1e-9 per base
    Price lastFundingTwap;       ///< the oracle's average then
    std::int64_t elapsed = 0;    ///< seconds since then, >= 0
    std::int64_t period = 3'600; ///< seconds, > 0
    Price markTwap5;
    Price oracleTwap5;
    Price lastFill; ///< 0 = none: the oracle
};
/// oracle * (lastRate * 1e6 / lastFundingTwap * 24 - 200'000) / 1e6 * (period - elapsed) / period / 1000, truncated in
/// this order; elapsed counts at most a period. 0 when there was no average. Errors: Overflow, DivideByZero.
[[nodiscard]] MathResult<std::int64_t> fundingBasis(const TriggerInputs& inputs);
/// Median of the last fill, oracle + (markTwap5 - oracleTwap5) and oracle + fundingBasis, kept within oracle / divisor
/// of the oracle (triggerDivisor of its tier). Errors: Overflow, DivideByZero.
[[nodiscard]] MathResult<Price> triggerPrice(const TriggerInputs& inputs, std::int64_t divisor);
/// The last step of it alone. oracle > 0, divisor > 0. Errors: Overflow.
[[nodiscard]] MathResult<Price> clampedTrigger(Price oracle, Price median, std::int64_t divisor);

} // namespace qd::oracle
