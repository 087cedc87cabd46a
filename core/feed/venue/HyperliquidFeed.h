#pragma once

#include "core/feed/venue/VenueFeed.h"

namespace qd::feed {

/// Hyperliquid: l2Book sends the whole book (20 levels a side) every time, so nothing needs joining and no gap can
/// arise; trades come as arrays, the first of them with trades from before the subscription.
class HyperliquidFeed final : public VenueFeed {
  public:
    explicit HyperliquidFeed(const MarketIdentity& identity) : m_identity(identity) {}
    [[nodiscard]] FeedResult<void> accept(const MessageHeader& header, json::od::value payload,
                                          FeedOutput& out) override;

  private:
    [[nodiscard]] FeedResult<void> acceptBook(json::od::value payload, FeedOutput& out);
    [[nodiscard]] FeedResult<void> acceptTrades(json::od::value payload, FeedOutput& out);

    MarketIdentity m_identity;
    UnixNanos m_bookTime; ///< of the newest book: an older one came late and is dropped
};

} // namespace qd::feed
