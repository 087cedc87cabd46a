#include "widgets/base/Format.h"
#include "widgets/base/Words.h"
#include "widgets/terms/Waiting.h"
#include "widgets/ticket/TicketWords.h"

#include <QCoreApplication>

namespace qd::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::TicketWords", text); }

QString durationWord(const TicketInputs& in) {
    if (!in.duration.value) return {};
    const QString count = QString::number(*in.duration.value) + QChar(QChar::Nbsp);
    switch (in.durationUnit) {
    case DurationUnit::Minutes: return count + tr("min");
    case DurationUnit::Hours: return count + tr("h");
    case DurationUnit::Days: break;
    }
    return count + tr("d");
}

/// ", post-only (slide)" and the like, between the market and the price.
QString postText(PostOnly mode) {
    switch (mode) {
    case PostOnly::No: return {};
    case PostOnly::Must: return tr(", post-only");
    case PostOnly::Try: return tr(", post-only or drop,");
    case PostOnly::Slide: break;
    }
    return tr(", post-only or slide,");
}

/// " at market ≤ 150.25", ", post-only at 148.20": one order after its size and market.
QString orderText(const OrderTerms& t, const std::optional<Price>& limit, int digits) {
    const QString trigger = triggerText(t, digits);
    if (!trigger.isEmpty()) {
        QString out = QStringLiteral(": ") + trigger.toLower();
        if (t.type == OrderType::Limit) out += tr(", then limit %1").arg(exact(t.price, digits));
        return out;
    }
    if (t.type == OrderType::Limit) return tr("%1 at %2").arg(postText(t.postOnly), exact(t.price, digits));
    QString out = tr(" at market");
    if (limit) out += (t.side == Side::Buy ? tr(" ≤") : tr(" ≥")) + QChar(QChar::Nbsp) + text(*limit, digits);
    return out;
}

QString bracketText(const OrderPlan& plan, int digits) {
    QString out;
    for (std::size_t i = 1; i < plan.orders.size(); ++i) {
        const OrderTerms& t = plan.orders[i];
        const bool stop = t.trigger.kind == TriggerKind::Stop;
        const Price at = t.trigger.kind == TriggerKind::None ? t.price : t.trigger.price;
        out += (stop ? tr(", stop %1") : tr(", target %1")).arg(exact(at, digits));
    }
    return out;
}

/// What the plan does, after "Buy 2 SOL-PERP".
QString planText(const TicketInputs& in, const OrderPlan& plan, const std::optional<Price>& limit, Digits digits) {
    const OrderTerms& first = plan.orders.front();
    switch (in.kind) {
    case TicketKind::Bracket: return orderText(first, limit, digits.price) + bracketText(plan, digits.price);
    case TicketKind::OneCancelsOther:
        return tr(": OCO limit %1, %2")
            .arg(exact(first.price, digits.price), triggerText(plan.orders.back(), digits.price).toLower());
    case TicketKind::Twap:
        return tr(": TWAP over %1, every %2")
            .arg(durationText(first.twap.durationMs * kNanosPerMilli),
                 durationText(first.twap.intervalMs * kNanosPerMilli));
    case TicketKind::Iceberg:
        return orderText(first, limit, digits.price) + tr(", showing %1").arg(shortest(first.display));
    case TicketKind::Scale:
        return tr(": scale of %1 orders from %2 to %3")
            .arg(plan.orders.size())
            .arg(exact(first.price, digits.price), exact(plan.orders.back().price, digits.price));
    case TicketKind::IndexLimit:
        return tr(" at index %1").arg(signedNumber(first.oracleOffset.raw(), Price::kDecimals, digits.price));
    default: return orderText(first, limit, digits.price);
    }
}

QString optionText(const TicketInputs& in, const OrderTerms& t) {
    QString out;
    const bool plain = t.timeInForce == TimeInForce::GoodTillCancel ||
                       (t.type == OrderType::Market && t.timeInForce == TimeInForce::ImmediateOrCancel);
    if (!plain) out += tr(", %1").arg(word(t.timeInForce));
    if (t.timeInForce == TimeInForce::GoodTillDate) out += QChar(QChar::Nbsp) + durationWord(in);
    if (t.followsPosition)
        out += tr(", whole position");
    else if (t.reduceOnly)
        out += tr(", reduce-only");
    if (t.auction.durationSlots != 0) out += tr(", auction of %1 slots").arg(t.auction.durationSlots);
    return out;
}

} // namespace

QString actionText(const TicketInputs& typed, const std::optional<OrderPlan>& plan, const std::optional<Price>& limit,
                   const TicketFacts& facts) {
    const MarketParams* p = facts.params();
    if (p == nullptr) return word(typed.side);
    const QString symbol = QString::fromStdString(p->symbol);
    if (!plan) return tr("%1 %2").arg(word(typed.side), symbol);
    const OrderTerms& first = plan->orders.front();
    Checked total;
    for (const OrderTerms& t : plan->orders) total += t.size.raw();
    const Quantity size =
        plan->relation == OrderRelation::Independent ? total.to<Quantity>().value_or(first.size) : first.size;
    return tr("%1 %2 %3").arg(word(first.side), shortest(size), symbol) + planText(typed, *plan, limit, digitsOf(*p)) +
           optionText(typed, first);
}

