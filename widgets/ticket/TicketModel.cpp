#include "widgets/ticket/TicketModel.h"

#include "core/engine/risk/ViewExposure.h"

#include <algorithm>
#include <expected>

namespace qd::ui {
namespace {

std::int64_t nanosOf(DurationUnit unit) {
    switch (unit) {
    case DurationUnit::Minutes: return kNanosPerMinute;
    case DurationUnit::Hours: return kNanosPerHour;
    case DurationUnit::Days: break;
    }
    return kNanosPerDay;
}

using Sized = std::expected<Quantity, TicketCode>;

/// amount * factor / divisor as base, down to the step. `divisor` > 0.
Sized floored(std::int64_t amount, Int128 factor, Int128 divisor, const MarketParams& p) {
    const auto size = Checked(amount).times(factor, divisor, Round::Down).to<Quantity>();
    if (!size) return std::unexpected(TicketCode::SizeTooLarge);
    const Quantity stepped(size->raw() / p.step.raw() * p.step.raw());
    if (stepped.isZero()) return std::unexpected(TicketCode::SizeBelowStep);
    return stepped;
}

Sized sizeByRisk(const TicketInputs& in, Price reference, const MarketParams& p) {
    if (in.stop.empty) return std::unexpected(TicketCode::StopMissing);
    if (!in.stop.value || *in.stop.value == 0) return std::unexpected(TicketCode::StopUnreadable);
    const std::int64_t distance = (reference.raw() - *in.stop.value) * signOf(in.side);
    if (distance <= 0) return std::unexpected(TicketCode::StopWrongSide);
    return floored(*in.amount.value, Price::kScale, distance, p);
}

Sized sizeOf(const TicketInputs& in, const TicketFacts& facts) {
    const MarketParams& p = *facts.params();
    if (in.amount.empty) return std::unexpected(TicketCode::SizeMissing);
    if (!in.amount.value) return std::unexpected(TicketCode::SizeUnreadable);
    if (in.unit == SizeUnit::Base) return Quantity(*in.amount.value); // the step is the exchange's to judge
    const auto reference = referencePrice(in, facts);
    if (!reference) return std::unexpected(in.price.empty ? TicketCode::PriceMissing : TicketCode::PriceUnreadable);
    switch (in.unit) {
    case SizeUnit::Quote: return floored(*in.amount.value, Price::kScale, reference->raw(), p);
    case SizeUnit::EquityPercent:
        if (!facts.account) return std::unexpected(TicketCode::NoAccount);
        if (facts.account->totalEquity.raw() <= 0) return std::unexpected(TicketCode::NoEquity);
        return floored(*in.amount.value, facts.account->totalEquity.raw(), Int128{100} * reference->raw(), p);
    default: return sizeByRisk(in, *reference, p);
    }
}

TicketCode checkPrice(const TicketInputs& in) {
    if (in.type == OrderType::Market) return TicketCode::Ready;
    if (in.price.empty) return TicketCode::PriceMissing;
    return in.price.value ? TicketCode::Ready : TicketCode::PriceUnreadable;
}

TicketCode checkVenue(const TicketFacts& facts) {
    if (facts.params() == nullptr) return TicketCode::NoMarket;
    if (!facts.running) return TicketCode::NotRunning;
    if (!facts.account) return TicketCode::NoAccount;
    return facts.ticker.prices.valid() ? TicketCode::Ready : TicketCode::NoPrices;
}

TicketCode checkOptions(const TicketInputs& in) {
    if (in.timeInForce == TimeInForce::GoodTillDate && (!in.duration.value || *in.duration.value <= 0))
        return TicketCode::DurationMissing;
    const bool bad =
        !in.slippage.empty && (!in.slippage.value || *in.slippage.value <= 0 || *in.slippage.value > Rate::kScale);
    return in.type == OrderType::Market && bad ? TicketCode::SlippageUnreadable : TicketCode::Ready;
}

OrderTerms termsOf(const TicketInputs& in, const TicketFacts& facts, Quantity size) {
    OrderTerms t;
    t.market = *facts.market;
    t.side = in.side;
    t.type = in.type;
    t.timeInForce = in.timeInForce;
    t.postOnly = in.postOnly;
    t.reduceOnly = in.reduceOnly;
    t.selfTrade = in.selfTrade;
    t.size = size;
    if (in.type == OrderType::Limit)
        t.price = Price(*in.price.value);
    else if (in.slippage.value)
        t.maxSlippage = Rate(*in.slippage.value);
    if (in.timeInForce == TimeInForce::GoodTillDate) {
        const Checked length = Checked(*in.duration.value) * nanosOf(in.durationUnit);
        // Too far ahead is the exchange's to refuse.
        t.expiry = UnixNanos((length + facts.now.value()).to<std::int64_t>().value_or(INT64_MAX));
    }
    return t;
}

} // namespace

TicketInputs effective(TicketInputs in) {
    if (in.type == OrderType::Market && in.timeInForce != TimeInForce::FillOrKill)
        in.timeInForce = TimeInForce::ImmediateOrCancel;
    if (in.timeInForce == TimeInForce::ImmediateOrCancel || in.timeInForce == TimeInForce::FillOrKill)
        in.postOnly = PostOnly::No;
    return in;
}

const MarketParams* TicketFacts::params() const {
    return market && market->value() < markets.size() ? &markets[market->value()].params : nullptr;
}

std::optional<Price> TicketFacts::best(Side side) const {
    if (!book) return std::nullopt;
    const auto& levels = side == Side::Buy ? book->bids : book->asks;
    return levels.empty() ? std::nullopt : std::optional(levels.front().price);
}

risk::PreviewAccount TicketFacts::previewAccount() const {
    const PoolId pool = risk::poolOf(*account, *market);
    risk::ViewExposure shown(*account, markets, pool);
    risk::PreviewAccount a;
    a.index = shown.with(markets[market->value()], ticker.prices, standing.get());
    const risk::AccountExposure exposure = shown.exposure();
    a.collateral = exposure.collateral;
    a.positions.assign(exposure.positions.begin(), exposure.positions.end());
    a.assets.assign(exposure.assets.begin(), exposure.assets.end());
    for (const PositionView& p : account->positions) {
        if (p.market == *market) a.position = p.position;
        a.openOrders += p.openOrders;
    }
    return a;
}

bool isIncomplete(TicketCode code) {
    return code == TicketCode::PriceMissing || code == TicketCode::SizeMissing || code == TicketCode::StopMissing ||
           code == TicketCode::DurationMissing;
}

Draft draft(const TicketInputs& typed, const TicketFacts& facts) {
    const TicketInputs in = effective(typed);
    Draft out;
    out.code = checkVenue(facts);
    if (facts.params() == nullptr) return out;
    const auto size = sizeOf(in, facts);
    if (size) out.size = *size;
    if (out.code == TicketCode::Ready) out.code = checkPrice(in);
    if (out.code == TicketCode::Ready && !size) out.code = size.error();
    if (out.code == TicketCode::Ready) out.code = checkOptions(in);
    if (out.code == TicketCode::Ready) out.terms = termsOf(in, facts, *size);
    return out;
}

std::optional<Price> referencePrice(const TicketInputs& in, const TicketFacts& facts) {
    if (in.type == OrderType::Limit)
        return in.price.value && *in.price.value > 0 ? std::optional(Price(*in.price.value)) : std::nullopt;
    if (const auto best = facts.best(opposite(in.side))) return best;
    const Price mark = facts.ticker.prices.mark;
    return mark.raw() > 0 ? std::optional(mark) : std::nullopt;
}

std::optional<Price> quickPrice(QuickPrice which, Side side, const TicketFacts& facts) {
    const auto bid = facts.best(Side::Buy);
    const auto ask = facts.best(Side::Sell);
    if (which == QuickPrice::Bid) return bid;
    if (which == QuickPrice::Ask) return ask;
    if (!bid || !ask) return std::nullopt;
    const std::int64_t unit = 2 * facts.params()->tick.raw();
    const Round round = side == Side::Buy ? Round::Down : Round::Up;
    const auto ticks = (Checked(bid->raw()) + ask->raw()).dividedBy(unit, round);
    const auto price = (ticks * facts.params()->tick.raw()).to<Price>();
    return price ? std::optional(*price) : std::nullopt;
}

std::optional<Quantity> partOfLargest(const TicketInputs& in, const TicketFacts& facts, int numerator,
                                      int denominator) {
    if (checkVenue(facts) != TicketCode::Ready) return std::nullopt;
    const risk::PreviewAccount a = facts.previewAccount();
    const Quantity largest = risk::largestSize({a.collateral, a.positions, a.assets}, a.index, in.side, in.reduceOnly);
    const std::int64_t steps = largest.raw() / facts.params()->step.raw();
    return Quantity(steps * numerator / denominator * facts.params()->step.raw());
}

} // namespace qd::ui
