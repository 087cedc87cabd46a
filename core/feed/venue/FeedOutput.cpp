#include "core/feed/venue/FeedOutput.h"

#include <utility>

namespace qd::feed {

bool RecentSet::insert(std::uint64_t value) {
    if (!m_values.insert(value).second) return false;
    if (m_ring.size() < m_capacity) {
        m_ring.push_back(value);
        return true;
    }
    m_values.erase(std::exchange(m_ring[m_oldest], value));
    m_oldest = (m_oldest + 1) % m_capacity;
    return true;
}

void FeedOutput::beginLine(std::uint64_t line, UnixNanos received) {
    m_line = line;
    m_received = received;
}

template<class Body>
void FeedOutput::push(Body&& body, std::optional<UnixNanos> time) {
    m_events.push_back({m_line, m_received, time, std::forward<Body>(body)});
}

void FeedOutput::snapshot(FeedDepth depth, std::optional<UnixNanos> time) {
    ++m_counters.snapshots;
    depth.snapshot = true;
    push(std::move(depth), time);
}

void FeedOutput::diff(FeedDepth depth, std::optional<UnixNanos> time) {
    ++m_counters.depthApplied;
    push(std::move(depth), time);
}

void FeedOutput::trade(const FeedTrade& trade, std::optional<UnixNanos> time) {
    if (trade.price.raw() <= 0 || trade.size.raw() <= 0) {
        ++m_counters.invalidTrades;
        return;
    }
    if (!m_recentTrades.insert(trade.venueTradeId)) {
        ++m_counters.duplicateTrades;
        return;
    }
    ++m_counters.trades;
    push(trade, time);
}

void FeedOutput::quote(const FeedQuote& quote, std::optional<UnixNanos> time) {
    ++m_counters.quotes;
    push(quote, time);
}

void FeedOutput::gap(std::string reason) {
    ++m_counters.gaps;
    push(FeedGap{std::move(reason)}, std::nullopt);
}

} // namespace qd::feed