QString kindName(TicketKind kind) {
    switch (kind) {
    case TicketKind::Market: return tr("Market");
    case TicketKind::Limit: return tr("Limit");
    case TicketKind::Stop: return tr("Stop");
    case TicketKind::StopLimit: return tr("Stop limit");
    case TicketKind::TakeProfit: return tr("Take profit");
    case TicketKind::TakeProfitLimit: return tr("Take profit limit");
    case TicketKind::Trailing: return tr("Trailing stop");
    case TicketKind::Bracket: return tr("Bracket");
    case TicketKind::OneCancelsOther: return tr("OCO");
    case TicketKind::Twap: return tr("TWAP");
    case TicketKind::Iceberg: return tr("Iceberg");
    case TicketKind::Scale: return tr("Scale");
    case TicketKind::IndexLimit: return tr("Index limit");
    }
    return {};
}

QString kindHint(TicketKind kind) {
    switch (kind) {
    case TicketKind::Market: return tr("Takes what the book offers, at most to its slippage; the rest is cancelled.");
    case TicketKind::Limit: return tr("Trades at its price or better; what does not, rests.");
    case TicketKind::Stop:
        return tr("Waits until the price has gone against you to the trigger, then trades at market.");
    case TicketKind::StopLimit: return tr("Waits for its trigger as a stop does, then stands as a limit order.");
    case TicketKind::TakeProfit:
        return tr("Waits until the price has gone your way to the trigger, then trades at market.");
    case TicketKind::TakeProfitLimit:
        return tr("Waits for its trigger as a take-profit does, then stands as a limit order.");
    case TicketKind::Trailing:
        return tr("A stop that follows the price at a distance and only ever tightens. It only reduces.");
    case TicketKind::Bracket:
        return tr("An entry with its take-profit and its stop, which grow with what the entry fills.");
    case TicketKind::OneCancelsOther: return tr("A limit and a stop; what one fills, the other loses.");
    case TicketKind::Twap: return tr("Sends its size in equal market orders over time; it can be paused.");
    case TicketKind::Iceberg:
        return tr("A limit that shows a part at a time; the next part goes to the end of the queue.");
    case TicketKind::Scale:
        return tr("2 to 32 limits between two prices: buys go down, sells go up. All or none is accepted.");
    case TicketKind::IndexLimit: return tr("A limit that moves with the index, at a fixed distance from it.");
    }
    return {};
}

QString sentence(TicketCode code) {
    switch (code) {
    case TicketCode::Ready:
    case TicketCode::Refused: return {};
    case TicketCode::NoMarket: return tr("No market yet: the venue is starting.");
    case TicketCode::NotRunning: return tr("The venue is not running; nothing can be sent.");
    case TicketCode::NoAccount: return tr("The account is not known yet.");
    case TicketCode::NoPrices: return tr("The market has no valid price yet.");
    case TicketCode::PriceMissing: return tr("Type a limit price, or join bid, mid or ask.");
    case TicketCode::PriceUnreadable: return tr("The limit price is not a number this market can hold.");
    case TicketCode::SizeMissing: return tr("Type a size, or choose ¼, ½ or max.");
    case TicketCode::SizeUnreadable: return tr("The size is not a number this market can hold.");
    case TicketCode::SizeBelowStep: return tr("The amount buys less than the market's smallest step.");
    case TicketCode::SizeTooLarge: return tr("The amounts are too large to compute.");
    case TicketCode::NoEquity: return tr("The account has no equity to take a part of.");
    case TicketCode::StopMissing: return tr("Type the stop price the risk is measured to.");
    case TicketCode::StopUnreadable: return tr("The stop price is not a number this market can hold.");
    case TicketCode::StopWrongSide: return tr("The stop must lie on the losing side of the price.");
    case TicketCode::DurationMissing: return tr("Type how long the order shall stay.");
    case TicketCode::SlippageUnreadable:
        return tr("The slippage must be above 0 and at most 100 %, in 0.0001 % steps.");
    case TicketCode::TriggerMissing: return tr("Type the trigger: the price it waits for.");
    case TicketCode::TriggerUnreadable: return tr("The trigger is not a price this market can hold.");
    case TicketCode::DistanceMissing: return tr("Type how far the stop trails behind the price.");
    case TicketCode::DistanceUnreadable: return tr("The distance must be above 0; percent in 0.0001 % steps.");
    case TicketCode::LevelsMissing: return tr("Type a target, a stop or both, or choose a template.");
    case TicketCode::LevelUnreadable: return tr("Target and stop must be prices this market can hold.");
    case TicketCode::ProfitWrongSide: return tr("The target must lie on the winning side of the price.");
    case TicketCode::ScheduleMissing: return tr("Type the TWAP's minutes, and 30 or more seconds between children.");
    case TicketCode::ScheduleTooRare:
        return tr("The seconds between children are longer than the TWAP lasts: all of it would be sent at once.");
    case TicketCode::DisplayMissing: return tr("Type how much of the size is shown at a time.");
    case TicketCode::EndMissing: return tr("Type the price of the last order of the scale.");
    case TicketCode::CountMissing: return tr("Type how many orders the scale has, 2 to 32.");
    case TicketCode::OffsetMissing: return tr("Type how far from the index the limit stands.");
    case TicketCode::AuctionUnreadable: return tr("An auction lasts 1 to 255 slots of 0.4 s; leave it empty for none.");
    case TicketCode::LeverageUnreadable: return tr("The leverage must be a whole number from 1 to 1000.");
    }
    return {};
}

} // namespace qd::ui
