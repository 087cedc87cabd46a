#include "core/engine/risk/portfolio/Statistics.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace qd::portfolio {
namespace {

/// P(Z <= z) by the function that keeps its relative precision where the probability is small.
double lowerTail(double z) { return std::erfc(-z / std::numbers::sqrt2) / 2; }

/// z <= 0 with lowerTail(z) = p, p in (0, 0.5]: halved until two neighbours of double enclose it.
double lowerQuantile(double p) {
    double low = -40; // below every p that a double can hold
    double high = 0;
    for (;;) {
        const double middle = (low + high) / 2;
        if (middle <= low || middle >= high) return high;
        (lowerTail(middle) < p ? low : high) = middle;
    }
}

MathResult<Money> toMoney(double units) {
    constexpr double kLimit = 9'223'372'036'854'775'808.0; // 2^63, exact
    if (!(units >= -kLimit && units < kLimit)) return std::unexpected(MathError::Overflow);
    return Money(static_cast<std::int64_t>(units));
}

} // namespace

std::optional<double> finiteOrNone(double value) { return std::isfinite(value) ? std::optional(value) : std::nullopt; }

std::vector<double> presentSamples(Series series) {
    std::vector<double> values;
    values.reserve(series.size());
    for (const Sample& sample : series) {
        if (sample && std::isfinite(*sample)) values.push_back(*sample);
    }
    return values;
}

std::optional<double> meanOf(std::span<const double> values) {
    if (values.empty()) return std::nullopt;
    double sum = 0;
    for (const double value : values) sum += value;
    return finiteOrNone(sum / static_cast<double>(values.size()));
}

std::optional<double> standardDeviation(std::span<const double> values) {
    if (values.size() < 2) return std::nullopt;
    // The mean of equal values may differ from them by its rounding: that is no deviation.
    if (std::ranges::all_of(values, [&](double v) { return v == values[0]; })) return 0.0;
    const auto mean = meanOf(values);
    if (!mean) return std::nullopt;
    double squares = 0;
    for (const double value : values) squares += (value - *mean) * (value - *mean);
    return finiteOrNone(std::sqrt(squares / static_cast<double>(values.size() - 1)));
}

std::optional<double> interpolated(std::span<const double> ascending, double position) {
    if (ascending.empty()) return std::nullopt;
    const auto last = static_cast<double>(ascending.size() - 1);
    const double inside = std::clamp(position, 0.0, last);
    const auto below = static_cast<std::size_t>(inside);
    const std::size_t above = std::min(below + 1, ascending.size() - 1);
    const double part = inside - static_cast<double>(below);
    return finiteOrNone(ascending[below] + part * (ascending[above] - ascending[below]));
}

std::optional<double> percentile(std::span<const double> values, double cutoff) {
    if (values.empty()) return std::nullopt;
    std::vector<double> ascending(values.begin(), values.end());
    std::ranges::sort(ascending);
    return interpolated(ascending, static_cast<double>(ascending.size() - 1) * cutoff);
}

double normalDensity(double z) { return std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi); }

std::optional<double> normalQuantile(double p) {
    if (!(p > 0 && p < 1)) return std::nullopt;
    return p <= 0.5 ? lowerQuantile(p) : -lowerQuantile(1 - p);
}

MathResult<Money> lossToMoney(double units) { return toMoney(std::ceil(units)); }

MathResult<Money> profitToMoney(double units) { return toMoney(std::floor(units)); }

} // namespace qd::portfolio
