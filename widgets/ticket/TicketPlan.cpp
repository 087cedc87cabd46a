#include "widgets/ticket/TicketPlan.h"

#include "core/engine/ledger/Position.h"
#include "core/engine/matching/Auction.h"
#include "core/engine/risk/Weights.h"
#include "widgets/terms/Scales.h"

namespace qd::ui {
namespace {

constexpr std::int64_t kPpmOfPercent = 100; // 1e-6 of a percent in parts per million, inverse

std::int64_t nanosOf(DurationUnit unit) {
    switch (unit) {
    case DurationUnit::Minutes: return kNanosPerMinute;
    case DurationUnit::Hours: return kNanosPerHour;
    case DurationUnit::Days: break;
    }
    return kNanosPerDay;
}

void addExpiry(OrderTerms& t, const TicketInputs& in, const TicketFacts& facts) {
    if (in.timeInForce != TimeInForce::GoodTillDate) return;
    const Checked length = Checked(*in.duration.value) * nanosOf(in.durationUnit);
    // Too far ahead is the exchange's to refuse.
    t.expiry = UnixNanos((length + facts.now.value()).to<std::int64_t>().value_or(INT64_MAX));
}

/// What all kinds have in common: a market order or a limit at the typed price.
OrderTerms baseTerms(const TicketInputs& in, const TicketFacts& facts, Quantity size) {
    OrderTerms t;
    t.market = *facts.market;
    t.side = in.side;
    t.type = typeOf(in);
    t.timeInForce = in.timeInForce;
    t.postOnly = in.postOnly;
    t.reduceOnly = in.reduceOnly;
    t.selfTrade = in.selfTrade;
    t.size = size;
    if (fieldsOf(in).price) t.price = Price(*in.price.value);
    if (t.type == OrderType::Market && in.slippage.value) t.maxSlippage = Rate(*in.slippage.value);
    addExpiry(t, in, facts);
    if (in.leverage.value)
        t.userMargin = risk::leverageRatio(static_cast<std::uint32_t>(*in.leverage.value)).value_or(Ratio());
    if (in.auctionSlots.value) t.auction.durationSlots = static_cast<std::uint16_t>(*in.auctionSlots.value);
    return t;
}

TriggerKind triggerKind(TicketKind kind) {
    if (kind == TicketKind::Trailing) return TriggerKind::Trailing;
    return kind == TicketKind::TakeProfit || kind == TicketKind::TakeProfitLimit ? TriggerKind::TakeProfit
                                                                                 : TriggerKind::Stop;
}

void addTrigger(OrderTerms& t, const TicketInputs& in) {
    t.trigger.kind = triggerKind(in.kind);
    t.trigger.source = in.source;
    if (in.trigger.value) t.trigger.price = Price(*in.trigger.value);
    t.followsPosition = in.wholePosition;
    if (in.kind != TicketKind::Trailing) return;
    if (in.distanceInPercent)
        t.trigger.distanceRate = Rate(*in.distance.value / kPpmOfPercent);
    else
        t.trigger.distance = Price(*in.distance.value);
}

OrderPlan oneCancelsOther(const TicketInputs& in, const OrderTerms& limit) {
    OrderTerms stop = limit;
    stop.type = OrderType::Market;
    stop.price = Price();
    stop.postOnly = PostOnly::No;
    stop.timeInForce = TimeInForce::ImmediateOrCancel;
    stop.expiry = UnixNanos();
    addTrigger(stop, in);
    return {OrderRelation::OneCancelsOther, {limit, stop}};
}

std::expected<OrderPlan, PlanFault> scale(const TicketInputs& in, const TicketFacts& facts, const OrderTerms& like) {
    const ScaleLadder ladder{in.side,
                             Price(*in.price.value),
                             Price(*in.end.value),
                             like.size,
                             static_cast<std::uint32_t>(*in.count.value),
                             in.distribution};
    const auto plan = scaleOf(ladder, like, *facts.params());
    if (!plan) return std::unexpected(PlanFault{TicketCode::Refused, plan.error()});
    return *plan;
}

std::expected<OrderPlan, PlanFault> bracket(const TicketInputs& in, const TicketFacts& facts, const OrderTerms& entry) {
    const auto reference = entryPrice(entry, facts);
    if (!reference) return std::unexpected(PlanFault{TicketCode::NoPrices, {}});
    const auto levels = bracketLevels(in, *reference, *facts.params());
    if (!levels) return std::unexpected(PlanFault{TicketCode::LevelUnreadable, {}});
    const bool buys = in.side == Side::Buy;
    if (levels->takeProfit && (buys ? *levels->takeProfit <= *reference : *levels->takeProfit >= *reference))
        return std::unexpected(PlanFault{TicketCode::ProfitWrongSide, {}});
    auto plan = bracketOf(entry, *reference, *levels);
    if (!plan) return std::unexpected(PlanFault{TicketCode::StopWrongSide, {}});
    return std::move(*plan);
}

std::optional<PriceOffset> offsetOf(const LevelInput& level) {
    switch (level.unit) {
    case LevelUnit::Ticks: return PriceOffset{PriceOffset::Unit::Ticks, *level.value.value / Price::kScale};
    case LevelUnit::Percent: return PriceOffset{PriceOffset::Unit::Percent, *level.value.value / kPpmOfPercent};
    case LevelUnit::Distance: return PriceOffset{PriceOffset::Unit::Price, *level.value.value};
    case LevelUnit::Price: break;
    }
    return std::nullopt;
}

} // namespace

std::optional<BracketLevels> bracketLevels(const TicketInputs& in, Price entry, const MarketParams& market) {
    BracketLevels levels{
        .source = in.source, .restingProfit = in.restingProfit, .name = in.templateName, .rules = in.rules};
    const auto place = [&](const LevelInput& level, bool profit, std::optional<Price>& out) {
        if (level.value.empty) return true;
        if (!level.value.positive()) return false;
        const auto offset = offsetOf(level);
        if (offset && offset->value <= 0) return false;
        out = offset ? levelAt(*offset, in.side, profit, entry, market) : std::optional(Price(*level.value.value));
        return out.has_value();
    };
    return place(in.takeProfit, true, levels.takeProfit) && place(in.stopLoss, false, levels.stop)
               ? std::optional(levels)
               : std::nullopt;
}

std::expected<OrderPlan, PlanFault> planOf(const TicketInputs& in, const TicketFacts& facts, Quantity size) {
    OrderTerms t = baseTerms(in, facts, size);
    switch (in.kind) {
    case TicketKind::Bracket: return bracket(in, facts, t);
    case TicketKind::Scale: return scale(in, facts, t);
    case TicketKind::OneCancelsOther: return oneCancelsOther(in, t);
    case TicketKind::Twap: t.twap = {*in.twapMinutes.value * 60'000, *in.twapSeconds.value * 1'000}; break;
    case TicketKind::Iceberg: t.display = Quantity(*in.display.value); break;
    case TicketKind::IndexLimit: t.oracleOffset = Price(in.offsetAbove ? *in.offset.value : -*in.offset.value); break;
    case TicketKind::Market:
    case TicketKind::Limit: break;
    default: addTrigger(t, in); break;
    }
    return OrderPlan{OrderRelation::Independent, {t}};
}

std::optional<Price> entryPrice(const OrderTerms& t, const TicketFacts& facts) {
    if (!t.oracleOffset.isZero()) {
        const auto price =
            matching::offsetPrice(t.side, facts.ticker.prices.index, t.oracleOffset, facts.params()->tick);
        return price ? std::optional(*price) : std::nullopt;
    }
    if (t.type == OrderType::Limit) return t.price.raw() > 0 ? std::optional(t.price) : std::nullopt;
    if (t.trigger.kind == TriggerKind::Stop || t.trigger.kind == TriggerKind::TakeProfit) return t.trigger.price;
    if (const auto best = facts.best(opposite(t.side)); best && t.trigger.kind == TriggerKind::None) return best;
    const Price mark = facts.ticker.prices.mark;
    return mark.raw() > 0 ? std::optional(mark) : std::nullopt;
}

std::optional<FillFees> feesOf(const ledger::FeeTerms& rates, Quantity size, Price price, bool makerBuys) {
    const auto quote = ledger::fillQuote(size, price, makerBuys);
    if (!quote) return std::nullopt;
    const auto fees = ledger::crossFees(*quote, rates);
    return fees ? std::optional(FillFees{fees->taker, fees->rebate}) : std::nullopt;
}

std::optional<Money> lossAt(const OrderPlan& plan, Price stop, const TicketFacts& facts) {
    const ledger::FeeTerms rates = facts.feeTerms();
    const std::size_t opening = plan.relation == OrderRelation::Independent ? plan.orders.size() : 1;
    Checked loss;
    for (std::size_t i = 0; i < opening; ++i) {
        const OrderTerms& t = plan.orders[i];
        const auto entry = entryPrice(t, facts);
        const std::int64_t distance = entry ? (entry->raw() - stop.raw()) * signOf(t.side) : 0;
        if (distance <= 0) return std::nullopt;
        const auto entering = feesOf(rates, t.size, *entry, t.side == Side::Sell);
        const auto leaving = feesOf(rates, t.size, stop, t.side == Side::Buy);
        if (!entering || !leaving) return std::nullopt;
        loss += Checked(t.size.raw()).times(distance, Quantity::kScale, Round::Up) + entering->taker.raw() +
                leaving->taker.raw();
    }
    const auto sum = loss.to<Money>();
    return sum ? std::optional(*sum) : std::nullopt;
}

std::expected<Quantity, PlanFault> sizeByRisk(const TicketInputs& in, const TicketFacts& facts, Money budget) {
    const MarketParams& p = *facts.params();
    const auto stop = stopPrice(in, facts);
    if (!stop) return std::unexpected(PlanFault{TicketCode::StopMissing, {}});
    // A scale needs a step an order: fewer steps make no plan.
    const std::int64_t fewest = in.kind == TicketKind::Scale && in.count.value ? *in.count.value : 1;
    const auto first = planOf(in, facts, Quantity(fewest * p.step.raw()));
    if (!first) return std::unexpected(first.error());
    const auto least = lossAt(*first, *stop, facts);
    if (!least) return std::unexpected(PlanFault{TicketCode::StopWrongSide, {}});
    if (*least > budget) return std::unexpected(PlanFault{TicketCode::SizeBelowStep, {}});
    const auto fits = [&](std::int64_t steps) {
        const auto plan = planOf(in, facts, Quantity(steps * p.step.raw()));
        const auto loss = plan ? lossAt(*plan, *stop, facts) : std::nullopt;
        return loss && *loss <= budget;
    };
    std::int64_t passed = fewest;
    std::int64_t refused = p.maxSize.raw() / p.step.raw() + 1;
    while (refused - passed > 1) {
        const std::int64_t middle = passed + (refused - passed) / 2;
        (fits(middle) ? passed : refused) = middle;
    }
    return Quantity(passed * p.step.raw());
}

} // namespace qd::ui
