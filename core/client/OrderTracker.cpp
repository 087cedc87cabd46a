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
    m_touched[{m_account, order.order.id}] = order;
}

TrackedOrder* OrderTracker::find(OrderId id) {
    const auto found = m_orders->find(id);
    return found == m_orders->end() ? nullptr : &found->second;
}

UnixNanos OrderTracker::sentAt(AccountId account, ClientOrderId id) const {
    const auto sent = m_sent.find({account, id});
    return sent == m_sent.end() ? m_wall : sent->second.sentAt;
}

void OrderTracker::see(const OrderAccepted& e) {
    TrackedOrder& tracked = (*m_orders)[e.order.id];
    tracked.account = m_account;
    tracked.order = e.order;
    tracked.state = OrderState::Working;
    tracked.sentAt = sentAt(m_account, e.order.terms.clientId);
    touch(tracked);
}

void OrderTracker::see(const OrderAmended& e) {
    TrackedOrder* tracked = find(e.order.id);
    if (tracked == nullptr) return;
    tracked->order = e.order;
    tracked->rejectCode = RejectCode::None;
    touch(*tracked);
}

void OrderTracker::see(const OrderUpdated& e) {
    TrackedOrder* tracked = find(e.order.id);
    if (tracked == nullptr) return;
    tracked->order = e.order;
    touch(*tracked);
}

void OrderTracker::see(const OrderTriggered& e) {
    TrackedOrder* tracked = find(e.order.id);
    if (tracked == nullptr) return;
    tracked->order = e.order;
    tracked->triggeredAt = e.price;
    touch(*tracked);
}

void OrderTracker::see(const OrderFilled& e) {
    m_fills.push_back({m_ts, e});
    TrackedOrder* tracked = find(e.order);
    if (tracked == nullptr) return;
    Order& order = tracked->order;
    order.filled = Quantity(order.filled.raw() + e.size.raw());
    order.filledQuote = Money(order.filledQuote.raw() + e.quote.raw());
    tracked->state = OrderState::PartiallyFilled;
    touch(*tracked);
}

void OrderTracker::see(const OrderClosed& e) {
    TrackedOrder* tracked = find(e.order);
    if (tracked == nullptr) return;
    tracked->state = stateOf(e.reason);
    tracked->closeReason = e.reason;
    touch(*tracked);
    m_orders->erase(e.order);
}

void OrderTracker::refuse(AccountId account, const OrderTerms& terms, RejectCode code) {
    TrackedOrder refused;
    refused.account = account;
    refused.order.terms = terms;
    refused.order.createdAt = m_ts;
    refused.state = OrderState::Rejected;
    refused.rejectCode = code;
    refused.sentAt = sentAt(account, terms.clientId);
    refused.changedAt = m_wall;
    m_refused.push_back(refused);
}

void OrderTracker::see(const RequestRejected& e) {
    if (const auto* place = std::get_if<PlaceOrder>(&m_command->body)) return refuse(m_account, place->terms, e.code);
    if (const auto* set = std::get_if<PlaceOrders>(&m_command->body)) {
        for (const OrderTerms& terms : set->orders) refuse(m_account, terms, e.code);
        return;
    }
    for (auto& [id, tracked] : *m_orders) {
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
                    const auto found = m_accounts.find(body.account);
                    if (found == m_accounts.end()) return;
                    m_account = body.account;
                    m_orders = &found->second;
                    see(body);
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

std::vector<AccountId> OrderTracker::accounts() const {
    std::vector<AccountId> list;
    for (const auto& [account, orders] : m_accounts) list.push_back(account);
    return list;
}

std::vector<TrackedOrder> OrderTracker::working(AccountId account) const {
    std::vector<TrackedOrder> orders;
    const auto found = m_accounts.find(account);
    if (found == m_accounts.end()) return orders;
    for (const auto& [id, tracked] : found->second) orders.push_back(tracked);
    return orders;
}

void OrderTracker::save(ByteWriter& out) const {
    out.put(static_cast<std::uint32_t>(m_accounts.size()));
    for (const auto& [account, orders] : m_accounts) {
        out.put(account.value());
        out.put(static_cast<std::uint32_t>(orders.size()));
        for (const auto& [id, t] : orders) {
            exchange::FieldWriter write(out);
            write(t.order, t.state, t.triggeredAt, t.sentAt, t.changedAt);
            out.put(t.roundTripNanos.value_or(-1));
        }
    }
}

void OrderTracker::load(ByteReader& in) {
    m_accounts.clear();
    const auto accounts = in.get<std::uint32_t>();
    for (std::uint32_t a = 0; a < accounts && in.ok(); ++a) {
        const AccountId account(in.get<std::uint32_t>());
        Orders& orders = m_accounts[account];
        const auto count = in.get<std::uint32_t>();
        for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
            TrackedOrder t;
            t.account = account;
            exchange::FieldReader read(in);
            read(t.order, t.state, t.triggeredAt, t.sentAt, t.changedAt);
            if (const auto trip = in.get<std::int64_t>(); trip >= 0) t.roundTripNanos = trip;
            if (isFinal(t.state)) in.invalidate(); // it would not be among the working ones
            orders[t.order.id] = t;
        }
    }
}

std::optional<SentRequest> OrderTracker::takeSent(AccountId account, ClientOrderId id) {
    const auto found = m_sent.find({account, id});
    if (found == m_sent.end()) return std::nullopt;
    const SentRequest request = found->second;
    m_sent.erase(found);
    return request;
}

void OrderTracker::acknowledged(AccountId account, OrderId order, std::int64_t roundTripNanos) {
    const auto orders = m_accounts.find(account);
    if (orders == m_accounts.end()) return;
    if (const auto found = orders->second.find(order); found != orders->second.end())
        found->second.roundTripNanos = roundTripNanos;
}

} // namespace qd::client
