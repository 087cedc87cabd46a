#include "widgets/terms/Waiting.h"

#include "core/base/Checked.h"
#include "core/base/Decimal.h"
#include "core/domain/OrderPlace.h"
#include "widgets/base/Format.h"
#include "widgets/base/Words.h"

#include <QCoreApplication>

namespace qd::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::Waiting", text); }

/// 0: as it is.
Quantity sizeOf(const Order& order) {
    return waits(order) && order.progress.parent != OrderId() ? Quantity() : order.terms.size;
}

std::expected<ports::Amendment, QString> trailingTo(const Order& order, Price to) {
    const Trigger& t = order.terms.trigger;
    if (t.distance.isZero())
        return std::unexpected(tr("A stop that trails by percent cannot be moved; cancel it and place another."));
    if (order.progress.extreme.isZero())
        return std::unexpected(tr("The trailing stop does not follow the price yet; it cannot be moved before."));
    const auto distance = (Checked(order.progress.extreme.raw()) - to.raw()) * -signOf(order.terms.side);
    const auto price = distance.to<Price>();
    if (!price || price->raw() <= 0)
        return std::unexpected(tr("A trailing stop must stay behind the best price it has seen."));
    return ports::Amendment{Price(), sizeOf(order), *price};
}

} // namespace

bool waits(const Order& order) noexcept { return isOutsideBook(order); }

std::optional<Price> standsAt(const Order& order) noexcept { return placeOf(order); }

Price triggerPrice(const Ticker& ticker, TriggerSource source) noexcept {
    switch (source) {
    case TriggerSource::Mark: return ticker.prices.mark;
    case TriggerSource::Index: return ticker.prices.index;
    case TriggerSource::Last: break;
    }
    return ticker.last;
}

std::expected<ports::Amendment, QString> movedTo(const Order& order, Price to) {
    const OrderTerms& t = order.terms;
    if (order.progress.phase == OrderPhase::Twap) return std::unexpected(tr("A TWAP has no price to move."));
    if (order.progress.phase == OrderPhase::Auction)
        return std::unexpected(tr("An order in its auction cannot be moved; it ends within seconds."));
    if (!waits(order) || t.trigger.kind == TriggerKind::None) {
        if (t.type != OrderType::Limit) return std::unexpected(tr("A market order has no price to move."));
        if (!t.oracleOffset.isZero())
            return std::unexpected(tr("Its price follows the index; cancel it to place it elsewhere."));
        return ports::Amendment{to, sizeOf(order)};
    }
    if (t.trigger.kind == TriggerKind::Trailing) return trailingTo(order, to);
    ports::Amendment amendment{Price(), sizeOf(order), to};
    if (t.type == OrderType::Limit && t.oracleOffset.isZero()) {
        const auto limit = (Checked(t.price.raw()) + to.raw() - t.trigger.price.raw()).to<Price>();
        if (!limit || limit->raw() <= 0) return std::unexpected(tr("Its limit would be at zero or below."));
        amendment.price = *limit;
    }
    return amendment;
}

std::optional<QString> changing(const TrackedOrder& order) {
    if (order.pendingCancel) return tr("A cancel of this order is on its way.");
    if (order.pendingAmend) return tr("An amend of this order is on its way.");
    return std::nullopt;
}

std::optional<Price> byTicks(Price from, Price tick, int ticks) noexcept {
    const auto to = (Checked(from.raw()) + Checked(tick.raw()) * ticks).to<Price>();
    return to && to->raw() > 0 ? std::optional(*to) : std::nullopt;
}

std::optional<QString> immovable(const TrackedOrder& order) {
    if (order.order.id.value() == 0) return tr("The venue has not acknowledged this order yet.");
    if (auto why = changing(order)) return why;
    const auto stands = standsAt(order.order);
    if (!stands) return tr("This order has no price to move.");
    const auto move = movedTo(order.order, *stands);
    return move ? std::nullopt : std::optional(move.error());
}

QString triggerText(const OrderTerms& terms, int decimals) {
    const Trigger& t = terms.trigger;
    if (t.kind == TriggerKind::None) return {};
    QString words;
    if (t.kind == TriggerKind::Trailing) {
        const QString distance = t.distance.isZero() ? percentText(t.distanceRate) : text(t.distance, decimals);
        words = tr("%1 %2").arg(word(t.kind), distance);
        if (!t.price.isZero()) words += tr(" from %1").arg(text(t.price, decimals));
    } else {
        const bool above = (terms.side == Side::Buy) != (t.kind == TriggerKind::TakeProfit);
        words =
            QStringLiteral("%1 %2 %3")
                .arg(word(t.kind), above ? QString(QChar(0x2265)) : QString(QChar(0x2264)), text(t.price, decimals));
    }
    return t.source == TriggerSource::Mark ? words : words + QLatin1Char(' ') + word(t.source);
}

QString distanceText(const Order& order, std::optional<Price> now) {
    const auto at = standsAt(order);
    if (!at || !now || now->isZero()) return unknownText();
    return tr("%1 %").arg(percent(at->raw() - now->raw(), now->raw(), 2));
}

QString percentText(Rate rate) {
    return tr("%1 %").arg(QString::fromStdString(formatDecimal(rate.raw(), 4))); // 1 % = 10'000 ppm
}

} // namespace qd::ui
