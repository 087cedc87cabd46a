#include "core/client/TradingSession.h"

#include <algorithm>
#include <utility>

namespace qd::client {

TradingSession::TradingSession(const Clock& clock, ports::Executor& executor, Outbox outbox)
    : m_clock(clock)
    , m_executor(executor)
    , m_outbox(std::move(outbox)) {}

ports::Subscription TradingSession::onChanged(std::function<void()> listener) {
    const int id = m_nextListener++;
    m_listeners[id] = std::move(listener);
    return ports::Subscription([this, alive = std::weak_ptr(m_alive), id] {
        if (!alive.expired()) m_listeners.erase(id);
    });
}

/// Tells once a turn, however much changed.
void TradingSession::changed() {
    if (!m_told) return;
    m_told = false;
    m_executor.post([this, alive = std::weak_ptr(m_alive)] {
        if (alive.expired()) return;
        m_told = true;
        const auto listeners = m_listeners; // a listener may add or end others
        for (const auto& [id, listener] : listeners) {
            if (m_listeners.contains(id)) listener();
        }
    });
}

TrackedOrder* TradingSession::find(OrderReference reference) {
    const auto same = [&](const TrackedOrder& o) {
        if (reference.id.value() != 0 && o.order.id.value() != 0) return o.order.id == reference.id;
        return reference.clientId.value() != 0 && o.order.terms.clientId == reference.clientId;
    };
    const auto found = std::find_if(m_orders.rbegin(), m_orders.rend(), same);
    return found == m_orders.rend() ? nullptr : &*found;
}

void TradingSession::remember(OrderTerms& terms, UnixNanos wall) {
    if (terms.clientId.value() == 0) {
        // Microseconds of the wall clock: never used twice, also across restarts, as long as the clock does not go
        // back; then the exchange refuses the duplicate.
        m_lastClientId = std::max(m_lastClientId + 1, static_cast<std::uint64_t>(wall.value() / 1'000));
        terms.clientId = ClientOrderId(m_lastClientId);
    }
    TrackedOrder sent;
    sent.order.terms = terms;
    sent.sentAt = wall;
    sent.changedAt = wall;
    if (m_account) sent.account = m_account->id;
    if (!sends()) {
        sent.state = OrderState::Rejected;
        sent.rejectCode = m_failed ? RejectCode::VenueStopped : m_refusal;
    }
    m_orders.push_back(sent);
}

ClientOrderId TradingSession::place(OrderTerms terms) {
    const UnixNanos wall = m_clock.now();
    remember(terms, wall);
    if (sends()) m_outbox.place(terms, {wall, m_clock.monotonicNanos()});
    trim();
    changed();
    return terms.clientId;
}

std::vector<ClientOrderId> TradingSession::placeSet(OrderRelation relation, std::vector<OrderTerms> orders) {
    const UnixNanos wall = m_clock.now();
    std::vector<ClientOrderId> ids;
    for (OrderTerms& terms : orders) {
        remember(terms, wall);
        ids.push_back(terms.clientId);
    }
    if (sends()) m_outbox.placeSet(relation, std::move(orders), {wall, m_clock.monotonicNanos()});
    trim();
    changed();
    return ids;
}

void TradingSession::cancel(OrderReference reference) {
    if (TrackedOrder* order = find(reference); order != nullptr && !isFinal(order->state)) order->pendingCancel = true;
    m_outbox.cancel(reference);
    changed();
}

void TradingSession::cancelAll(std::optional<MarketId> market, std::optional<Side> side) {
    for (TrackedOrder& o : m_orders) {
        const bool meant = (!market || o.order.terms.market == *market) && (!side || o.order.terms.side == *side);
        if (meant && !isFinal(o.state)) o.pendingCancel = true;
    }
    m_outbox.cancelAll(market, side);
    changed();
}

void TradingSession::amend(OrderReference reference, const ports::Amendment& to) {
    if (TrackedOrder* order = find(reference); order != nullptr && !isFinal(order->state)) order->pendingAmend = true;
    m_outbox.amend(reference, to);
    changed();
}

void TradingSession::pauseTwap(OrderReference reference, bool paused) {
    if (TrackedOrder* order = find(reference); order != nullptr && !isFinal(order->state)) order->pendingAmend = true;
    m_outbox.pauseTwap(reference, paused);
    changed();
}

void TradingSession::merge(const TrackedOrder& update) {
    TrackedOrder* known = find({update.order.id, update.order.terms.clientId});
    // A refused duplicate names an order that stands: it is another request.
    const bool another = known != nullptr && update.order.id.value() == 0 && known->order.id.value() != 0;
    if (known == nullptr || another) {
        m_orders.push_back(update);
        return;
    }
    const auto roundTrip = update.roundTripNanos ? update.roundTripNanos : known->roundTripNanos;
    const Quantity ahead = known->queueAhead;
    *known = update;
    known->roundTripNanos = roundTrip;
    known->queueAhead = ahead;
}

void TradingSession::merge(const FillView& fill) {
    const auto sequenceOf = [](const FillView& f) { return f.fill.sequence; };
    const auto at = std::ranges::lower_bound(m_fills, fill.fill.sequence, {}, sequenceOf);
    if (at != m_fills.end() && at->fill.sequence == fill.fill.sequence) return; // told before
    m_fills.insert(at, fill);
}

void TradingSession::merge(const LiquidationEntry& entry) {
    const auto at = std::ranges::lower_bound(m_liquidations, entry.number, {}, &LiquidationEntry::number);
    if (at != m_liquidations.end() && at->number == entry.number) return; // told before
    m_liquidations.insert(at, entry);
}

void TradingSession::trim() {
    const auto finished = static_cast<std::size_t>(
        std::ranges::count_if(m_orders, [](const TrackedOrder& o) { return isFinal(o.state); }));
    std::size_t surplus = finished > kFinishedKept ? finished - kFinishedKept : 0;
    std::erase_if(m_orders, [&](const TrackedOrder& o) { return isFinal(o.state) && surplus > 0 && surplus-- > 0; });
    if (m_fills.size() > kFillsKept)
        m_fills.erase(m_fills.begin(), m_fills.end() - static_cast<std::ptrdiff_t>(kFillsKept));
    if (m_liquidations.size() > kLiquidationsKept)
        m_liquidations.erase(m_liquidations.begin(),
                             m_liquidations.end() - static_cast<std::ptrdiff_t>(kLiquidationsKept));
}

void TradingSession::deliver(AccountBatch batch) {
    if (m_left && !batch.newAccount) { // of the account that was left
        m_left->late.push_back(std::move(batch));
        return;
    }
    m_left.reset();
    m_refusal = batch.refusal;
    if (m_refusal != RejectCode::None) {
        forgetAll();
        return changed();
    }
    add(std::move(batch));
    changed();
}

void TradingSession::add(AccountBatch batch) {
    if (batch.newAccount) {
        std::erase_if(m_orders, [](const TrackedOrder& o) { return o.state != OrderState::Sent; });
        m_fills.clear();
        m_liquidations.clear();
        ++m_historyVersion;
    }
    for (const TrackedOrder& order : batch.orders) merge(order);
    for (const FillView& fill : batch.fills) merge(fill);
    for (const LiquidationEntry& entry : batch.liquidations) merge(entry);
    m_historyVersion += batch.rows;
    for (const auto& [id, ahead] : batch.queues) {
        if (TrackedOrder* order = find({id, {}})) order->queueAhead = ahead;
    }
    if (batch.account) m_account = std::move(batch.account);
    std::ranges::stable_sort(m_orders, {}, &TrackedOrder::sentAt);
    trim();
}

void TradingSession::leaveAccount() {
    if (m_failed || m_left) return;
    m_left = Left{std::exchange(m_account, nullptr),
                  std::exchange(m_orders, {}),
                  std::exchange(m_fills, {}),
                  std::exchange(m_liquidations, {}),
                  {}};
    ++m_historyVersion;
    changed();
}

void TradingSession::forgetAll() {
    m_account.reset();
    m_orders.clear();
    m_fills.clear();
    m_liquidations.clear();
    ++m_historyVersion;
}

void TradingSession::comeBack() {
    Left left = std::move(*m_left);
    m_left.reset();
    m_account = std::move(left.account);
    m_fills = std::move(left.fills);
    m_liquidations = std::move(left.liquidations);
    left.orders.insert(left.orders.end(), m_orders.begin(), m_orders.end()); // placed since
    m_orders = std::move(left.orders);
    for (AccountBatch& batch : left.late) add(std::move(batch));
    ++m_historyVersion;
}

void TradingSession::venueFailed() {
    m_failed = true;
    if (m_left) comeBack();
    for (TrackedOrder& o : m_orders) {
        if (o.state != OrderState::Sent) continue;
        o.rejectCode = RejectCode::VenueStopped;
        o.changedAt = m_clock.now();
    }
    changed();
}

} // namespace qd::client
