// Size: one entry a column.
#include "core/base/Checked.h"
#include "core/engine/matching/Slices.h"
#include "widgets/base/Format.h"
#include "widgets/base/Words.h"
#include "widgets/orders/OrderRows.h"

#include <QCoreApplication>

namespace qd::ui {
namespace {

using Columns = std::vector<Column<OrderRow>>;
using R = OrderRow;

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::OrdersPane", text); }

QVariant sortable(std::int64_t raw) { return QVariant::fromValue<qlonglong>(raw); }

QString nameOf(const R& r) {
    if (r.order().id.value() == 0)
        return tr("Not acknowledged yet; client id %1").arg(r.order().terms.clientId.value());
    return tr("Order %1, client id %2").arg(r.order().id.value()).arg(r.order().terms.clientId.value());
}

/// What the order waits for, what it belongs to, how far it is.
QStringList waitText(const R& r) {
    const Order& o = r.order();
    QStringList parts;
    if (o.terms.trigger.kind != TriggerKind::None) parts << triggerText(o, r.priceDecimals);
    if (!r.tracked.triggeredAt.isZero()) parts << tr("fired at %1").arg(text(r.tracked.triggeredAt, r.priceDecimals));
    if (o.progress.parent != OrderId{}) parts << tr("protects order %1").arg(o.progress.parent.value());
    if (o.progress.group != 0) parts << tr("one cancels the other");
    if (!o.terms.display.isZero()) parts << tr("shows %1 at a time").arg(text(o.terms.display, r.sizeDecimals));
    if (o.progress.phase == OrderPhase::Twap) parts << tr("%1 parts sent").arg(o.progress.child);
    return parts;
}

QString typeTip(const R& r) {
    const OrderTerms& terms = r.order().terms;
    QStringList parts{typeText(terms), word(terms.timeInForce)};
    if (terms.timeInForce == TimeInForce::GoodTillDate) parts << tr("until %1 UTC").arg(dateTimeText(terms.expiry));
    parts << tr("meeting own orders: %1").arg(word(terms.selfTrade).toLower());
    parts += waitText(r);
    return parts.join(QStringLiteral(" · "));
}

QString priceTip(const R& r) {
    if (r.triggerIsPrice && r.awaitsTrigger()) {
        const OrderTerms& terms = r.order().terms;
        const QString then = terms.type == OrderType::Market
                                 ? tr("then trades at market")
                                 : tr("then at %1 or better").arg(text(terms.price, r.priceDecimals));
        return triggerText(terms, r.priceDecimals) + QStringLiteral(" · ") + then;
    }
    if (!r.order().terms.oracleOffset.isZero())
        return tr("Follows the index at %1")
            .arg(signedNumber(r.order().terms.oracleOffset.raw(), Price::kDecimals, r.priceDecimals));
    const OrderTerms& terms = r.order().terms;
    if (terms.type != OrderType::Market) return {};
    const QString cap = terms.price.isZero()
                            ? QString()
                            : tr(" The venue's protective limit is %1.").arg(text(terms.price, r.priceDecimals));
    return (r.isWaiting() ? tr("Trades at market when it fires.") : tr("Trades at market.")) + cap;
}

QString filledTip(const R& r) {
    const OrderTerms& t = r.order().terms;
    if (r.isTwap() && r.order().filled.isZero())
        return tr("%1 children, one every %2.")
            .arg(matching::twapChildren(t.twap))
            .arg(durationText(t.twap.intervalMs * kNanosPerMilli));
    if (r.order().filled.isZero()) return tr("Nothing is filled yet.");
    return tr("%1 of %2 at %3 on average")
        .arg(text(r.order().filled, r.sizeDecimals), text(r.order().terms.size, r.sizeDecimals),
             averageText(r.order(), r.priceDecimals));
}

QString triggerCell(const R& r) {
    const OrderTerms& t = r.order().terms;
    const Price at = firesAt(r.order());
    if (t.trigger.kind == TriggerKind::None || at.isZero()) return unknownText();
    const bool above = (t.side == Side::Buy) != (t.trigger.kind == TriggerKind::TakeProfit);
    return QString(QChar(above ? 0x2265 : 0x2264)) + QChar(QChar::Nbsp) + text(at, r.priceDecimals);
}

/// The limit somebody set, or what stands there instead; the venue's cap of a market order is none.
QString priceCell(const R& r) {
    const OrderTerms& terms = r.order().terms;
    if (r.triggerIsPrice && r.awaitsTrigger()) return triggerCell(r);
    return terms.type == OrderType::Market ? unknownText() : knownText(terms.price, r.priceDecimals);
}
QVariant priceOrder(const R& r) {
    return sortable((r.triggerIsPrice && r.awaitsTrigger() ? firesAt(r.order()) : r.order().terms.price).raw());
}

QString filledCell(const R& r) {
    const QString filled = text(r.order().filled, r.sizeDecimals);
    const TwapSchedule& twap = r.order().terms.twap;
    if (twap.durationMs == 0) return filled;
    return tr("%1 · %2/%3").arg(filled).arg(r.order().progress.child).arg(matching::twapChildren(twap));
}

QString queueText(const R& r) {
    if (!r.isResting()) return unknownText();
    const QString size = text(r.tracked.queueAhead, r.sizeDecimals);
    return r.liquidity == Liquidity::External ? QStringLiteral("≈ ") + size : size;
}

QString queueTip(const R& r) {
    if (!r.isResting()) return tr("The order is not in the book.");
    return r.liquidity == Liquidity::External ? tr("Estimated by the paper model: the venue does not tell.")
                                              : tr("Exactly what stands before it at this price.");
}

QString stateTip(const R& r) {
    const TrackedOrder& t = r.tracked;
    const QString since = tr("since %1 UTC").arg(clockText(t.changedAt, 3));
    if (t.state == OrderState::Sent)
        return tr("Sent at %1 UTC; the venue has not answered. It may still land.").arg(clockText(t.sentAt, 3));
    QString tip = stateText(t) + QLatin1Char(' ') + since;
    if (const QString reason = reasonText(r); !reason.isEmpty())
        tip += r.isFinished() ? QStringLiteral(". ") + reason
                              : tr(". The last change was refused and the order stands as it was: %1").arg(reason);
    return tip;
}

QString ageTip(const R& r) {
    const QString sent = tr("Sent at %1 UTC").arg(dateTimeText(r.tracked.sentAt));
    return r.isFinished() ? sent + tr(", finished at %1 UTC").arg(dateTimeText(r.tracked.changedAt)) : sent;
}

QString sizeCell(const R& r) {
    const Quantity size = r.order().terms.size;
    return size == Quantity() ? tr("follows") : text(size, r.sizeDecimals);
}

/// Tenths of a basis point of what it watches, without sign.
std::optional<std::int64_t> distanceOf(const R& r) {
    const auto at = r.isWaiting() ? standsAt(r.order()) : std::nullopt;
    if (!at || !r.watched) return std::nullopt;
    const auto apart = (Checked(at->raw()) - r.watched->raw()).abs();
    const auto tenths = apart.times(100'000, r.watched->raw(), Round::Down).to<std::int64_t>();
    return tenths ? std::optional(*tenths) : std::nullopt;
}
QVariant distanceOrder(const R& r) { return sortable(distanceOf(r).value_or(std::int64_t{1} << 60)); }
/// Within half a percent it may fire at any moment.
Token distanceToken(const R& r) {
    const auto distance = distanceOf(r);
    if (!distance) return Token::Text3;
    return *distance < 500 ? Token::Warn : Token::Text1;
}

QString tieTip(const R& r) {
    const OrderProgress& p = r.order().progress;
    if (p.parent.value() != 0)
        return p.group != 0 ? tr("Closes what order %1 fills; what its sibling fills, it loses.").arg(p.parent.value())
                            : tr("Closes what order %1 fills.").arg(p.parent.value());
    if (p.group != 0) return tr("What the other order of the pair fills, this one loses; one cancelled, both go.");
    return r.tie.isEmpty() ? QString() : tr("Cancelled without a fill, its exits go with it.");
}

void addTerms(Columns& list) {
    list.push_back({.title = tr("Market"),
                    .hint = tr("Market of the order"),
                    .text = [](const R& r) { return r.symbol; },
                    .right = false,
                    .strong = true,
                    .tip = nameOf});
    list.push_back({.title = tr("Side"),
                    .hint = tr("What the order does"),
                    .text = [](const R& r) { return word(r.order().terms.side); },
                    .token = [](const R& r) { return r.order().terms.side == Side::Buy ? Token::Up : Token::Down; },
                    .right = false,
                    .sample = QStringLiteral("Sell")});
    list.push_back({.title = tr("Type"),
                    .hint = tr("Type of the order and what it promises"),
                    .text = [](const R& r) { return typeText(r.order().terms); },
                    .right = false,
                    .tip = typeTip,
                    .sample = tr("Limit post reduce")});
    list.push_back({.title = tr("Price"),
                    .hint = tr("Limit price, USDC; – for what trades at market. Where Trigger has no room: of what "
                               "waits its trigger, with ≥ or ≤"),
                    .text = priceCell,
                    .sort = priceOrder,
                    .flashes = true,
                    .tip = priceTip,
                    .sample = QStringLiteral("≤ 104 238.17")});
    list.push_back({.title = tr("Trigger"),
                    .hint = tr("The price it waits for, or waited for; of a trailing stop where it fires now, or "
                               "stood last"),
                    .text = triggerCell,
                    .sort = [](const R& r) { return sortable(firesAt(r.order()).raw()); },
                    .token = [](const R& r) { return r.awaitsTrigger() ? Token::Text1 : Token::Text3; },
                    .flashes = true,
                    .tip = [](const R& r) { return triggerText(r.order().terms, r.priceDecimals); },
                    .sample = QStringLiteral("≤ 104 238.17")});
    list.push_back(
        {.title = tr("Distance"),
         .hint = tr("From the price it watches to its trigger, in percent of that price"),
         .text = [](const R& r) { return r.isWaiting() ? distanceText(r.order(), r.watched) : unknownText(); },
         .sort = distanceOrder,
         .token = distanceToken,
         .sample = QStringLiteral("−12.34 %")});
    list.push_back({.title = tr("Size"),
                    .hint = tr("Whole size of the order in the base asset; an exit follows what its entry has filled"),
                    .text = sizeCell,
                    .sort = [](const R& r) { return sortable(r.order().terms.size.raw()); },
                    .flashes = true,
                    .sample = QStringLiteral("0.00000213")});
    list.push_back(
        {.title = tr("Filled"),
         .hint = tr("How much of it is filled, in the base asset; of a TWAP also how many of its children were sent"),
         .text = filledCell,
         .sort = [](const R& r) { return sortable(r.order().filled.raw()); },
         .token = [](const R& r) { return r.order().filled.isZero() ? Token::Text3 : Token::Text1; },
         .flashes = true,
         .tip = filledTip,
         .sample = QStringLiteral("0.00000213")});
    list.push_back({.title = tr("Queue"),
                    .hint = tr("Size that trades before it, in the base asset; – when it is not in the book"),
                    .text = queueText,
                    .sort = [](const R& r) { return sortable(r.isResting() ? r.tracked.queueAhead.raw() : -1); },
                    .token = [](const R& r) { return r.isResting() ? Token::Text1 : Token::Text3; },
                    .tip = queueTip,
                    .sample = QStringLiteral("≈ 1 234.56")});
}

void addLife(Columns& list) {
    list.push_back({.title = tr("State"),
                    .hint = tr("What is known of the order, and what was asked of it last"),
                    .text = [](const R& r) { return stateText(r); },
                    .token = stateToken,
                    .right = false,
                    .flashes = true,
                    .tip = stateTip,
                    .sample = tr("Working · refused")});
    list.push_back({.title = tr("Tied to"),
                    .hint = tr("The entry it leaves, or the other order of its pair"),
                    .text = [](const R& r) { return r.tie; },
                    .right = false,
                    .tip = tieTip,
                    .sample = tr("exit of 12")});
    list.push_back({.title = tr("Age"),
                    .hint = tr("Time since it was sent; how long it lived when it is finished"),
                    .text = [](const R& r) { return ageText(r.age); },
                    .sort = [](const R& r) { return sortable(r.age); },
                    .token = [](const R& r) { return r.isFinished() ? Token::Text3 : Token::Text1; },
                    .tip = ageTip,
                    .sample = QStringLiteral("12:07")});
    list.push_back({.title = tr("Round trip"),
                    .hint = tr("From sending it until the venue had it on disk and said so"),
                    .text =
                        [](const R& r) {
                            return r.tracked.roundTripNanos ? durationText(*r.tracked.roundTripNanos) : unknownText();
                        },
                    .sort = [](const R& r) { return sortable(r.tracked.roundTripNanos.value_or(-1)); },
                    .token = [](const R& r) { return r.tracked.roundTripNanos ? Token::Text1 : Token::Text3; },
                    .sample = QStringLiteral("999.9 ms")});
    list.push_back({.title = tr("Reason"),
                    .hint = tr("Why the venue refused it, a change of it, or closed it"),
                    .text = reasonText,
                    .token = [](const R& r) { return r.isFinished() ? Token::Text2 : Token::Warn; },
                    .right = false,
                    .tip = reasonText,
                    .sample = tr("The price is too far from the")});
}

QString deedsTip(const R& r) {
    if (r.isFinished()) return {};
    if (r.isTwap()) return tr("Pause holds it back before its next child. Cancel always works.");
    if (!r.isAmendable()) return tr("Cancel always works.");
    return tr("−1 and +1 move its limit or its trigger by one tick of %1 at once: they need one-click trading on. "
              "Amend opens an "
              "editor. Cancel always works.")
        .arg(text(r.tick, r.priceDecimals));
}

} // namespace

std::vector<Column<OrderRow>> orderColumns(std::vector<CellLink<OrderRow>> links) {
    Columns list;
    addTerms(list);
    addLife(list);
    list.push_back({.hint = tr("Move by a tick, amend, pause, cancel"),
                    .links = std::move(links),
                    .tip = deedsTip,
                    .sample = tr("−1 · +1 · Amend · Cancel")});
    return list;
}

} // namespace qd::ui
