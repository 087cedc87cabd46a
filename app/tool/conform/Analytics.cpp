#include "app/tool/conform/Binding.h"
#include "core/engine/risk/portfolio/Returns.h"
#include "core/engine/risk/portfolio/ValueAtRisk.h"

namespace qd::tool::conform {
namespace {

using portfolio::Sample;
using Returns = std::vector<Sample>;

/// A statistic that is not defined is no result.
Answer defined(std::optional<double> statistic) {
    if (!statistic) return fail(AnswerCode::Undefined, "undefined");
    return told(*statistic);
}

Answer volatility(const Returns& returns, double periods) {
    return defined(portfolio::annualVolatility(returns, periods));
}
Answer variance(const Returns& returns, double periods) { return defined(portfolio::annualVariance(returns, periods)); }
Answer annualReturn(const Returns& returns, double periods) {
    return defined(portfolio::annualReturn(returns, periods));
}
Answer calmar(const Returns& returns, double periods) { return defined(portfolio::calmarRatio(returns, periods)); }
Answer maxDrawdown(const Returns& returns) { return defined(portfolio::maxDrawdown(returns)); }

Answer sharpe(const Returns& returns, double periods, std::optional<double> riskFree) {
    return defined(portfolio::sharpeRatio(returns, {.periodsPerYear = periods, .riskFree = riskFree.value_or(0)}));
}
portfolio::PerformanceTerms above(double periods, std::optional<double> target) {
    return {.periodsPerYear = periods, .minimumAcceptable = target.value_or(0)};
}
Answer downside(const Returns& returns, double periods, std::optional<double> target) {
    return defined(portfolio::downsideRisk(returns, above(periods, target)));
}
Answer sortino(const Returns& returns, double periods, std::optional<double> target) {
    return defined(portfolio::sortinoRatio(returns, above(periods, target)));
}

Answer percentile(const Returns& returns, double cutoff) {
    return defined(portfolio::percentile(portfolio::presentSamples(returns), cutoff));
}
Answer gaussianVar(double mean, double sigma, double level) {
    return defined(portfolio::gaussianVar(mean, sigma, level));
}
Answer gaussianShortfall(double mean, double sigma, double level) {
    return defined(portfolio::gaussianShortfall(mean, sigma, level));
}

/// Of fewer than two values the vectors say 0.
std::int64_t recoveryDays(const std::vector<double>& values) {
    return static_cast<std::int64_t>(portfolio::recoveryDays(values).value_or(0));
}

} // namespace

void addAnalytics(Formulas& table) {
    table["max_drawdown"] = calls(maxDrawdown, "returns");
    table["annual_return"] = calls(annualReturn, "returns", "ann");
    table["annual_vol"] = calls(volatility, "returns", "ann");
    table["annual_variance"] = calls(variance, "returns", "ann");
    table["calmar"] = calls(calmar, "returns", "ann");
    table["sharpe"] = calls(sharpe, "returns", "ann", "rf");
    table["downside"] = calls(downside, "returns", "ann", "mar");
    table["sortino"] = calls(sortino, "returns", "ann", "mar");
    table["var_hist"] = calls(percentile, "returns", "cutoff");
    table["var_gauss"] = calls(gaussianVar, "mean", "sigma", "conf");
    table["es_gauss"] = calls(gaussianShortfall, "mean", "sigma", "conf");
    table["recovery_days"] = calls(recoveryDays, "equity");
}

} // namespace qd::tool::conform
