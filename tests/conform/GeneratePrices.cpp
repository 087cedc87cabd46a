#include "tests/conform/Generators.h"

namespace qd::test {
namespace {

using Json = tool::conform::Json;

constexpr std::int64_t kWhole = 1'000'000;             // 100 % in ppm
constexpr std::int64_t kIndex = 1'000'000'000'000'000; // a million quote for each unit of base
constexpr std::int64_t kHour = 3'600;

std::int64_t clampDivisor(Draw& d) { return d.oneOf<std::int64_t>({33, 20, 10, 500, 100, 40, 1}); }

Json rateOfAverages(Draw& d) {
    const std::int64_t oracle = d.price();
    return {{"mark_twap", d.oneIn(6) ? d.price() : d.around(oracle, 60'000)},
            {"oracle_twap", oracle},
            {"clamp_den", clampDivisor(d)},
            {"offset_den", d.oneOf({0, 5'000})},
            {"period", d.oneOf<std::int64_t>({kHour, kHour, 1, 2 * kHour, 7'000, 8 * kHour, 24 * kHour})}};
}
Json clampPrice(Draw& d) { return {{"oracle_twap", d.price()}, {"clamp_den", clampDivisor(d)}}; }

Json payment(Draw& d) {
    const std::int64_t last = d.either(kIndex);
    const std::int64_t index = d.oneIn(4) ? d.either(kIndex) : last + d.either(1'000'000'000'000);
    return {{"index", index}, {"last_index", last}, {"base", d.either(100'000'000'000'000)}};
}

Json indexDelta(Draw& d) {
    return {{"rate_ppm", d.oneIn(2) ? d.either(40'000) : d.either(2'000'000)},
            {"dt", d.oneIn(2) ? d.oneOf<std::int64_t>({kHour, 28'800}) : d.amount(28'800)},
            {"price", d.price()},
            {"exp10", d.oneIn(2) ? -3 : d.between(-9, 4)}};
}

/// Updates on the hour, a little late, and a third late, where the next one is skipped.
Json wait(Draw& d) {
    const std::int64_t period = d.oneOf<std::int64_t>({kHour, kHour, 1, 60, 1'000, 28'800});
    const std::int64_t hours = d.amount(2'000'000'000 / period);
    const std::int64_t late = d.oneIn(3) ? 0 : d.oneIn(2) ? d.near(period / 3) : d.below(period);
    const std::int64_t last = std::max<std::int64_t>(hours * period + late, 0);
    const std::int64_t since = d.oneIn(2) ? d.between(0, 2 * period + 1) : d.amount(100'000);
    return {{"now", last + since}, {"last", last}, {"period", period}};
}

Json average(Draw& d) {
    const std::int64_t last = d.oneIn(6) ? d.either(1'000'000'000'000) : d.price();
    const std::int64_t price = d.oneIn(6) ? d.either(1'000'000'000'000) : d.around(last, 100'000);
    const std::int64_t at = 10 + d.amount(2'000'000'000);
    const std::int64_t period = d.oneOf<std::int64_t>({300, kHour, 24 * kHour, 1});
    const std::int64_t since = d.oneIn(3) ? d.near(period) : d.amount(2 * period);
    return {{"price", price},
            {"last", last},
            {"last_ts", at},
            {"now", at + since - (d.oneIn(20) ? 10 : 0)},
            {"period", period}};
}

/// A side of a book, best first.
Json levels(Draw& d, std::int64_t best, std::int64_t direction, std::int64_t largest) {
    Json list = Json::array();
    std::int64_t price = best;
    for (std::int64_t i = d.below(8); i >= 0 && price > 0; --i) {
        list.push_back({price, d.magnitude(largest)});
        price += direction * d.magnitude(std::max<std::int64_t>(best / 100, 1));
    }
    return list;
}

Json impactPrice(Draw& d) {
    const Json book = d.oneIn(20) ? Json::array() : levels(d, d.price(), d.oneIn(2) ? 1 : -1, 1'000'000'000'000);
    std::int64_t depth = 1 + d.amount(4'000'000'000'000);
    if (d.oneIn(3)) {
        depth = 0;
        for (const Json& level : book) depth += level[1].get<std::int64_t>();
        depth = std::max<std::int64_t>(d.near(depth), 1);
    }
    return {{"levels", book}, {"depth", depth}};
}

/// The index below the bids, between the sides, above the asks. Books of both kinds of unit.
Json premium(Draw& d) {
    const bool ours = d.oneIn(4) ? false : true;
    const std::int64_t middle = d.price() + 10;
    const std::int64_t bid = middle - d.magnitude(std::max<std::int64_t>(middle / 1'000, 1));
    const std::int64_t ask = middle + d.magnitude(std::max<std::int64_t>(middle / 1'000, 1));
    const std::int64_t basePer = ours ? 1'000'000'000 : 10'000'000'000;
    const std::int64_t quotePer = ours ? 1 : 100;
    const std::int64_t notional = d.oneIn(5)   ? 0
                                  : d.oneIn(2) ? 20'000'000'000
                                               : d.amount(100'000'000'000) * (ours ? 1 : 10);
    const auto enough = static_cast<std::int64_t>(
        std::clamp<Int128>(Int128{notional} * basePer / quotePer / middle, 1, 1'000'000'000'000'000));
    return {{"bids", d.oneIn(10) ? Json::array() : levels(d, std::max<std::int64_t>(bid, 1), -1, enough)},
            {"asks", d.oneIn(10) ? Json::array() : levels(d, ask, 1, enough)},
            {"index", std::max<std::int64_t>(d.oneIn(3) ? middle : d.around(middle, 20'000), 1)},
            {"impact_notional", notional},
            {"max_ppm", d.oneIn(2) ? 10'000 : d.amount(kWhole)},
            {"quote_per", quotePer},
            {"base_per", basePer}};
}

Json rate8h(Draw& d) {
    return {{"avg_premium_ppm", d.oneIn(2) ? d.between(-1'200, 1'200) : d.either(100'000)},
            {"interest_ppm", d.oneIn(2) ? 100 : d.between(-1'000, 1'000)}};
}

Json fundingBasis(Draw& d) {
    const std::int64_t oracle = d.price();
    const std::int64_t at = d.between(0, 2'000'000'000);
    return {
        {"oracle", oracle},      {"last_funding_rate", d.oneIn(2) ? d.either(oracle * 2) : d.either(100'000'000'000)},
        {"last_funding_ts", at}, {"last_funding_oracle_twap", d.oneIn(10) ? -d.amount(10) : d.around(oracle, 50'000)},
        {"period", kHour},       {"now", at + (d.oneIn(3) ? d.near(kHour) : d.amount(2 * kHour))}};
}
Json triggerPrice(Draw& d) {
    Json inputs = fundingBasis(d);
    const auto oracle = inputs["oracle"].get<std::int64_t>();
    inputs["mark_twap_5m"] = d.oneIn(10) ? 0 : d.around(oracle, 30'000);
    inputs["oracle_twap_5m"] = d.around(oracle, 30'000);
    inputs["last_fill"] = d.oneIn(5) ? 0 : d.around(oracle, 30'000);
    inputs["clamp_den"] = clampDivisor(d);
    return inputs;
}
Json clampedTrigger(Draw& d) {
    const std::int64_t oracle = d.price();
    const std::int64_t divisor = clampDivisor(d);
    const std::int64_t edge = oracle + (d.oneIn(2) ? 1 : -1) * (oracle / divisor);
    return {
        {"oracle", oracle}, {"median", d.oneIn(2) ? d.near(edge) : d.around(oracle, 100'000)}, {"clamp_den", divisor}};
}

/// Every state, and the numbers where one turns into the next.
Json validity(Draw& d) {
    const std::int64_t price = d.oneIn(12) ? -d.amount(5) : d.price();
    const std::int64_t ratio = d.oneOf({5, 5, 2, 1});
    const std::int64_t confMax = d.oneOf<std::int64_t>({20'000, 20'000, 0, 100});
    const std::int64_t multiple = d.oneOf({1, 1, 2, 10, 50});
    const auto confidence =
        static_cast<std::int64_t>(Int128{std::max<std::int64_t>(price, 1)} * confMax * multiple / kWhole);
    const std::int64_t forMargin = d.oneIn(2) ? 120 : d.amount(200);
    const std::int64_t forFill = d.oneIn(2) ? 10 : d.amount(20);
    return {{"price", price},
            {"twap", d.oneIn(4)   ? std::max<std::int64_t>(d.near((ratio + d.below(2)) * price), 0)
                     : d.oneIn(6) ? d.price()
                                  : d.around(std::max<std::int64_t>(price, 0), 100'000)},
            {"conf", d.oneIn(2) ? std::max<std::int64_t>(d.near(confidence), 0)
                                : d.amount(std::max<std::int64_t>(price / 20, 1))},
            {"delay", d.oneIn(4)   ? d.near(forMargin)
                      : d.oneIn(3) ? d.near(forFill)
                                   : d.amount(12)},
            {"enough_points", !d.oneIn(6)},
            {"volatile_ratio", ratio},
            {"conf_max", confMax},
            {"conf_mult", multiple},
            {"stale_margin", forMargin},
            {"stale_fill", forFill}};
}

Json divergence(Draw& d) {
    const std::int64_t mark = d.price();
    const std::int64_t average = d.oneIn(2)   ? d.near(mark + (d.oneIn(2) ? 1 : -1) * (mark / 10))
                                 : d.oneIn(4) ? d.price()
                                              : d.around(mark, 400'000);
    return {{"other", mark}, {"twap5", average}};
}
Json tooDivergent(Draw& d) {
    Json inputs = divergence(d);
    inputs["max_div"] = d.oneIn(2) ? 500'000 : d.amount(kWhole);
    return inputs;
}
Json oracleDivergent(Draw& d) {
    const std::int64_t average = d.price();
    const std::int64_t edge = d.oneIn(2) ? average / 2 : average + average / 2;
    return {{"oracle", d.oneIn(2)   ? d.near(edge)
                       : d.oneIn(4) ? d.price()
                                    : d.around(average, 700'000)},
            {"twap5", average},
            {"max_div", d.oneIn(2) ? 500'000 : d.amount(kWhole)}};
}

/// A few seconds apart as a rule; the rare long pause takes the reference long to walk through.
Json exponentialAverage(Draw& d) {
    Json samples = Json::array();
    const std::int64_t largest = d.oneOf<std::int64_t>({1'000, 1'000'000, 1'000'000'000'000});
    for (std::int64_t i = d.below(6); i >= 0; --i) {
        const std::int64_t tenths = d.oneIn(40) ? d.magnitude(20'000) : d.oneIn(2) ? 30 : d.between(1, 100);
        samples.push_back({tenths * 100, d.either(largest)});
    }
    return {{"samples", samples}};
}

Json markPrice(Draw& d) {
    const std::int64_t index = 1'000 + d.price();
    Json inputs{{"index", index}, {"ema_diff", d.either(std::max<std::int64_t>(index / 100, 1))}};
    if (!d.oneIn(4)) inputs["book"] = {d.around(index, 10'000), d.around(index, 10'000), d.around(index, 10'000)};
    if (d.oneIn(2)) inputs["external"] = d.around(index, 10'000);
    if (d.oneIn(2)) inputs["book_ema30"] = d.around(index, 10'000);
    return inputs;
}

} // namespace

void comparePrices(Comparisons& table) {
    table["funding_rate_twap"] = {rateOfAverages};
    table["funding_clamp_price"] = {clampPrice};
    table["funding_payment"] = {payment};
    table["funding_index_delta"] = {indexDelta};
    table["funding_wait"] = {wait};
    table["twap"] = {average};
    table["impact_price_base"] = {impactPrice};
    table["premium_ppm"] = {premium};
    table["hl_funding_8h"] = {rate8h};
    table["median3_trigger"] = {fundingBasis};
    table["trigger_price"] = {triggerPrice};
    table["clamp_trigger"] = {clampedTrigger};
    table["oracle_validity"] = {validity};
    table["divergence_pct"] = {divergence};
    table["mark_too_divergent"] = {tooDivergent};
    table["oracle_twap_divergent"] = {oracleDivergent};
    table["ema"] = {exponentialAverage};
    table["mark_price"] = {markPrice};
}

} // namespace qd::test
