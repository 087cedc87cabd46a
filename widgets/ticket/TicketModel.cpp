#include "widgets/ticket/TicketModel.h"

#include "core/engine/risk/ViewExposure.h"
#include "widgets/ticket/TicketPlan.h"

#include <algorithm>
#include <expected>

namespace qd::ui {
namespace {

constexpr std::int64_t kLongestAuction = 255; // slots, spec/perps.md §7.3
constexpr std::int64_t kHighestLeverage = 1'000;
constexpr std::int64_t kLongestSchedule = 1'000'000; ///< minutes or seconds; what is allowed is the exchange's to say

using Sized = std::expected<Quantity, PlanFault>;

std::unexpected<PlanFault> because(TicketCode code) { return std::unexpected(PlanFault{code, RejectCode::None}); }

/// amount * factor / divisor as base, down to the step. `divisor` > 0.
Sized floored(std::int64_t amount, Int128 factor, Int128 divisor, const MarketParams& p) {
    const auto size = Checked(amount).times(factor, divisor, Round::Down).to<Quantity>();
    if (!size) return because(TicketCode::SizeTooLarge);
    const Quantity stepped(size->raw() / p.step.raw() * p.step.raw());
    if (stepped.isZero()) return because(TicketCode::SizeBelowStep);
    return stepped;
}

/// A part of the account's equity; percent: 1e-9 of one percent.
std::expected<Money, PlanFault> partOfEquity(std::int64_t percent, const TicketFacts& facts) {
    if (!facts.account) return because(TicketCode::NoAccount);
    if (facts.account->totalEquity.raw() <= 0) return because(TicketCode::NoEquity);
    constexpr std::int64_t kHundred = 100'000'000'000;
    const auto part = Checked(facts.account->totalEquity.raw()).times(percent, kHundred, Round::Down).to<Money>();
    if (!part) return because(TicketCode::SizeTooLarge);
    return *part;
}

Sized sizeAtRisk(const TicketInputs& in, const TicketFacts& facts) {
    if (fieldsOf(in).sizingStop) {
        if (in.stop.empty) return because(TicketCode::StopMissing);
        if (!in.stop.positive()) return because(TicketCode::StopUnreadable);
    }
    // 1e-9 of a USDC: what is below its smallest unit is no money.
    if (in.unit == SizeUnit::RiskToStop) return sizeByRisk(in, facts, Money(*in.amount.value / 1'000));
    const auto budget = partOfEquity(*in.amount.value, facts);
    if (!budget) return std::unexpected(budget.error());
    return sizeByRisk(in, facts, *budget);
}

Sized sizeOf(const TicketInputs& in, const TicketFacts& facts) {
    const MarketParams& p = *facts.params();
    if (in.amount.empty) return because(TicketCode::SizeMissing);
    if (!in.amount.value) return because(TicketCode::SizeUnreadable);
    if (in.unit == SizeUnit::Base) return Quantity(*in.amount.value); // the step is the exchange's to judge
    const auto reference = referencePrice(in, facts);
    if (!reference) return because(in.price.empty ? TicketCode::PriceMissing : TicketCode::PriceUnreadable);
    switch (in.unit) {
    case SizeUnit::Quote: return floored(*in.amount.value, Price::kScale, reference->raw(), p);
    case SizeUnit::EquityPercent:
        if (!facts.account) return because(TicketCode::NoAccount);
        if (facts.account->totalEquity.raw() <= 0) return because(TicketCode::NoEquity);
        return floored(*in.amount.value, facts.account->totalEquity.raw(), Int128{100} * reference->raw(), p);
    default: return sizeAtRisk(in, facts);
    }
}

TicketCode checkVenue(const TicketFacts& facts) {
    if (facts.params() == nullptr) return TicketCode::NoMarket;
    if (!facts.running) return TicketCode::NotRunning;
    if (!facts.account) return TicketCode::NoAccount;
    return facts.ticker.prices.valid() ? TicketCode::Ready : TicketCode::NoPrices;
}

TicketCode check(const Typed& typed, TicketCode missing, TicketCode unreadable) {
    if (typed.empty) return missing;
    return typed.positive() ? TicketCode::Ready : unreadable;
}

TicketCode checkTrailing(const TicketInputs& in) {
    const TicketCode code = check(in.distance, TicketCode::DistanceMissing, TicketCode::DistanceUnreadable);
    if (code != TicketCode::Ready) return code;
    // Parts per million are what the exchange keeps.
    if (in.distanceInPercent && *in.distance.value % 100 != 0) return TicketCode::DistanceUnreadable;
    const bool badStart = !in.trigger.empty && !in.trigger.positive();
    return badStart ? TicketCode::TriggerUnreadable : TicketCode::Ready;
}

TicketCode checkTrigger(const TicketInputs& in) {
    if (!fieldsOf(in).trigger) return TicketCode::Ready;
    if (in.kind == TicketKind::Trailing) return checkTrailing(in);
    return check(in.trigger, TicketCode::TriggerMissing, TicketCode::TriggerUnreadable);
}

TicketCode checkBracket(const TicketInputs& in) {
    if (in.takeProfit.value.empty && in.stopLoss.value.empty) return TicketCode::LevelsMissing;
    for (const LevelInput& level : {in.takeProfit, in.stopLoss}) {
        if (level.value.empty) continue;
        const std::int64_t unit = level.unit == LevelUnit::Ticks     ? Price::kScale
                                  : level.unit == LevelUnit::Percent ? 100
                                                                     : 1;
        if (!level.value.positive() || *level.value.value % unit != 0) return TicketCode::LevelUnreadable;
    }
    return TicketCode::Ready;
}

TicketCode checkSlices(const TicketInputs& in) {
    const auto missing = [](const Typed& t, TicketCode code) { return check(t, code, code); };
    switch (in.kind) {
    case TicketKind::Twap: {
        const bool long_ = in.twapMinutes.positive() && *in.twapMinutes.value <= kLongestSchedule;
        const bool often = in.twapSeconds.positive() && *in.twapSeconds.value <= kLongestSchedule;
        if (!long_ || !often) return TicketCode::ScheduleMissing;
        // One child would be all of it, at once.
        const bool parts = *in.twapSeconds.value <= *in.twapMinutes.value * 60;
        return parts ? TicketCode::Ready : TicketCode::ScheduleTooRare;
    }
    case TicketKind::Iceberg: return missing(in.display, TicketCode::DisplayMissing);
    case TicketKind::Scale: {
        if (const TicketCode code = missing(in.end, TicketCode::EndMissing); code != TicketCode::Ready) return code;
        const bool few = in.count.positive() && *in.count.value <= kMaxScaleOrders;
        return few ? TicketCode::Ready : TicketCode::CountMissing;
    }
    case TicketKind::IndexLimit: return missing(in.offset, TicketCode::OffsetMissing);
    default: return TicketCode::Ready;
    }
}

TicketCode checkOptions(const TicketInputs& in) {
    if (in.timeInForce == TimeInForce::GoodTillDate && !in.duration.positive()) return TicketCode::DurationMissing;
    const bool badSlippage = !in.slippage.empty && (!in.slippage.positive() || *in.slippage.value > Rate::kScale);
    if (typeOf(in) == OrderType::Market && badSlippage) return TicketCode::SlippageUnreadable;
    const bool badLeverage = !in.leverage.empty && (!in.leverage.positive() || *in.leverage.value > kHighestLeverage);
    if (badLeverage) return TicketCode::LeverageUnreadable;
    const bool badAuction = !in.auctionSlots.empty && (!in.auctionSlots.value || *in.auctionSlots.value < 0 ||
                                                       *in.auctionSlots.value > kLongestAuction);
    return badAuction ? TicketCode::AuctionUnreadable : TicketCode::Ready;
}

/// Everything the plan is made of can be read.
TicketCode checkFields(const TicketInputs& in) {
    if (fieldsOf(in).price) {
        if (in.price.empty) return TicketCode::PriceMissing;
        if (!in.price.value) return TicketCode::PriceUnreadable;
    }
    for (const auto& part : {checkTrigger, checkSlices, checkOptions}) {
        if (const TicketCode code = part(in); code != TicketCode::Ready) return code;
    }
    return fieldsOf(in).bracket ? checkBracket(in) : TicketCode::Ready;
}

} // namespace

const MarketParams* TicketFacts::params() const {
    return market && market->value() < markets.size() ? &markets[market->value()].params : nullptr;
}

std::optional<Price> TicketFacts::best(Side side) const {
    if (!book) return std::nullopt;
    const auto& levels = side == Side::Buy ? book->bids : book->asks;
    return levels.empty() ? std::nullopt : std::optional(levels.front().price);
}

ledger::FeeTerms TicketFacts::feeTerms() const {
    return ledger::feeTermsOf(*params(), account == nullptr ? TakerTerms{} : account->taker);
}

risk::PreviewAccount TicketFacts::previewAccount() const {
    risk::ViewExposure exposure(*account, markets, risk::poolOf(*account, *market));
    risk::PreviewAccount a;
    a.index = exposure.with(markets[market->value()], ticker.prices, standing.get());
    const risk::AccountExposure pool = exposure.exposure();
    a.collateral = pool.collateral;
    a.positions.assign(pool.positions.begin(), pool.positions.end());
    a.assets.assign(pool.assets.begin(), pool.assets.end());
    a.taker = account->taker;
    for (const PositionView& p : account->positions) {
        if (p.market == *market) a.position = p.position;
        a.openOrders += p.openOrders;
    }
    return a;
}

risk::MarketNow TicketFacts::marketNow() const {
    return {*params(), standing ? standing->status : MarketStatus::Active, ticker.prices, ticker.last};
}

std::optional<Rate> TicketFacts::fundingRate() const {
    if (standing && standing->funding.charged && !standing->funding.paused) return standing->funding.predicted8h;
    return ticker.fundingRate;
}

bool isIncomplete(TicketCode code) {
    switch (code) {
    case TicketCode::PriceMissing:
    case TicketCode::SizeMissing:
    case TicketCode::StopMissing:
    case TicketCode::DurationMissing:
    case TicketCode::TriggerMissing:
    case TicketCode::DistanceMissing:
    case TicketCode::LevelsMissing:
    case TicketCode::ScheduleMissing:
    case TicketCode::DisplayMissing:
    case TicketCode::EndMissing:
    case TicketCode::CountMissing:
    case TicketCode::OffsetMissing: return true;
    default: return false;
    }
}

Draft draft(const TicketInputs& typed, const TicketFacts& facts) {
    const TicketInputs in = effective(typed);
    Draft out;
    out.code = checkVenue(facts);
    if (facts.params() == nullptr) return out;
    if (out.code == TicketCode::Ready) out.code = checkFields(in);
    const bool risky = in.unit == SizeUnit::RiskToStop || in.unit == SizeUnit::RiskPercent;
    // By risk the whole plan is looked at; the other sizes are known before the rest is typed.
    if (risky && out.code != TicketCode::Ready) return out;
    const auto size = sizeOf(in, facts);
    if (size) out.size = *size;
    if (out.code != TicketCode::Ready) return out;
    const auto plan = size ? planOf(in, facts, *size) : std::unexpected(size.error());
    if (plan) {
        out.plan = *plan;
        return out;
    }
    out.code = plan.error().code;
    out.refusal = plan.error().refusal;
    return out;
}

std::optional<Price> referencePrice(const TicketInputs& in, const TicketFacts& facts) {
    const auto typed = [](const Typed& t) { return t.positive() ? std::optional(Price(*t.value)) : std::nullopt; };
    if (in.kind == TicketKind::IndexLimit) return typed(Typed::of(facts.ticker.prices.index.raw()));
    if (fieldsOf(in).price) return typed(in.price);
    if (in.kind == TicketKind::Stop || in.kind == TicketKind::TakeProfit) return typed(in.trigger);
    if (const auto best = facts.best(opposite(in.side))) return best;
    return typed(Typed::of(facts.ticker.prices.mark.raw()));
}

std::optional<Price> stopPrice(const TicketInputs& in, const TicketFacts& facts) {
    const KindFields fields = fieldsOf(in);
    if (fields.sizingStop) return in.stop.positive() ? std::optional(Price(*in.stop.value)) : std::nullopt;
    if (!fields.bracket || in.stopLoss.value.empty || facts.params() == nullptr) return std::nullopt;
    const auto entry = referencePrice(in, facts);
    const auto levels = entry ? bracketLevels(in, *entry, *facts.params()) : std::nullopt;
    return levels ? levels->stop : std::nullopt;
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
    risk::PreviewAccount a = facts.previewAccount();
    if (in.leverage.positive() && *in.leverage.value <= kHighestLeverage) {
        Ratio& own = a.positions[a.index].userMargin;
        own = std::max(own, risk::leverageRatio(static_cast<std::uint32_t>(*in.leverage.value)).value_or(Ratio()));
    }
    const Quantity largest = risk::largestSize({a.collateral, a.positions, a.assets}, a.index, in.side, in.reduceOnly);
    const std::int64_t steps = largest.raw() / facts.params()->step.raw();
    return Quantity(steps * numerator / denominator * facts.params()->step.raw());
}

} // namespace qd::ui
