#include "widgets/ticket/TicketInputs.h"

namespace qd::ui {
namespace {

LevelInput levelOf(const std::optional<PriceOffset>& offset) {
    if (!offset) return {};
    switch (offset->unit) {
    case PriceOffset::Unit::Ticks: return {Typed::of(offset->value * Price::kScale), LevelUnit::Ticks};
    case PriceOffset::Unit::Percent: return {Typed::of(offset->value * 100), LevelUnit::Percent}; // ppm to 1e-6 %
    case PriceOffset::Unit::Price: break;
    }
    return {Typed::of(offset->value), LevelUnit::Distance};
}

} // namespace

bool waitsForPrice(TicketKind kind) {
    return kind == TicketKind::Stop || kind == TicketKind::StopLimit || kind == TicketKind::TakeProfit ||
           kind == TicketKind::TakeProfitLimit || kind == TicketKind::Trailing;
}

OrderType typeOf(const TicketInputs& in) {
    switch (in.kind) {
    case TicketKind::Market:
    case TicketKind::Stop:
    case TicketKind::TakeProfit:
    case TicketKind::Trailing:
    case TicketKind::Twap: return OrderType::Market;
    case TicketKind::Bracket: return in.marketEntry ? OrderType::Market : OrderType::Limit;
    default: return OrderType::Limit;
    }
}

KindFields fieldsOf(const TicketInputs& in) {
    KindFields f;
    const bool limit = typeOf(in) == OrderType::Limit;
    const bool waits = waitsForPrice(in.kind);
    f.price = limit && in.kind != TicketKind::IndexLimit;
    f.trigger = waits || in.kind == TicketKind::OneCancelsOther;
    f.trailing = in.kind == TicketKind::Trailing;
    f.bracket = in.kind == TicketKind::Bracket;
    f.twap = in.kind == TicketKind::Twap;
    f.display = in.kind == TicketKind::Iceberg;
    f.scale = in.kind == TicketKind::Scale;
    f.offset = in.kind == TicketKind::IndexLimit;
    f.rests = limit;
    f.sizingStop = !waits && !f.bracket && in.kind != TicketKind::OneCancelsOther;
    f.slippage = !limit;
    f.auction = in.kind == TicketKind::Market || in.kind == TicketKind::Limit;
    f.leverage = !in.reduceOnly && in.kind != TicketKind::Trailing;
    return f;
}

TicketInputs effective(TicketInputs in) {
    const KindFields fields = fieldsOf(in);
    if (!fields.rests && (in.timeInForce != TimeInForce::FillOrKill || in.kind != TicketKind::Market))
        in.timeInForce = TimeInForce::ImmediateOrCancel;
    const bool mustRest =
        in.kind == TicketKind::Iceberg || in.kind == TicketKind::Scale || in.kind == TicketKind::OneCancelsOther;
    if (mustRest && in.timeInForce != TimeInForce::GoodTillDate) in.timeInForce = TimeInForce::GoodTillCancel;
    if (in.timeInForce == TimeInForce::ImmediateOrCancel || in.timeInForce == TimeInForce::FillOrKill)
        in.postOnly = PostOnly::No;
    if (in.kind == TicketKind::Trailing) in.reduceOnly = true;
    if (in.kind == TicketKind::Bracket) in.reduceOnly = false;
    const bool closes = waitsForPrice(in.kind) && typeOf(in) == OrderType::Market;
    in.wholePosition = in.wholePosition && closes;
    if (in.wholePosition) in.reduceOnly = true;
    if (!fieldsOf(in).leverage) in.leverage = {};
    if (!fields.auction) in.auctionSlots = {};
    return in;
}

void applyTemplate(const BracketTemplate& bracket, TicketInputs& in) {
    in.takeProfit = levelOf(bracket.takeProfit);
    in.stopLoss = levelOf(bracket.stop);
    in.source = bracket.source;
    in.restingProfit = bracket.restingProfit;
    in.templateName = bracket.name;
    in.rules = bracket.rules;
}

} // namespace qd::ui
