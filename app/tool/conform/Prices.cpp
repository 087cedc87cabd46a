#include "app/tool/conform/Binding.h"
#include "core/engine/funding/Funding.h"
#include "core/engine/oracle/Averages.h"
#include "core/engine/oracle/Mark.h"
#include "core/engine/oracle/Tiers.h"

#include <cstdint>
#include <limits>

namespace qd::tool::conform {
namespace {

/// Unix seconds, or a span of them.
using Seconds = std::uint32_t;

// ---- funding

auto rateOfAverages(Price mark, Positive<Price> oracle, std::int64_t clampDivisor, std::int64_t offsetDivisor,
                    std::int64_t period) {
    return funding::twapRate({mark, oracle.value, clampDivisor, offsetDivisor, period});
}

std::int64_t wait(Seconds now, Seconds last, Positive<Seconds> period) {
    return funding::wait(now, last, period.value);
}

auto impactPrice(const std::vector<BookLevel>& levels, Positive<Quantity> depth) {
    return funding::impactPrice(levels, depth.value);
}

/// A notional in units of price * size * `quotePer` / `basePer`, as the engine counts it: price * size / 1e9.
std::optional<Money> inOurUnits(Money notional, std::int64_t quotePer, std::int64_t basePer) {
    const Checked divisor = Checked(quotePer) * Quantity::kScale;
    const auto down = Checked(notional.raw()).times(basePer, divisor, Round::Down).to<Money>();
    const auto up = Checked(notional.raw()).times(basePer, divisor, Round::Up).to<Money>();
    return down && up && *down == *up ? std::optional(*down) : std::nullopt;
}

Answer premium(const std::vector<BookLevel>& bids, const std::vector<BookLevel>& asks, Positive<Price> index,
               Money notional, Rate largest, Positive<std::int64_t> quotePer, Positive<std::int64_t> basePer) {
    const auto ours = inOurUnits(notional, quotePer.value, basePer.value);
    if (!ours) return fail(AnswerCode::WrongInput, "input \"impact_notional\" is no whole number of 1e-6 quote");
    return answerOf(funding::premium({bids, asks, index.value, *ours, largest}));
}

// ---- averages and marks

auto twap(std::int64_t price, Seconds now, std::int64_t last, Seconds at, Positive<Seconds> period) {
    return oracle::twap(last, price, now > at ? now - at : 0, period.value);
}

Answer ema(const std::vector<std::vector<std::int64_t>>& samples) {
    oracle::Ema average;
    std::vector<std::int64_t> after;
    for (const auto& sample : samples) {
        if (sample.size() != 2 || sample[0] <= 0 || sample[0] > std::numeric_limits<std::uint32_t>::max())
            return fail(AnswerCode::WrongInput, "input \"samples\" holds no pair of milliseconds and a value");
        average = oracle::weighed(average, sample[1], sample[0], oracle::kPace150s);
        const auto value = oracle::valueOf(average);
        if (!value) return refusal(value.error());
        after.push_back(*value);
    }
    return told(after);
}

Answer markPrice(Price index, Price difference, const std::optional<std::vector<Price>>& book,
                 std::optional<Price> external, std::optional<Price> bookAverage) {
    const auto basis = index.plus(difference);
    if (!basis) return refusal(basis.error());
    oracle::MarkInputs inputs{*basis, std::nullopt, external, bookAverage};
    if (book && !book->empty()) {
        if (book->size() != 3)
            return fail(AnswerCode::WrongInput, "input \"book\" is not best bid, best ask and last trade");
        inputs.book = oracle::bookMedian((*book)[0], (*book)[1], (*book)[2]);
    }
    return told(oracle::markPrice(inputs));
}

oracle::TriggerInputs triggerInputs(Price oracle, std::int64_t lastRate, Seconds lastUpdate, Price lastAverage,
                                    Positive<Seconds> period, Seconds now) {
    oracle::TriggerInputs inputs;
    inputs.oracle = oracle;
    inputs.lastRate = lastRate;
    inputs.lastFundingTwap = lastAverage;
    inputs.elapsed = std::int64_t{now} - lastUpdate;
    inputs.period = period.value;
    return inputs;
}

auto fundingBasis(Price oracle, std::int64_t lastRate, Seconds lastUpdate, Price lastAverage, Positive<Seconds> period,
                  Seconds now) {
    return oracle::fundingBasis(triggerInputs(oracle, lastRate, lastUpdate, lastAverage, period, now));
}

auto triggerPrice(Price oracle, std::int64_t lastRate, Seconds lastUpdate, Price lastAverage, Positive<Seconds> period,
                  Seconds now, Price markAverage, Price oracleAverage, Price lastFill, std::int64_t divisor) {
    auto inputs = triggerInputs(oracle, lastRate, lastUpdate, lastAverage, period, now);
    inputs.markTwap5 = markAverage;
    inputs.oracleTwap5 = oracleAverage;
    inputs.lastFill = lastFill;
    return oracle::triggerPrice(inputs, divisor);
}

// ---- oracles

const char* nameOf(OracleStatus status) {
    switch (status) {
    case OracleStatus::NonPositive: return "NonPositive";
    case OracleStatus::TooVolatile: return "TooVolatile";
    case OracleStatus::TooUncertain: return "TooUncertain";
    case OracleStatus::StaleForMargin: return "StaleForMargin";
    case OracleStatus::InsufficientData: return "InsufficientDataPoints";
    case OracleStatus::StaleForFill: return "StaleForFill";
    case OracleStatus::Valid: break;
    }
    return "Valid";
}

/// Ages are compared only with each other: slots here, milliseconds there.
Answer validity(Price price, Price average, Price confidence, std::int64_t age, bool enoughPublishers,
                std::int64_t volatileRatio, Rate largest, std::int64_t factor, std::int64_t staleForMargin,
                std::int64_t staleForFill) {
    OracleParams params;
    params.volatileRatio = volatileRatio;
    params.maxConfidence = largest;
    params.staleForMarginMs = staleForMargin;
    params.staleForFillMs = staleForFill;
    for (const MarketTier tier : {MarketTier::A, MarketTier::C, MarketTier::Speculative, MarketTier::Isolated}) {
        if (oracle::confidenceFactor(tier) != factor) continue;
        params.tier = tier;
        return told(nameOf(oracle::validity({price, confidence, age, enoughPublishers, average}, params)));
    }
    return fail(AnswerCode::WrongInput, "input \"conf_mult\" is no tier's factor");
}

} // namespace

void addPrices(Formulas& table) {
    table["funding_rate_twap"] = calls(rateOfAverages, "mark_twap", "oracle_twap", "clamp_den", "offset_den", "period");
    table["funding_clamp_price"] = calls(funding::spreadClamp, "oracle_twap", "clamp_den");
    table["funding_payment"] = calls(funding::payment, "index", "last_index", "base");
    table["funding_index_delta"] = calls(funding::indexDelta, "rate_ppm", "dt", "price", "exp10");
    table["funding_wait"] = calls(wait, "now", "last", "period");
    table["hl_funding_8h"] = calls(funding::rate8h, "avg_premium_ppm", "interest_ppm");
    table["impact_price_base"] = calls(impactPrice, "levels", "depth");
    table["premium_ppm"] =
        calls(premium, "bids", "asks", "index", "impact_notional", "max_ppm", "quote_per", "base_per");
    table["twap"] = calls(twap, "price", "now", "last", "last_ts", "period");
    table["ema"] = calls(ema, "samples");
    table["mark_price"] = calls(markPrice, "index", "ema_diff", "book", "external", "book_ema30");
    table["median3_trigger"] = calls(fundingBasis, "oracle", "last_funding_rate", "last_funding_ts",
                                     "last_funding_oracle_twap", "period", "now");
    table["trigger_price"] =
        calls(triggerPrice, "oracle", "last_funding_rate", "last_funding_ts", "last_funding_oracle_twap", "period",
              "now", "mark_twap_5m", "oracle_twap_5m", "last_fill", "clamp_den");
    table["clamp_trigger"] = calls(oracle::clampedTrigger, "oracle", "median", "clamp_den");
    table["oracle_validity"] = calls(validity, "price", "twap", "conf", "delay", "enough_points", "volatile_ratio",
                                     "conf_max", "conf_mult", "stale_margin", "stale_fill");
    table["divergence_pct"] = calls(oracle::divergence, "other", "twap5");
    table["mark_too_divergent"] = calls(oracle::markTooDivergent, "other", "twap5", "max_div");
    table["oracle_twap_divergent"] = calls(oracle::averageDivergent, "oracle", "twap5", "max_div");
}

} // namespace qd::tool::conform
