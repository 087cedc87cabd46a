#include "app/tool/conform/Binding.h"
#include "core/engine/ledger/Position.h"
#include "core/engine/matching/Auction.h"
#include "core/engine/matching/Slices.h"
#include "core/engine/matching/Triggers.h"
#include "core/engine/risk/Margin.h"

#include <algorithm>

namespace qd::tool::conform {
namespace {

// ---- sizes and bands

Quantity standardSize(Quantity size, Positive<Quantity> step) { return matching::downToStep(size, step.value); }

auto standardSigned(Quantity size, Positive<Quantity> step) {
    const auto split = matching::splitByStep(size, step.value);
    return std::tuple(split.whole, split.rest);
}

/// Without a position the order is not held to one.
Answer unfilled(Quantity size, Quantity filled, bool reduceOnly, Side side, std::optional<Quantity> position) {
    const auto remaining = size.minus(filled);
    if (!remaining) return refusal(remaining.error());
    return told(matching::fillable(*remaining, reduceOnly && position, side, position.value_or(Quantity())));
}

bool isRiskIncreasing(Side side, bool reduceOnly, Quantity size, Quantity position, Quantity bids, Quantity asks) {
    return risk::isRiskIncreasing(side, reduceOnly, size, position, bids, asks);
}

bool limitBreachesBand(Side side, Price limit, Positive<Price> oracle, Ratio ratio) {
    return risk::limitBreachesBand(side, limit, oracle.value, ratio);
}

bool fillInBand(Price fill, Positive<Price> oracle, Ratio ratio, Positive<Price> average, Rate band) {
    return risk::fillInBand(fill, oracle.value, ratio, average.value, band);
}

auto crossFees(Money quote, std::int64_t taker, std::int64_t maker, std::int64_t denominator, std::int16_t adjustment,
               bool referred) {
    return mapped(ledger::crossFees(quote, {taker, maker, denominator, adjustment, referred, referred}),
                  [](const ledger::Fees& fees) {
                      return std::tuple(fees.taker, fees.rebate, fees.market, fees.discount, fees.reward);
                  });
}

// ---- auctions

auto auctionBounds(Side side, Price oracle, Price limit) {
    return mapped(matching::auctionBounds(side, oracle, limit),
                  [](const matching::AuctionBounds& bounds) { return std::tuple(bounds.start, bounds.end); });
}

/// An oracle of 0 is none.
auto auctionPrice(Side side, Price start, Price end, std::uint64_t elapsed, std::uint64_t duration,
                  Positive<Price> tick, std::optional<Price> oracle) {
    if (oracle && oracle->isZero()) oracle.reset();
    return matching::auctionPrice(side, {start, end}, {elapsed, duration}, tick.value, oracle);
}

// ---- orders made of others

Answer trailing(Side side, const std::string& mode, std::optional<Price> distance, std::optional<Rate> rate,
                Price activation, Positive<Price> tick, const std::vector<Positive<Price>>& prices) {
    const bool byAmount = mode == "amount";
    if (byAmount ? !distance : !rate) return fail(AnswerCode::WrongInput, "no distance of this mode");
    Trigger trigger;
    trigger.kind = TriggerKind::Trailing;
    trigger.price = activation;
    trigger.distance = byAmount ? *distance : Price();
    trigger.distanceRate = byAmount ? Rate() : *rate;
    matching::Trail trail;
    Json states = Json::array();
    for (const auto& price : prices) {
        const bool wasFired = trail.fired;
        if (!wasFired) {
            const auto next = matching::trail(side, trigger, trail.extreme, price.value, tick.value);
            if (!next) return refusal(next.error());
            trail = *next;
        }
        const bool stands = !wasFired && !trail.extreme.isZero();
        states.push_back({stands ? told(trail.stop) : Json(), trail.fired});
    }
    return states;
}

/// A child's fill is at most its size. Durations are divided by each other: their unit does not matter.
Answer twapSizes(Quantity total, Positive<std::int64_t> duration, Positive<std::int64_t> interval,
                 Positive<Quantity> step, const std::vector<Quantity>& fills) {
    const std::int64_t children = matching::twapChildren({duration.value, interval.value});
    if (static_cast<std::size_t>(children) > fills.size())
        return fail(AnswerCode::WrongInput, "input \"fills\" has no fill for every child");
    std::vector<Quantity> sent;
    Quantity filled;
    for (std::int64_t k = 0; k < children; ++k) {
        const auto size = matching::twapChildSize(total, filled, children, k, step.value);
        if (!size) return refusal(size.error());
        const auto after = filled.plus(std::min(*size, fills[static_cast<std::size_t>(k)]));
        if (!after) return refusal(after.error());
        filled = *after;
        sent.push_back(*size);
    }
    return told(sent);
}

std::expected<ScaleLadder, Error<AnswerCode>> ladderOf(std::uint32_t count) {
    if (count < kMinScaleOrders || count > kMaxScaleOrders)
        return fail(AnswerCode::WrongInput, "input \"count\" is no number of orders of a scale");
    ScaleLadder ladder;
    ladder.count = count;
    return ladder;
}

Answer scalePrices(Price start, Price end, std::uint32_t count) {
    auto ladder = ladderOf(count);
    if (!ladder) return std::unexpected(ladder.error());
    ladder->start = start;
    ladder->end = end;
    std::vector<Price> prices;
    for (std::uint32_t k = 0; k < count; ++k) prices.push_back(matching::scalePrice(*ladder, k));
    return told(prices);
}

Answer scaleSizes(Quantity total, std::uint32_t count, Positive<Quantity> step, const std::string& distribution) {
    auto ladder = ladderOf(count);
    if (!ladder) return std::unexpected(ladder.error());
    ladder->total = total;
    ladder->distribution = distribution == "flat"        ? ScaleDistribution::Flat
                           : distribution == "ascending" ? ScaleDistribution::Ascending
                                                         : ScaleDistribution::Descending;
    std::vector<Quantity> sizes(count);
    const auto made = matching::scaleSizes(*ladder, step.value, sizes);
    if (!made) return refusal(made.error());
    return told(sizes);
}

Quantity sibling(NotNegative<Quantity> size, const std::vector<NotNegative<Quantity>>& fills) {
    Quantity remaining = size.value;
    for (const auto& fill : fills) remaining = matching::siblingAfterFill(remaining, fill.value);
    return remaining;
}

} // namespace

void addOrders(Formulas& table) {
    table["std_size"] = calls(standardSize, "size", "step");
    table["std_signed"] = calls(standardSigned, "size", "step");
    table["unfilled"] = calls(unfilled, "size", "filled", "reduce_only", "side", "position");
    table["risk_increasing"] = calls(isRiskIncreasing, "side", "reduce_only", "size", "position", "bids", "asks");
    table["limit_breaches_band"] = calls(limitBreachesBand, "side", "price", "oracle", "ratio");
    table["fill_in_band"] = calls(fillInBand, "fill", "oracle", "ratio", "twap5", "twap_div");
    table["cross_fee"] = calls(crossFees, "quote", "taker_num", "maker_num", "den", "adj", "referred");
    table["auction_bounds"] = calls(auctionBounds, "side", "oracle", "limit");
    table["auction_price"] = calls(auctionPrice, "side", "start", "end", "elapsed", "duration", "tick", "oracle");
    table["trailing"] = calls(trailing, "side", "mode", "distance", "ppm", "activation", "tick", "prices");
    table["twap_sizes"] = calls(twapSizes, "total", "duration", "interval", "step", "fills");
    table["scale_prices"] = calls(scalePrices, "start", "end", "count");
    table["scale_sizes"] = calls(scaleSizes, "total", "count", "step", "dist");
    table["oco"] = calls(sibling, "size", "fills");
}

} // namespace qd::tool::conform
