#pragma once

#include "core/base/Checked.h"
#include "core/domain/Book.h"
#include "core/domain/Units.h"

#include <expected>
#include <optional>
#include <span>

/// How far a book stands from the index. Pure functions, any thread. Source: spec/perps.md §5.4.
namespace qd::funding {

template<class T>
using MathResult = std::expected<T, MathError>;

/// Average price of taking `depth` (> 0) of base from the best level on, rounded down; empty when the levels (prices
/// and sizes > 0, levels[0] is best) hold less. Errors: Overflow.
[[nodiscard]] MathResult<std::optional<Price>> impactPrice(std::span<const BookLevel> levels, Quantity depth);

struct PremiumInputs {
    std::span<const BookLevel> bids; ///< bids[0] is best; prices and sizes > 0
    std::span<const BookLevel> asks; ///< asks[0] is best; the same
    Price index;                     ///< > 0
    Money impactNotional;            ///< >= 0; 0 = the best price counts
    Rate maxPremium;                 ///< >= 0
};
/// What selling impactNotional to the bids brings above the index, or buying it from the asks costs below it, as a part
/// of the index, toward zero, at most maxPremium either way; 0 when neither, or when the side holds less than
/// impactNotional. The base it takes is rounded up to a unit. Errors: Overflow, DivideByZero.
[[nodiscard]] MathResult<Rate> premium(const PremiumInputs& inputs);

} // namespace qd::funding
