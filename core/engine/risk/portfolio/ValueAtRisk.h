#pragma once

#include "core/engine/risk/portfolio/Statistics.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// What the present book may lose: value at risk and expected shortfall (CVaR), historical and parametric. Losses are
/// >= 0 and CVaR >= VaR. Any thread. Source: spec/perps.md §6.2.
namespace qd::portfolio {

/// Level in 1/1000.
enum class Confidence : std::uint16_t { Percent95 = 950, Percent97_5 = 975, Percent99 = 990 };
inline constexpr Confidence kConfidences[] = {Confidence::Percent95, Confidence::Percent97_5, Confidence::Percent99};

enum class Horizon : std::uint8_t {
    Hour,    ///< of hourly returns
    Day,     ///< of daily returns
    TenDays, ///< of daily returns: the day's figures times sqrt(10)
};

inline constexpr std::size_t kReturnWindow = 500;
inline constexpr std::size_t kFewSamples = 100; ///< fewer are marked
inline constexpr double kDecay = 0.94;          ///< of the exponentially weighted covariance

/// A loss that is not exceeded at the level, and the mean of those that exceed it. Both >= 0, shortfall >= var.
struct TailLoss {
    double var = 0;
    double shortfall = 0;
};
/// Of profits and losses in any order: VaR is the (1 - level) percentile with linear interpolation at h = (n - 1) *
/// (1 - level), CVaR the mean of the floor(h) + 1 lowest. Empty for fewer than 2.
[[nodiscard]] std::optional<TailLoss> historicalTail(std::span<const double> profits, Confidence level);
/// -min(0, mean + sigma * quantile(1 - level)). 0 < level < 1, sigma >= 0; otherwise empty.
[[nodiscard]] std::optional<double> gaussianVar(double mean, double sigma, double level);
/// -min(0, mean - sigma * density(z) / (1 - level)).
[[nodiscard]] std::optional<double> gaussianShortfall(double mean, double sigma, double level);

/// What the book holds of an asset, and how that asset moved.
struct BookLine {
    std::string asset;
    Money notional; ///< signed, at mark
    Series returns; ///< a period of the horizon each; the last element is the same period in all lines
};

struct VarTerms {
    Confidence level = Confidence::Percent95;
    Horizon horizon = Horizon::Day;
    std::size_t window = kReturnWindow; ///< at most so many returns, the latest
    std::optional<double> decay;        ///< weigh the covariance exponentially (kDecay); empty: all the same
};

/// Part of an asset in the parametric VaR; < 0: it hedges.
struct ComponentVar {
    std::string asset;
    Money var;
};

struct ValueAtRisk {
    VarTerms terms;
    std::size_t samples = 0;
    bool fewSamples = false;
    bool scaled = false; ///< by sqrt(10), to be labelled
    Money historicalVar; ///< rounded up, as the next three
    Money historicalShortfall;
    Money parametricVar;
    Money parametricShortfall;
    /// VaR * w_i * (Cov w)_i / (w' Cov w), a line that holds something each; they sum to parametricVar exactly. Empty
    /// when the book has no variance beyond the rounding of double.
    std::vector<ComponentVar> components;
};

/// P&L_t = sum of notional_i * r_{i,t} over the latest periods in which every line that holds something has a return.
/// Lines of notional 0 are left out. Empty for fewer than 2 such periods or an empty book. Errors: Overflow.
[[nodiscard]] MathResult<std::optional<ValueAtRisk>> valueAtRisk(std::span<const BookLine> book, const VarTerms& terms);

} // namespace qd::portfolio
