#include "core/client/OrderTracker.h"

#include "core/engine/exchange/FieldCodec.h"

namespace qd::client {
namespace {

OrderState stateOf(CloseReason reason) noexcept {
    switch (reason) {
    case CloseReason::Filled: return OrderState::Filled;
    case CloseReason::Expired: return OrderState::Expired;
    default: return OrderState::Cancelled;
    }
}

} // namespace

void OrderTracker::touch(TrackedOrder& order) {
    order.changedAt = m_wall;
    m_touched[order.order.id] = order;
}

void OrderTracker::see(const OrderAccepted& e) {
    TrackedOrder& tracked = m_orders[e.order.id];
    tracked.order = e.order;
    tracked.state = OrderState::Working;
    const auto sent = m_sent.find(e.order.terms.clientId);
    tracked.sentAt = sent == m_sent.end() ? m_wall : sent->second.sentAt;
    touch(tracked);
}

void OrderTracker::see(const OrderAmended& e) {
    TrackedOrder& tracked = m_orders[e.order.id];
    tracked.order = e.order;
    tracked.rejectCode = RejectCode::None;
    touch(tracked);
}

void OrderTracker::see(const OrderFilled& e) {
    m_fills.push_back({m_ts, e});
    const auto found = m_orders.find(e.order);
    if (found == m_orders.end()) return;
    Order& order = found->second.order;
    order.filled = Quantity(order.filled.raw() + e.size.raw());
    order.filledQuote = Money(order.filledQuote.raw() + e.quote.raw());
    found->second.state = OrderState::PartiallyFilled;
    touch(found->second);
}

void OrderTracker::see(const OrderClosed& e) {
    const auto found = m_orders.find(e.order);
    if (found == m_orders.end()) return;
    found->second.state = stateOf(e.reason);
    found->second.closeReason = e.reason;
    touch(found->second);
    m_orders.erase(found);
}

void OrderTracker::see(const RequestRejected& e) {
    if (const auto* place = std::get_if<PlaceOrder>(&m_command->body)) {
        TrackedOrder refused;
        refused.order.terms = place->terms;
        refused.order.createdAt = m_ts;
        refused.state = OrderState::Rejected;
        refused.rejectCode = e.code;
        const auto sent = m_sent.find(place->terms.clientId);
        refused.sentAt = sent == m_sent.end() ? m_wall : sent->second.sentAt;
        refused.changedAt = m_wall;
        m_refused.push_back(refused);
        return;
    }
    for (auto& [id, tracked] : m_orders) {
        const bool named = e.order.id.value() != 0
                               ? id == e.order.id
                               : e.order.clientId == tracked.order.terms.clientId && e.order.clientId.value() != 0;
        if (!named) continue;
        tracked.rejectCode = e.code;
        touch(tracked);
    }
}

OrderTracker::Changes OrderTracker::read(const Command& command, std::span<const Event> events, UnixNanos wall) {
    m_command = &command;
    m_wall = wall;
    for (const Event& event : events) {
        m_ts = event.ts;
        std::visit(
            [this](const auto& body) {
                if constexpr (requires { body.account; }) {
                    if (body.account == m_user) see(body);
                }
            },
            event.body);
    }
    Changes changes;
    for (auto& [id, tracked] : m_touched) changes.orders.push_back(std::move(tracked));
    for (TrackedOrder& refused : m_refused) changes.orders.push_back(std::move(refused));
    changes.fills = std::move(m_fills);
    m_touched.clear();
    m_refused.clear();
    m_fills.clear();
    return changes;
}

std::vector<TrackedOrder> OrderTracker::working() const {
    std::vector<TrackedOrder> orders;
    for (const auto& [id, tracked] : m_orders) orders.push_back(tracked);
    return orders;
}

void OrderTracker::save(ByteWriter& out) const {
    out.put(m_user.value());
    out.put(static_cast<std::uint32_t>(m_orders.size()));
    for (const auto& [id, tracked] : m_orders) {
        exchange::put(out, tracked.order);
        out.put(tracked.state);
        out.put(tracked.sentAt.value());
        out.put(tracked.changedAt.value());
        out.put(tracked.roundTripNanos.value_or(-1));
    }
}

void OrderTracker::load(ByteReader& in) {
    m_user = AccountId(in.get<std::uint32_t>());
    m_orders.clear();
    const auto count = in.get<std::uint32_t>();
    for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
        TrackedOrder tracked;
        tracked.order = exchange::getOrder(in);
        tracked.state = exchange::getEnum(in, OrderState::PartiallyFilled);
        tracked.sentAt = UnixNanos(in.get<std::int64_t>());
        tracked.changedAt = UnixNanos(in.get<std::int64_t>());
        if (const auto trip = in.get<std::int64_t>(); trip >= 0) tracked.roundTripNanos = trip;
        m_orders[tracked.order.id] = tracked;
    }
}

std::optional<SentRequest> OrderTracker::takeSent(ClientOrderId id) {
    const auto found = m_sent.find(id);
    if (found == m_sent.end()) return std::nullopt;
    const SentRequest request = found->second;
    m_sent.erase(found);
    return request;
}

} // namespace qd::client
