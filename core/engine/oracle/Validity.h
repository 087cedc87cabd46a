#pragma once

#include "core/base/Checked.h"
#include "core/domain/Oracle.h"

#include <cstdint>
#include <expected>

/// What an outside price is worth and what it may be used for. Pure functions, any thread. Source: spec/perps.md §5.1.
namespace qd::oracle {

template<class T>
using MathResult = std::expected<T, MathError>;

/// A price of one source as it looks at one moment.
struct Reading {
    Price price;
    Price confidence;         ///< half width, >= 0
    std::int64_t delayMs = 0; ///< since it was published, >= 0
    bool enoughPublishers = true;
    Price average; ///< 5 minutes; the price itself while there is none
};

/// The first of the states that matches, in the order of severity. More delay or a wider confidence never gives a
/// better state. Stable coins may be three times as late.
[[nodiscard]] OracleStatus validity(const Reading& reading, const OracleParams& params) noexcept;

/// The table of §5.1. A state that is better than an allowed one is allowed too.
[[nodiscard]] bool allowed(OracleStatus status, PriceUse use) noexcept;

/// value * 10^(exponent + 6) in units of Price, 1e-6. Prices are rounded toward zero, confidences up.
/// Example: (15'012'345'678, -8, Round::Zero) = 150.123456. Errors: Overflow.
[[nodiscard]] MathResult<Price> normalised(std::int64_t value, int exponent, Round round) noexcept;

/// trunc((other - average) * 1e6 / other). Errors: DivideByZero, Overflow.
[[nodiscard]] MathResult<Rate> divergence(Price other, Price average) noexcept;
/// §5.4: is |divergence| > max(maxDivergence, 10 %)? Also when it cannot be told.
[[nodiscard]] bool markTooDivergent(Price mark, Price twap5, Rate maxDivergence) noexcept;
/// §3.11, 4.7: is floor(|price - average| * 1e6 / |average|) >= maxDivergence? Also when there is no average.
[[nodiscard]] bool averageDivergent(Price price, Price average, Rate maxDivergence) noexcept;
/// §5.1: do two sources differ by more than this part of the lower one? Both > 0.
[[nodiscard]] bool apart(Price a, Price b, Rate maxSpread) noexcept;

} // namespace qd::oracle
