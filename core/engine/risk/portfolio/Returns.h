#pragma once

#include "core/base/Time.h"
#include "core/engine/risk/portfolio/Statistics.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

/// Returns of an account and what is said of them. Source: spec/perps.md §6.1; the definitions are empyrical's. Lean's
/// differ: its Sortino divides by the deviation of the negative returns only, its annual return is (1 + mean)^A - 1.
/// Everything is empty for fewer than 2 samples or when its divisor is 0. A return below -1 counts as -1: more than
/// everything cannot be lost. Any thread.
namespace qd::portfolio {

/// A valuation of an account. Valuations stand in the order of time, one with every transfer among them.
struct EquityPoint {
    UnixNanos at;
    Money equity;   ///< before `transfer`
    Money transfer; ///< deposited (> 0) or withdrawn (< 0) right after it; 0 = none
};

/// The sample of a midnight is the last valuation up to it and younger than this.
inline constexpr std::int64_t kSampleAge = 5 * kNanosPerMinute;

struct DailyReturns {
    std::int64_t firstDay =
        0; ///< returns[0] ends with the beginning of this day, counted from 1970-01-01 UTC; 0 without samples
    std::vector<Sample> returns; ///< one a day without holes in time
};
/// Time-weighted returns between samples at 00:00 UTC: transfers divide a day into parts whose growth is multiplied. A
/// day whose sample is missing is empty and the next sample's return covers it too; so is a return on a base <= 0.
[[nodiscard]] DailyReturns dailyReturns(std::span<const EquityPoint> curve);

struct PerformanceTerms {
    double periodsPerYear = 365;
    double riskFree = 0;          ///< a period
    double minimumAcceptable = 0; ///< a period
};

/// Mean and sample deviation (n - 1) of a period's return.
[[nodiscard]] std::optional<double> meanReturn(Series returns);
[[nodiscard]] std::optional<double> returnDeviation(Series returns);
/// deviation * sqrt(A), and its square.
[[nodiscard]] std::optional<double> annualVolatility(Series returns, double periodsPerYear);
[[nodiscard]] std::optional<double> annualVariance(Series returns, double periodsPerYear);
/// mean(r - rf) / deviation * sqrt(A).
[[nodiscard]] std::optional<double> sharpeRatio(Series returns, const PerformanceTerms& terms);
/// sqrt(mean(min(0, r - MAR)^2)) * sqrt(A), over all samples.
[[nodiscard]] std::optional<double> downsideRisk(Series returns, const PerformanceTerms& terms);
/// mean(r - MAR) * A / downside.
[[nodiscard]] std::optional<double> sortinoRatio(Series returns, const PerformanceTerms& terms);
/// prod(1 + r)^(A / n) - 1; n counts missing samples too.
[[nodiscard]] std::optional<double> annualReturn(Series returns, double periodsPerYear);
/// Deepest value / highest value before it - 1, in [-1, 0]; the series starts at its highest.
[[nodiscard]] std::optional<double> maxDrawdown(Series returns);
/// annual return / |max drawdown|.
[[nodiscard]] std::optional<double> calmarRatio(Series returns, double periodsPerYear);

/// Value of 1.0 invested before the first return, then after each; one element more than there are returns. A missing
/// sample repeats the value.
[[nodiscard]] std::vector<double> wealthIndex(Series returns);
/// The longest span, in samples, from a peak to the first value that is as high; drawdowns without one do not count.
[[nodiscard]] std::optional<std::size_t> recoveryDays(std::span<const double> values);

/// All of it. Ratios and returns: 1.0 = 100 %.
struct Performance {
    std::size_t samples = 0; ///< present
    std::size_t missing = 0;
    std::optional<double> totalReturn; ///< prod(1 + r) - 1
    std::optional<double> mean;
    std::optional<double> deviation;
    std::optional<double> volatility; ///< a year
    std::optional<double> sharpe;
    std::optional<double> downside; ///< a year
    std::optional<double> sortino;
    std::optional<double> annual;
    std::optional<double> maxDrawdown;
    std::optional<double> calmar;
    std::optional<std::size_t> recoveryDays; ///< of the wealth index
};
[[nodiscard]] Performance performanceOf(Series returns, const PerformanceTerms& terms);

} // namespace qd::portfolio
