#include "widgets/orders/OrderRows.h"

#include "widgets/base/Format.h"
#include "widgets/base/Words.h"

#include <QCoreApplication>

#include <algorithm>

namespace qd::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::OrdersPane", text); }

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
    row.age = (row.isFinished() ? tracked.changedAt : wall).value() - tracked.sentAt.value();
    return row;
}

} // namespace

bool OrderRow::isResting() const {
    const OrderTerms& terms = order().terms;
    if (order().progress.phase != OrderPhase::Book) return false;
    const bool rests = terms.type == OrderType::Limit && (terms.timeInForce == TimeInForce::GoodTillCancel ||
                                                          terms.timeInForce == TimeInForce::GoodTillDate);
    return rests && (tracked.state == OrderState::Working || tracked.state == OrderState::PartiallyFilled);
}

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
    if (t.pendingCancel)
        text += tr(" · cancelling");
    else if (t.pendingAmend)
        text += tr(" · amending");
    else if (t.rejectCode != RejectCode::None)
        text += tr(" · refused");
    return text;
}

Token stateToken(const OrderRow& row) {
    const TrackedOrder& t = row.tracked;
    switch (t.state) {
    case OrderState::Sent: return Token::Text2;
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
