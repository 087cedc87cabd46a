#include "core/client/OwnRecorder.h"

#include <map>

namespace qd::client {

void OwnRecorder::expect(MarketId market, const OrderTracker& tracker) {
    for (const AccountId account : tracker.accounts()) m_told.emplace(account, market);
    m_next = kNow;
}

std::vector<OwnEvent> OwnRecorder::read(std::uint64_t sequence, UnixNanos now, const OrderTracker::Changes& changes,
                                        const OrderTracker& tracker) {
    std::vector<OwnEvent> events;
    for (const TrackedOrder& o : changes.orders)
        events.push_back(
            {o.order.terms.market, o.account, sequence, now, OwnOrderChanged{ownStateOf(o, now), o.changedAt}});
    for (const FillView& f : changes.fills) events.push_back({f.fill.market, f.fill.account, sequence, f.ts, f.fill});
    if (now >= m_next) addStanding(events, sequence, now, tracker);
    return events;
}

void OwnRecorder::addStanding(std::vector<OwnEvent>& events, std::uint64_t sequence, UnixNanos now,
                              const OrderTracker& tracker) {
    m_next = now + kStandingEvery;
    std::map<std::pair<AccountId, MarketId>, OwnStanding> standing;
    for (const auto& place : m_told) standing.try_emplace(place);
    m_told.clear();
    for (const AccountId account : tracker.accounts()) {
        for (const TrackedOrder& o : tracker.working(account)) {
            const std::pair place(account, o.order.terms.market);
            standing[place].orders.push_back(ownStateOf(o, now));
            m_told.insert(place);
        }
    }
    for (auto& [place, orders] : standing)
        events.push_back({place.second, place.first, sequence, now, std::move(orders)});
}

} // namespace qd::client
