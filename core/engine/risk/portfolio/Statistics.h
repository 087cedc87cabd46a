#pragma once

#include "core/domain/Units.h"

#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <vector>

/// Statistics of series in double, and the way back from them to money. Undefined is empty, never 0, infinite or not a
/// number. Functions of their arguments, any thread. Source: spec/perps.md §6.
namespace qd::portfolio {

template<class T>
using MathResult = std::expected<T, MathError>;

/// One value a period, oldest first; empty = missing. A value that is not finite counts as missing.
using Sample = std::optional<double>;
using Series = std::span<const Sample>;

/// The samples that are there, in order.
[[nodiscard]] std::vector<double> presentSamples(Series series);
/// Empty when not finite.
[[nodiscard]] std::optional<double> finiteOrNone(double value);

/// Empty for no values.
[[nodiscard]] std::optional<double> meanOf(std::span<const double> values);
/// Of a sample (n - 1); exactly 0 when all values are equal. Empty for fewer than 2 values.
[[nodiscard]] std::optional<double> standardDeviation(std::span<const double> values);

/// Linear interpolation at `position` in [0, n - 1] of ascending values; outside it is the nearest end. Empty for none.
[[nodiscard]] std::optional<double> interpolated(std::span<const double> ascending, double position);
/// The percentile at `cutoff` in [0, 1] of values in any order: position (n - 1) * cutoff. Empty for no values.
[[nodiscard]] std::optional<double> percentile(std::span<const double> values, double cutoff);

/// Density of the standard normal distribution.
[[nodiscard]] double normalDensity(double z);
/// z with P(Z <= z) = p, to the precision of double in the nearer tail. Empty unless 0 < p < 1.
[[nodiscard]] std::optional<double> normalQuantile(double p);

/// Money from 1e-6 units in double: a loss (>= 0) rounds up. Errors: Overflow, also when not finite.
[[nodiscard]] MathResult<Money> lossToMoney(double units);
/// The same for what may be gained or lost: rounds down. Errors: Overflow, also when not finite.
[[nodiscard]] MathResult<Money> profitToMoney(double units);

} // namespace qd::portfolio
