#include "widgets/terms/Brackets.h"

#include "core/base/Checked.h"

#include <QCoreApplication>

namespace qd::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::Brackets", text); }

OrderTerms childOf(const OrderTerms& entry) {
    OrderTerms t;
    t.market = entry.market;
    t.side = opposite(entry.side);
    t.size = entry.size;
    t.reduceOnly = true;
    t.selfTrade = entry.selfTrade;
    return t;
}

OrderTerms triggered(OrderTerms t, TriggerKind kind, Price at, TriggerSource source) {
    t.type = OrderType::Market;
    t.timeInForce = TimeInForce::ImmediateOrCancel;
    t.trigger.kind = kind;
    t.trigger.source = source;
    t.trigger.price = at;
    return t;
}

bool beyond(Side entrySide, bool profit, Price level, Price reference) {
    return (entrySide == Side::Buy) == profit ? level > reference : level < reference;
}

} // namespace

std::optional<Price> levelAt(const PriceOffset& offset, Side entrySide, bool profit, Price entry,
                             const MarketParams& market) {
    const std::int64_t tick = market.tick.raw();
    Checked distance = offset.value;
    if (offset.unit == PriceOffset::Unit::Ticks) distance = distance * Checked(tick);
    if (offset.unit == PriceOffset::Unit::Percent)
        distance = Checked(entry.raw()).times(offset.value, Rate::kScale, Round::Down);
    const bool above = (entrySide == Side::Buy) == profit;
    // Towards the entry, but never onto it.
    const Checked exact = above ? Checked(entry.raw()) + distance : Checked(entry.raw()) - distance;
    Checked ticks = exact.dividedBy(tick, above ? Round::Down : Round::Up);
    const Checked nearest = above ? Checked(entry.raw()).dividedBy(tick, Round::Down) + 1
                                  : Checked(entry.raw()).dividedBy(tick, Round::Up) - 1;
    ticks = above ? max(ticks, nearest) : min(ticks, nearest);
    const auto level = (ticks * Checked(tick)).to<Price>();
    return level && level->raw() > 0 && *level <= market.maxPrice ? std::optional(*level) : std::nullopt;
}

std::optional<BracketLevels> levelsOf(const BracketTemplate& bracket, Side entrySide, Price entry,
                                      const MarketParams& market) {
    BracketLevels levels{
        .source = bracket.source, .restingProfit = bracket.restingProfit, .name = bracket.name, .rules = bracket.rules};
    if (bracket.takeProfit) levels.takeProfit = levelAt(*bracket.takeProfit, entrySide, true, entry, market);
    if (bracket.stop) levels.stop = levelAt(*bracket.stop, entrySide, false, entry, market);
    const bool whole = levels.takeProfit.has_value() == bracket.takeProfit.has_value() &&
                       levels.stop.has_value() == bracket.stop.has_value();
    return whole ? std::optional(levels) : std::nullopt;
}

std::expected<OrderPlan, QString> bracketOf(const OrderTerms& entry, Price reference, const BracketLevels& levels) {
    if (!levels.takeProfit && !levels.stop)
        return std::unexpected(tr("A bracket wants a take-profit, a stop or both."));
    if (levels.takeProfit && !beyond(entry.side, true, *levels.takeProfit, reference))
        return std::unexpected(tr("The take-profit must lie on the winning side of the entry."));
    if (levels.stop && !beyond(entry.side, false, *levels.stop, reference))
        return std::unexpected(tr("The stop must lie on the losing side of the entry."));
    OrderPlan plan{OrderRelation::Bracket, {entry}, levels.name, levels.rules};
    if (!levels.stop) {
        plan.rules.even.reset();
        plan.rules.trail.clear();
    }
    const bool rests =
        entry.timeInForce == TimeInForce::GoodTillCancel || entry.timeInForce == TimeInForce::GoodTillDate;
    // An entry that may slide does not stand where it was asked to: that would be taken for a hand.
    const bool slides = entry.postOnly == PostOnly::Slide;
    if (entry.type != OrderType::Limit || !entry.oracleOffset.isZero() || !rests || slides) plan.rules.chaseTicks = 0;
    if (levels.takeProfit) {
        OrderTerms profit = childOf(entry);
        profit.price = *levels.takeProfit;
        if (!levels.restingProfit)
            profit = triggered(childOf(entry), TriggerKind::TakeProfit, *levels.takeProfit, levels.source);
        plan.orders.push_back(profit);
    }
    if (levels.stop) plan.orders.push_back(triggered(childOf(entry), TriggerKind::Stop, *levels.stop, levels.source));
    return plan;
}

} // namespace qd::ui
