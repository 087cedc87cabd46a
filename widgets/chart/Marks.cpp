#include "widgets/chart/Marks.h"

#include "widgets/base/Format.h"
#include "widgets/base/Words.h"
#include "widgets/drawings/DrawingShape.h"
#include "widgets/terms/Exits.h"
#include "widgets/terms/Waiting.h"

#include <QCoreApplication>

namespace qd::chart {
namespace {

using ui::Token;

QString tr(const char* text) { return QCoreApplication::translate("qd::chart::Marks", text); }

Token tokenOf(Side side) { return side == Side::Buy ? Token::Up : Token::Down; }

void addPrice(std::vector<Mark>& marks, MarkKind kind, Price price, Token token) {
    if (price.isZero()) return;
    Mark mark;
    mark.kind = kind;
    mark.price = price;
    mark.token = token;
    marks.push_back(std::move(mark));
}

/// An exit that has no size yet takes what its entry fills.
QString sizeText(const Order& order) {
    return order.terms.size.isZero() ? tr("follows") : plainText(order.remaining());
}

/// "Buy 2 of 5 limit post".
QString orderText(const Order& order) {
    const QString size = order.filled.isZero() || order.terms.size.isZero()
                             ? sizeText(order)
                             : tr("%1 of %2").arg(plainText(order.remaining()), plainText(order.terms.size));
    return QStringLiteral("%1 %2 %3").arg(ui::word(order.terms.side), size, ui::typeText(order.terms).toLower());
}

QString stateText(const TrackedOrder& tracked, std::optional<Price> target, int decimals) {
    if (tracked.pendingCancel) return tr("cancelling");
    if (target) return tr("moving to %1").arg(ui::text(*target, decimals));
    if (tracked.pendingAmend) return tr("changing");
    if (isUnconfirmed(tracked)) return ui::stateText(tracked).toLower();
    if (tracked.state == OrderState::Sent) return tr("sending");
    if (ui::waits(tracked.order)) return ui::stateText(tracked).toLower();
    return tr("queue %1").arg(briefText(tracked.queueAhead));
}

void addOrder(std::vector<Mark>& marks, const TrackedOrder& tracked, const MarkSources& from) {
    const Order& order = tracked.order;
    const int decimals = ui::decimalsOf(from.info->params.tick);
    const bool dragged = from.drag->moving() && from.drag->order() == order.id;
    const auto target = dragged ? std::optional(from.drag->target()) : from.moves->target(order.id);
    Mark mark;
    mark.kind = MarkKind::Order;
    mark.price = *ui::standsAt(order);
    mark.token = tokenOf(order.terms.side);
    mark.order = order.id;
    mark.trigger = ui::waits(order);
    mark.waiting =
        tracked.state == OrderState::Sent || tracked.pendingAmend || tracked.pendingCancel || (target && !dragged);
    mark.removable = order.id.value() != 0 && !tracked.pendingCancel;
    mark.label =
        orderText(order) + QStringLiteral(" · ") + stateText(tracked, dragged ? std::nullopt : target, decimals);
    mark.brief = QStringLiteral("%1 %2").arg(ui::word(order.terms.side), sizeText(order));
    marks.push_back(mark);
    if (!target || *target == mark.price) return;
    mark.kind = MarkKind::Target;
    mark.price = *target;
    mark.removable = false;
    mark.waiting = true;
    mark.brief = dragged ? ui::text(*target, decimals) : QString();
    mark.label = dragged ? tr("%1 to %2").arg(orderText(order), ui::text(*target, decimals)) : QString();
    marks.push_back(mark);
}

void addPosition(std::vector<Mark>& marks, const PositionView& view, int decimals) {
    if (view.position.base.isZero()) return;
    const bool isLong = view.position.base.raw() > 0;
    const Quantity size(isLong ? view.position.base.raw() : -view.position.base.raw());
    Mark mark;
    mark.kind = MarkKind::Entry;
    mark.price = view.entryPrice;
    mark.token = Token::Accent;
    mark.label = QStringLiteral("%1 %2 @ %3")
                     .arg(isLong ? tr("LONG") : tr("SHORT"), plainText(size), ui::text(view.entryPrice, decimals));
    mark.brief = QStringLiteral("%1 %2").arg(isLong ? tr("LONG") : tr("SHORT"), plainText(size));
    mark.tail = ui::signedText(view.unrealised);
    mark.tailToken = view.unrealised.raw() < 0 ? Token::Down : Token::Up;
    if (!view.entryPrice.isZero()) marks.push_back(mark);
    if (!view.liquidationPrice) return;
    Mark liquidation;
    liquidation.kind = MarkKind::Liquidation;
    liquidation.price = ui::liquidationShown(*view.liquidationPrice, view.mark, decimals);
    liquidation.token = Token::Danger;
    liquidation.label = tr("Liquidation");
    liquidation.brief = tr("Liq.");
    marks.push_back(liquidation);
}

/// Where an exit of the position would be placed, and what closing there makes.
void addExit(std::vector<Mark>& marks, const PositionView& view, const MarkSources& from) {
    if (!from.exit || view.position.base.isZero()) return;
    const int decimals = ui::decimalsOf(from.info->params.tick);
    const auto terms = ui::exitAt(view, *from.exit, from.orders, decimals);
    const auto made = ui::resultOf(view, *from.exit);
    Mark mark;
    mark.kind = MarkKind::Target;
    mark.price = *from.exit;
    mark.waiting = true;
    mark.token = tokenOf(ui::closingSide(view));
    mark.label = !terms ? tr("no order here")
                 : terms->trigger.kind == TriggerKind::TakeProfit
                     ? tr("Take profit %1 here").arg(plainText(terms->size))
                     : tr("Stop %1 here").arg(plainText(terms->size));
    mark.brief = ui::text(*from.exit, decimals);
    if (terms && made) {
        mark.tail = ui::signedText(*made);
        mark.tailToken = made->raw() < 0 ? Token::Down : Token::Up;
    }
    marks.push_back(std::move(mark));
}

/// The lines of a bracket that was not sent: what target and stop make, and how they stand to each other.
void addDraft(std::vector<Mark>& marks, const OrderDraft& draft, const MarkSources& from) {
    using Part = OrderDraft::Part;
    if (!draft.active() || draft.entry().market != from.info->params.id) return;
    const OrderTerms& entry = draft.entry();
    const auto add = [&](Part part, const QString& label, Token token) -> Mark& {
        Mark mark;
        mark.kind = MarkKind::Draft;
        mark.price = *draft.priceOf(part);
        mark.part = part;
        mark.token = token;
        mark.waiting = true;
        mark.label = mark.brief = label;
        return marks.emplace_back(std::move(mark));
    };
    Mark& first =
        add(Part::Entry, tr("%1 %2 limit: Enter sends, Esc drops").arg(ui::word(entry.side), plainText(entry.size)),
            tokenOf(entry.side));
    first.brief = QStringLiteral("%1 %2").arg(ui::word(entry.side), plainText(entry.size));
    first.removable = true;
    const Price best = entry.side == Side::Buy ? from.ticker.bestAsk : from.ticker.bestBid;
    const bool takes = !best.isZero() && (entry.side == Side::Buy ? entry.price >= best : entry.price <= best);
    if (takes) first.label += QStringLiteral(" · ") + tr("trades at once");
    const auto made = [&](Mark& mark) {
        const auto result = ui::resultOf(entry.side, entry.size, entry.price, mark.price);
        mark.tail = result ? ui::signedText(*result) : ui::unknownText();
        mark.tailToken = mark.token;
    };
    if (const auto profit = draft.levels().takeProfit) {
        QString label = tr("Target");
        if (const auto stop = draft.levels().stop)
            label += QLatin1Char(' ') + drawings::rewardText(entry.price, *stop, *profit);
        made(add(Part::Profit, label, Token::Up));
    }
    if (draft.levels().stop) made(add(Part::Stop, tr("Stop"), Token::Down));
}

void addAlert(std::vector<Mark>& marks, const AlertMark& alert, const MarkSources& from) {
    const bool held = from.alertHeld == alert.number && from.alertTarget;
    Mark mark;
    mark.kind = MarkKind::Alert;
    mark.price = alert.level;
    mark.token = Token::Warn;
    mark.alert = alert.number;
    mark.removable = true;
    mark.brief = tr("Alert %1").arg(alert.number);
    mark.label = alert.label;
    marks.push_back(mark);
    if (!held || *from.alertTarget == alert.level) return;
    mark.kind = MarkKind::Target;
    mark.price = *from.alertTarget;
    mark.removable = false;
    mark.waiting = true;
    mark.label =
        tr("Alert %1 to %2").arg(alert.number).arg(ui::text(mark.price, ui::decimalsOf(from.info->params.tick)));
    marks.push_back(mark);
}

} // namespace

QString plainText(Quantity size) { return ui::text(size, size.isZero() ? 0 : ui::decimalsOf(size)); }

QString briefText(Quantity size) {
    QString text = ui::shortText(size);
    const QChar last = text.back();
    const QString suffix = last.isDigit() ? QString() : QString(last);
    text.chop(suffix.size());
    if (text.contains(QLatin1Char('.'))) {
        while (text.endsWith(QLatin1Char('0'))) text.chop(1);
        if (text.endsWith(QLatin1Char('.'))) text.chop(1);
    }
    return text + suffix;
}

std::vector<Mark> marksOf(const MarkSources& from) {
    std::vector<Mark> marks;
    if (from.info == nullptr) return marks;
    const MarketId market = from.info->params.id;
    addPrice(marks, MarkKind::Last, from.ticker.last, Token::Text1);
    if (from.quotes) {
        addPrice(marks, MarkKind::MarkPrice, from.ticker.prices.mark, Token::Text2);
        addPrice(marks, MarkKind::Bid, from.ticker.bestBid, Token::Up);
        addPrice(marks, MarkKind::Ask, from.ticker.bestAsk, Token::Down);
    }
    if (from.account != nullptr) {
        for (const PositionView& view : from.account->positions) {
            if (view.market != market) continue;
            addPosition(marks, view, ui::decimalsOf(from.info->params.tick));
            addExit(marks, view, from);
        }
    }
    for (const TrackedOrder& tracked : from.orders) {
        const OrderTerms& terms = tracked.order.terms;
        if (terms.market == market && ui::standsAt(tracked.order) && !isFinal(tracked.state))
            addOrder(marks, tracked, from);
    }
    for (const AlertMark& alert : from.alerts) addAlert(marks, alert, from);
    if (from.draft != nullptr) addDraft(marks, *from.draft, from);
    return marks;
}

} // namespace qd::chart
