#include "tests/conform/Generators.h"

namespace qd::test {
namespace {

using Json = tool::conform::Json;

constexpr double kTolerance = 1e-12;     // the same sums in another order
constexpr double kRatioTolerance = 1e-8; // over a difference that may be small

double oneReturn(Draw& d) {
    switch (d.below(8)) {
    case 0: return 0;
    case 1: return static_cast<double>(d.between(-5, 5)) / 100;
    case 2: return d.real(-0.5, 0.5);
    default: return d.real(-0.05, 0.05);
    }
}

/// At least two samples; `holes`: some are missing. The first is unlike the others: the deviation of equal samples is
/// 0, or nearly so, as the order of a sum has it.
Json returns(Draw& d, bool holes) {
    Json list = Json::array();
    const std::int64_t count = d.oneIn(8) ? 2 : 3 + d.below(60);
    for (std::int64_t i = 0; i < count; ++i)
        list.push_back(i >= 2 && holes && d.oneIn(8) ? Json() : Json(i == 0 ? d.real(-0.05, 0.05) : oneReturn(d)));
    return list;
}

double periods(Draw& d) { return d.oneOf({365.0, 252.0, 52.0, 12.0}); }

Json series(Draw& d) { return {{"returns", returns(d, true)}, {"ann", periods(d)}}; }
Json alone(Draw& d) { return {{"returns", returns(d, true)}}; }
Json fullSeries(Draw& d) { return {{"returns", returns(d, false)}, {"ann", periods(d)}}; }
/// Idle accounts have no ratio.
Json aboveRate(Draw& d) {
    Json inputs = series(d);
    if (d.oneIn(40))
        for (Json& sample : inputs["returns"]) sample = 0.0;
    else if (d.oneIn(2))
        inputs["rf"] = d.real(0, 0.001);
    return inputs;
}
Json aboveTarget(Draw& d) {
    Json inputs = series(d);
    if (d.oneIn(2)) inputs["mar"] = d.real(-0.01, 0.01);
    return inputs;
}
Json percentile(Draw& d) {
    const double cutoff = d.oneIn(2) ? d.oneOf({0.05, 0.025, 0.01, 0.0, 1.0, 0.5}) : d.unit();
    return {{"returns", returns(d, false)}, {"cutoff", cutoff}};
}
Json gaussian(Draw& d) {
    const double scale = d.oneOf({1.0, 0.02, 1'000'000.0});
    return {{"mean", scale * d.real(-0.5, 0.5)},
            {"sigma", scale * d.unit()},
            {"conf", d.oneIn(2) ? d.oneOf({0.95, 0.975, 0.99}) : d.real(0.5, 0.999)}};
}
Json equity(Draw& d) {
    Json list = Json::array();
    for (std::int64_t i = d.below(40); i > 0; --i)
        list.push_back(d.oneIn(8) ? d.real(50, 150) : static_cast<double>(d.between(90, 110)));
    return {{"equity", list}};
}

} // namespace

void compareAnalytics(Comparisons& table) {
    table["max_drawdown"] = {alone, kTolerance};
    table["annual_return"] = {series, kTolerance};
    table["annual_vol"] = {series, kTolerance};
    table["annual_variance"] = {fullSeries, kTolerance};
    table["calmar"] = {series, kRatioTolerance};
    table["sharpe"] = {aboveRate, kRatioTolerance};
    table["downside"] = {aboveTarget, kTolerance};
    table["sortino"] = {aboveTarget, kRatioTolerance};
    table["var_hist"] = {percentile, kTolerance};
    table["var_gauss"] = {gaussian, kRatioTolerance};
    table["es_gauss"] = {gaussian, kRatioTolerance};
    table["recovery_days"] = {equity};
}

} // namespace qd::test
