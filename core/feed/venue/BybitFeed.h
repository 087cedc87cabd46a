#pragma once

#include "core/feed/venue/VenueFeed.h"

#include <cstdint>

namespace qd::feed {

/// Bybit v5: orderbook.N (a snapshot, then deltas whose `u` counts by one; a later snapshot resets) and publicTrade.
class BybitFeed final : public VenueFeed {
  public:
    explicit BybitFeed(const MarketIdentity& identity) : m_identity(identity) {}
    [[nodiscard]] FeedResult<void> accept(const MessageHeader& header, json::od::value payload,
                                          FeedOutput& out) override;

  private:
    enum class State : std::uint8_t { Waiting, Chained, Broken };

    [[nodiscard]] FeedResult<void> acceptBook(const MessageHeader& header, json::od::value payload, FeedOutput& out);
    [[nodiscard]] FeedResult<void> acceptTrade(json::od::value payload, FeedOutput& out);
    void joinSnapshot(FeedDepth book, std::uint64_t sequence, const MessageHeader& header, FeedOutput& out);
    void joinDelta(FeedDepth delta, std::uint64_t sequence, const MessageHeader& header, FeedOutput& out);

    MarketIdentity m_identity;
    State m_state = State::Waiting;
    std::uint64_t m_id = 0;       ///< u of the book
    std::uint64_t m_sequence = 0; ///< seq of the book: never falls, unlike u, which begins anew when the venue restarts
};

} // namespace qd::feed
