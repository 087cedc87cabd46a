#include "widgets/chart/OrderMoves.h"

#include "widgets/terms/Waiting.h"

#include <algorithm>

namespace qd::chart {
namespace {

Price placeOf(const TrackedOrder& order) { return ui::standsAt(order.order).value_or(order.order.terms.price); }

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

} // namespace qd::chart
