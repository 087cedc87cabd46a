#include "widgets/orders/OrderRows.h"

#include "core/engine/matching/Slices.h"
#include "widgets/base/Format.h"
#include "widgets/base/Words.h"

#include <QCoreApplication>

#include <algorithm>

namespace qd::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::OrdersPane", text); }

bool isLive(const TrackedOrder& o) { return o.state == OrderState::Working || o.state == OrderState::PartiallyFilled; }

std::optional<Price> watchedBy(const Ticker& ticker, const Trigger& trigger) {
    if (trigger.kind == TriggerKind::None) return std::nullopt;
    const Price price = trigger.source == TriggerSource::Mark    ? ticker.prices.mark
                        : trigger.source == TriggerSource::Index ? ticker.prices.index
                                                                 : ticker.last;
    return price.isZero() ? std::nullopt : std::optional(price);
}

/// An exit names its entry, an entry that it has exits; a pair names its group.
QString tieOf(const Order& order, const std::vector<TrackedOrder>& all) {
    const OrderProgress& p = order.progress;
    if (p.parent.value() != 0) {
        const auto parent = std::ranges::find(all, p.parent, [](const TrackedOrder& o) { return o.order.id; });
        const bool ofTwap = parent != all.end() && parent->order.terms.twap.durationMs != 0;
        return (ofTwap ? tr("child of %1") : tr("exit of %1")).arg(p.parent.value());
    }
    if (p.group != 0) return tr("OCO %1").arg(p.group);
    const bool entry = order.id.value() != 0 && order.progress.phase != OrderPhase::Twap &&
                       std::ranges::any_of(all, [&](const TrackedOrder& o) {
                           return !isFinal(o.state) && o.order.progress.parent == order.id;
                       });
    return entry ? tr("entry %1").arg(order.id.value()) : QString();
}

OrderRow rowOf(const PaneContext& context, const TrackedOrder& tracked, UnixNanos wall) {
    OrderRow row;
    row.tracked = tracked;
    if (const MarketInfo* info = context.info(tracked.order.terms.market)) {
        row.symbol = QString::fromStdString(info->params.symbol);
        row.priceDecimals = decimalsOf(info->params.tick);
        row.sizeDecimals = decimalsOf(info->params.step);
        row.tick = info->params.tick;
        row.step = info->params.step;
        row.liquidity = info->params.liquidity;
    }
    row.watched = watchedBy(context.market.ticker(tracked.order.terms.market), tracked.order.terms.trigger);
    row.tie = tieOf(tracked.order, context.accounts.orders());
    row.age = (row.isFinished() ? tracked.changedAt : wall).value() - tracked.sentAt.value();
    return row;
}

} // namespace

bool OrderRow::isResting() const {
    const OrderTerms& terms = order().terms;
    const bool rests = terms.type == OrderType::Limit && (terms.timeInForce == TimeInForce::GoodTillCancel ||
                                                          terms.timeInForce == TimeInForce::GoodTillDate);
    return rests && isLive(tracked) && order().progress.phase == OrderPhase::Book;
}

bool OrderRow::isWaiting() const { return isLive(tracked) && order().progress.phase == OrderPhase::Waiting; }

bool OrderRow::awaitsTrigger() const {
    return !isFinished() && waits(order()) && order().terms.trigger.kind != TriggerKind::None;
}

bool OrderRow::isTwap() const { return isLive(tracked) && order().progress.phase == OrderPhase::Twap; }

OrderKey keyOf(const OrderRow& row) {
    const std::uint64_t client = row.order().terms.clientId.value();
    const std::uint32_t id = row.order().id.value();
    if (row.isFinished()) return {client, id, row.tracked.sentAt.value()};
    return client != 0 ? OrderKey{client, 0, 0} : OrderKey{0, id, 0};
}

std::vector<OrderRow> orderRows(const PaneContext& context, bool all, UnixNanos wall) {
    const std::vector<TrackedOrder>& orders = context.accounts.orders();
    std::vector<OrderRow> rows;
    for (auto o = orders.rbegin(); o != orders.rend(); ++o) {
        if (!isFinal(o->state)) rows.push_back(rowOf(context, *o, wall));
    }
    if (!all) return rows;
    const auto working = static_cast<std::ptrdiff_t>(rows.size());
    for (auto o = orders.rbegin(); o != orders.rend(); ++o) {
        if (isFinal(o->state)) rows.push_back(rowOf(context, *o, wall));
    }
    std::stable_sort(rows.begin() + working, rows.end(),
                     [](const OrderRow& a, const OrderRow& b) { return a.tracked.changedAt > b.tracked.changedAt; });
    return rows;
}

QString stateText(const OrderRow& row) {
    const TrackedOrder& t = row.tracked;
    QString text = stateText(t);
    if (row.isFinished()) return text;
    if (row.isTwap()) text += tr(" %1/%2").arg(t.order.progress.child).arg(matching::twapChildren(t.order.terms.twap));
    if (row.isWaiting() && t.order.terms.trigger.kind == TriggerKind::None) text = tr("Waiting for entry");
    if (t.pendingCancel)
        text += tr(" · cancelling");
    else if (t.pendingAmend)
        text += tr(" · amending");
    else if (t.rejectCode != RejectCode::None && !isUnconfirmed(t))
        text += tr(" · refused");
    return text;
}

Token stateToken(const OrderRow& row) {
    const TrackedOrder& t = row.tracked;
    switch (t.state) {
    case OrderState::Sent: return isUnconfirmed(t) ? Token::Warn : Token::Text2;
    case OrderState::Working: return t.rejectCode != RejectCode::None ? Token::Warn : Token::Text1;
    case OrderState::PartiallyFilled: return Token::Warn;
    case OrderState::Filled: return Token::Text1;
    case OrderState::Rejected: return Token::Danger;
    case OrderState::Cancelled:
    case OrderState::Expired: return Token::Text3;
    }
    return Token::Text1;
}

QString reasonText(const OrderRow& row) {
    const TrackedOrder& t = row.tracked;
    if (t.state == OrderState::Rejected || !row.isFinished()) return sentence(t.rejectCode);
    if (t.closeReason == CloseReason::Filled || t.closeReason == CloseReason::Cancelled ||
        t.closeReason == CloseReason::Expired)
        return {};
    return sentence(t.closeReason);
}

} // namespace qd::ui
