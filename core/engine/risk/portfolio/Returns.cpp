#include "core/engine/risk/portfolio/Returns.h"

#include <algorithm>
#include <cmath>

namespace qd::portfolio {
namespace {

/// Days from 1970 to the first midnight at or after t.
std::int64_t midnightAfter(UnixNanos t) {
    const std::int64_t days = t.value() / kNanosPerDay;
    return t.value() > days * kNanosPerDay ? days + 1 : days;
}

/// Growth between the valuations `from` and `to`, a part for every transfer between them.
Sample growth(std::span<const EquityPoint> curve, std::size_t from, std::size_t to) {
    const auto held = [&](std::size_t k) {
        return static_cast<double>(curve[k].equity.raw()) + static_cast<double>(curve[k].transfer.raw());
    };
    double product = 1;
    double base = held(from);
    for (std::size_t k = from + 1; k <= to; ++k) {
        if (k != to && curve[k].transfer.isZero()) continue;
        if (!(base > 0)) return std::nullopt;
        product *= std::max(0.0, static_cast<double>(curve[k].equity.raw()) / base);
        base = held(k);
    }
    return finiteOrNone(product - 1);
}

double factorOf(const Sample& sample) {
    return sample && std::isfinite(*sample) ? std::max(0.0, 1 + *sample) : 1.0; // a missing sample changes nothing
}

std::vector<double> excess(Series returns, double over) {
    std::vector<double> values = presentSamples(returns);
    for (double& value : values) value -= over;
    return values;
}

bool tooFew(Series returns) { return presentSamples(returns).size() < 2; }

std::optional<double> quotient(std::optional<double> numerator, std::optional<double> divisor) {
    if (!numerator || !divisor || *divisor == 0) return std::nullopt;
    return finiteOrNone(*numerator / *divisor);
}

std::optional<double> scaled(std::optional<double> value, double factor) {
    return value ? finiteOrNone(*value * factor) : std::nullopt;
}

} // namespace

DailyReturns dailyReturns(std::span<const EquityPoint> curve) {
    DailyReturns result;
    std::optional<std::size_t> previous;
    for (std::size_t k = 0; k < curve.size(); ++k) {
        const std::int64_t day = midnightAfter(curve[k].at);
        if (day * kNanosPerDay - curve[k].at.value() >= kSampleAge) continue;
        if (k + 1 < curve.size() && curve[k + 1].at.value() <= day * kNanosPerDay) continue; // a later one is nearer
        if (!previous) {
            result.firstDay = day + 1;
        } else {
            result.returns.resize(static_cast<std::size_t>(day - result.firstDay + 1));
            result.returns.back() = growth(curve, *previous, k);
        }
        previous = k;
    }
    return result;
}

std::optional<double> meanReturn(Series returns) {
    return tooFew(returns) ? std::nullopt : meanOf(presentSamples(returns));
}

std::optional<double> returnDeviation(Series returns) { return standardDeviation(presentSamples(returns)); }

std::optional<double> annualVolatility(Series returns, double periodsPerYear) {
    return scaled(returnDeviation(returns), std::sqrt(periodsPerYear));
}

std::optional<double> annualVariance(Series returns, double periodsPerYear) {
    const auto deviation = returnDeviation(returns);
    return deviation ? finiteOrNone(*deviation * *deviation * periodsPerYear) : std::nullopt;
}

std::optional<double> sharpeRatio(Series returns, const PerformanceTerms& terms) {
    const std::vector<double> values = excess(returns, terms.riskFree);
    return scaled(quotient(meanOf(values), standardDeviation(values)), std::sqrt(terms.periodsPerYear));
}

std::optional<double> downsideRisk(Series returns, const PerformanceTerms& terms) {
    const std::vector<double> values = excess(returns, terms.minimumAcceptable);
    if (values.size() < 2) return std::nullopt;
    double squares = 0;
    for (const double value : values) squares += std::min(0.0, value) * std::min(0.0, value);
    const double mean = squares / static_cast<double>(values.size());
    return finiteOrNone(std::sqrt(mean) * std::sqrt(terms.periodsPerYear));
}

std::optional<double> sortinoRatio(Series returns, const PerformanceTerms& terms) {
    const auto gain = scaled(meanOf(excess(returns, terms.minimumAcceptable)), terms.periodsPerYear);
    return quotient(gain, downsideRisk(returns, terms));
}

std::optional<double> annualReturn(Series returns, double periodsPerYear) {
    if (tooFew(returns)) return std::nullopt;
    const double years = static_cast<double>(returns.size()) / periodsPerYear;
    return finiteOrNone(std::pow(wealthIndex(returns).back(), 1 / years) - 1);
}

std::optional<double> maxDrawdown(Series returns) {
    if (tooFew(returns)) return std::nullopt;
    double peak = 1;
    double deepest = 0;
    for (const double value : wealthIndex(returns)) {
        peak = std::max(peak, value);
        deepest = std::min(deepest, value / peak - 1);
    }
    return finiteOrNone(deepest);
}

std::optional<double> calmarRatio(Series returns, double periodsPerYear) {
    return quotient(annualReturn(returns, periodsPerYear), scaled(maxDrawdown(returns), -1));
}

std::vector<double> wealthIndex(Series returns) {
    std::vector<double> values{1.0};
    values.reserve(returns.size() + 1);
    for (const Sample& sample : returns) values.push_back(values.back() * factorOf(sample));
    return values;
}

std::optional<std::size_t> recoveryDays(std::span<const double> values) {
    if (values.size() < 2) return std::nullopt;
    std::size_t peak = 0;
    std::size_t longest = 0;
    for (std::size_t k = 1; k < values.size(); ++k) {
        if (values[k] < values[peak]) continue;
        if (k > peak + 1) longest = std::max(longest, k - peak); // below it in between
        peak = k;
    }
    return longest;
}

Performance performanceOf(Series returns, const PerformanceTerms& terms) {
    Performance p;
    p.samples = presentSamples(returns).size();
    p.missing = returns.size() - p.samples;
    if (p.samples < 2) return p;
    const std::vector<double> wealth = wealthIndex(returns);
    p.totalReturn = finiteOrNone(wealth.back() - 1);
    p.mean = meanReturn(returns);
    p.deviation = returnDeviation(returns);
    p.volatility = annualVolatility(returns, terms.periodsPerYear);
    p.sharpe = sharpeRatio(returns, terms);
    p.downside = downsideRisk(returns, terms);
    p.sortino = sortinoRatio(returns, terms);
    p.annual = annualReturn(returns, terms.periodsPerYear);
    p.maxDrawdown = maxDrawdown(returns);
    p.calmar = calmarRatio(returns, terms.periodsPerYear);
    p.recoveryDays = recoveryDays(wealth);
    return p;
}

} // namespace qd::portfolio
