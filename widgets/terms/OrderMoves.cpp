#include "widgets/terms/OrderMoves.h"

#include "widgets/base/Format.h"
#include "widgets/base/Words.h"
#include "widgets/terms/Waiting.h"

#include <QCoreApplication>

#include <algorithm>

namespace qd::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::OrderMoves", text); }

Price placeOf(const TrackedOrder& order) { return standsAt(order.order).value_or(order.order.terms.price); }

} // namespace

void OrderDrag::nudge(std::int64_t ticks, Price tick) {
    if (!m_target) return;
    const std::int64_t raw = m_target->raw() + ticks * tick.raw();
    if (raw > 0) m_target = Price(raw);
}

void OrderMoves::sent(const TrackedOrder& order, Price to) {
    m_moves.push_back({order.order.id, placeOf(order), to, order.changedAt});
}

std::optional<Price> OrderMoves::target(OrderId order) const {
    const auto found = std::ranges::find(m_moves, order, &Move::order);
    return found == m_moves.end() ? std::nullopt : std::optional(found->to);
}

std::vector<OrderMoves::Refusal> OrderMoves::follow(std::span<const TrackedOrder> orders) {
    std::vector<Refusal> refusals;
    std::erase_if(m_moves, [&](const Move& move) {
        const TrackedOrder* order = workingOrder(orders, move.order);
        if (order == nullptr || placeOf(*order) != move.from) return true;
        // While it is pending, or when something else happened to the order, the answer is still to come.
        if (order->pendingAmend || order->changedAt == move.changedAt || order->rejectCode == RejectCode::None)
            return false;
        refusals.push_back({move.order, order->rejectCode, placeOf(*order)});
        return true;
    });
    return refusals;
}

const TrackedOrder* workingOrder(std::span<const TrackedOrder> orders, OrderId id) {
    const auto found = std::ranges::find_if(
        orders, [id](const TrackedOrder& o) { return id.value() != 0 && o.order.id == id && !isFinal(o.state); });
    return found == orders.end() ? nullptr : &*found;
}

std::expected<void, QString> dropOrder(PaneContext& context, const OrderDrag& drag, OrderMoves& moves) {
    if (!drag.moving()) return {};
    const TrackedOrder* order = workingOrder(context.accounts.orders(), *drag.order());
    if (order == nullptr) return std::unexpected(tr("The order is not working any more; nothing was moved."));
    if (standsAt(order->order) == drag.target()) return {};
    const auto notMoved = [](const QString& why) {
        return std::unexpected(tr("The order was not moved. %1").arg(why));
    };
    if (order->pendingAmend || order->pendingCancel) return notMoved(tr("An amend or a cancel of it is on its way."));
    const TrackedOrder before = *order;
    const auto amendment = movedTo(before.order, drag.target());
    if (!amendment) return notMoved(amendment.error());
    if (const auto sent = context.gate.amend(before.order, *amendment, Intent::OneClick); !sent)
        return notMoved(QString::fromStdString(sent.error().detail));
    moves.sent(before, drag.target());
    return {};
}

QStringList refusedMoves(OrderMoves& moves, std::span<const TrackedOrder> orders, int decimals) {
    QStringList sentences;
    for (const OrderMoves::Refusal& refusal : moves.follow(orders))
        sentences << tr("The order was not moved and stands at %1. %2")
                         .arg(text(refusal.stands, decimals), sentence(refusal.code));
    return sentences;
}

} // namespace qd::ui
