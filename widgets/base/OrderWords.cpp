#include "widgets/base/Format.h"
#include "widgets/base/Words.h"

#include <QCoreApplication>
#include <QStringList>

namespace qd::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::Words", text); }

/// "Stop", "Stop limit", "Trailing stop": an order that waits, named by what it waits for and what it becomes.
QString waitingText(const OrderTerms& terms) {
    const QString kind = word(terms.trigger.kind);
    return terms.type == OrderType::Market ? kind : tr("%1 limit").arg(kind);
}

QString kindText(const OrderTerms& terms) {
    if (terms.twap.durationMs != 0) return tr("TWAP");
    if (terms.trigger.kind != TriggerKind::None) return waitingText(terms);
    if (terms.type == OrderType::Market) return tr("Market");
    if (!terms.oracleOffset.isZero()) return tr("Index limit");
    return terms.display.isZero() ? tr("Limit") : tr("Iceberg");
}

} // namespace

QString word(TriggerKind kind) {
    switch (kind) {
    case TriggerKind::None: return {};
    case TriggerKind::Stop: return tr("Stop");
    case TriggerKind::TakeProfit: return tr("Take profit");
    case TriggerKind::Trailing: return tr("Trailing stop");
    }
    return {};
}

QString word(TriggerSource source) {
    switch (source) {
    case TriggerSource::Mark: return tr("mark");
    case TriggerSource::Index: return tr("index");
    case TriggerSource::Last: return tr("last");
    }
    return {};
}

QString word(OrderPhase phase) {
    switch (phase) {
    case OrderPhase::Book: return tr("Working");
    case OrderPhase::Waiting: return tr("Waiting");
    case OrderPhase::Auction: return tr("In auction");
    case OrderPhase::Twap: return tr("TWAP running");
    }
    return {};
}

QString stateText(const TrackedOrder& order) {
    if (isUnconfirmed(order)) return tr("Unknown");
    if (isFinal(order.state) || order.state == OrderState::Sent) return word(order.state);
    const OrderProgress& progress = order.order.progress;
    if (progress.phase == OrderPhase::Twap && progress.paused) return tr("TWAP paused");
    return progress.phase == OrderPhase::Book ? word(order.state) : word(progress.phase);
}

QString triggerText(const Order& order, int priceDecimals) {
    const Trigger& t = order.terms.trigger;
    const QString source = word(t.source);
    if (t.kind == TriggerKind::None) return {};
    if (t.kind == TriggerKind::Trailing) {
        const QString by = t.distance.isZero() ? number(t.distanceRate.raw(), 4, 2) + QStringLiteral(" %")
                                               : text(t.distance, priceDecimals);
        if (!order.progress.stop.isZero())
            return tr("trailing by %1, stop %2 %3").arg(by, text(order.progress.stop, priceDecimals), source);
        return t.price.isZero() ? tr("trailing by %1 %2").arg(by, source)
                                : tr("trailing by %1 from %2 %3").arg(by, text(t.price, priceDecimals), source);
    }
    const bool below = (t.kind == TriggerKind::Stop) == (order.terms.side == Side::Sell);
    return (below ? tr("at or below %1 %2") : tr("at or above %1 %2")).arg(text(t.price, priceDecimals), source);
}

Price firesAt(const Order& order) noexcept {
    return order.progress.stop.isZero() ? order.terms.trigger.price : order.progress.stop;
}

QString word(OrderRelation relation) {
    switch (relation) {
    case OrderRelation::Independent: return tr("Independent");
    case OrderRelation::OneCancelsOther: return tr("One cancels the other");
    case OrderRelation::Bracket: return tr("Bracket");
    }
    return {};
}

QString typeText(const OrderTerms& terms) {
    QStringList parts{kindText(terms)};
    if (terms.auction.durationSlots != 0) parts << tr("auction");
    if (terms.postOnly != PostOnly::No) parts << word(terms.postOnly).toLower();
    if (terms.reduceOnly) parts << tr("reduce");
    return parts.join(QLatin1Char(' '));
}

} // namespace qd::ui
