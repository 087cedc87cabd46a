#pragma once

#include "core/feed/venue/BinanceJoiner.h"
#include "core/feed/venue/VenueFeed.h"

#include <string>

namespace qd::feed {

/// Binance USDT-M, COIN-M and spot: depth, trade, bookTicker, and the REST depth snapshot.
class BinanceFeed final : public VenueFeed {
  public:
    explicit BinanceFeed(const MarketIdentity& identity);
    [[nodiscard]] FeedResult<void> accept(const MessageHeader& header, json::od::value payload,
                                          FeedOutput& out) override;

  private:
    [[nodiscard]] FeedResult<void> acceptSnapshot(const MessageHeader& header, json::od::value payload,
                                                  FeedOutput& out);
    [[nodiscard]] FeedResult<void> acceptDiff(const MessageHeader& header, json::od::value payload, FeedOutput& out);
    [[nodiscard]] FeedResult<void> acceptTrade(const MessageHeader& header, json::od::value payload, FeedOutput& out);
    [[nodiscard]] FeedResult<void> acceptQuote(const MessageHeader& header, json::od::value payload, FeedOutput& out);

    MarketIdentity m_identity;
    BinanceJoiner m_joiner;
};

} // namespace qd::feed
