#pragma once

#include "core/base/Time.h"
#include "core/feed/FeedEvent.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace qd::feed {

/// A set that remembers the newest `capacity` values.
class RecentSet {
  public:
    explicit RecentSet(std::size_t capacity) noexcept : m_capacity(capacity) {}
    /// False when the value is remembered already.
    [[nodiscard]] bool insert(std::uint64_t value);

  private:
    std::size_t m_capacity;
    std::size_t m_oldest = 0; ///< place of the oldest value once the ring is full
    std::vector<std::uint64_t> m_ring;
    std::unordered_set<std::uint64_t> m_values;
};

/// A repeated trade further back than this is counted twice; a reconnect repeats at most a few hundred.
inline constexpr std::size_t kRememberedTrades = 4096;

/// Collects the events of a message and counts them. One thread at a time.
class FeedOutput {
  public:
    /// Every event until the next call belongs to this line.
    void beginLine(std::uint64_t line, UnixNanos received);

    void snapshot(FeedDepth depth, std::optional<UnixNanos> time);
    void diff(FeedDepth depth, std::optional<UnixNanos> time);
    /// Drops what is no trade: a price or size of 0 (Binance sends such messages) or an id seen just before.
    void trade(const FeedTrade& trade, std::optional<UnixNanos> time);
    void quote(const FeedQuote& quote, std::optional<UnixNanos> time);
    void gap(std::string reason);

    [[nodiscard]] std::vector<FeedEvent>& events() noexcept { return m_events; }
    [[nodiscard]] FeedCounters& counters() noexcept { return m_counters; }
    [[nodiscard]] const FeedCounters& counters() const noexcept { return m_counters; }

  private:
    template<class Body>
    void push(Body&& body, std::optional<UnixNanos> time);

    std::uint64_t m_line = 0;
    UnixNanos m_received;
    std::vector<FeedEvent> m_events;
    FeedCounters m_counters;
    RecentSet m_recentTrades{kRememberedTrades};
};

} // namespace qd::feed
