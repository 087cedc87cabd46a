#pragma once

#include "core/base/Time.h"
#include "core/feed/FeedError.h"
#include "core/feed/FeedEvent.h"
#include "core/feed/FeedMarket.h"
#include "core/feed/venue/FeedOutput.h"
#include "core/feed/venue/Json.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace qd::feed {

/// What a recorder or a socket knows about a message besides its payload.
struct MessageHeader {
    std::uint64_t line = 0;             ///< from 1
    UnixNanos received;                 ///< receiver's clock
    std::optional<UnixNanos> eventTime; ///< exchange's clock
    std::string_view kind;              ///< "snapshot", "depth", "trade", "bbo", "book"
    std::string_view stream;            ///< the venue's channel
};

/// One market of one venue: reads its messages and joins its book. Keeps the state of the joining; one thread at a
/// time.
class VenueFeed {
  public:
    VenueFeed() = default;
    VenueFeed(const VenueFeed&) = delete;
    VenueFeed& operator=(const VenueFeed&) = delete;
    virtual ~VenueFeed() = default;

    /// Turns one message into events. Errors: NotJson, Field, Number, TooLarge; events of a message that is refused
    /// half way are the caller's to drop.
    [[nodiscard]] virtual FeedResult<void> accept(const MessageHeader& header, json::od::value payload,
                                                  FeedOutput& out) = 0;
    /// Base a contract stands for, once a message has told it.
    [[nodiscard]] virtual std::optional<ContractBase> contractBase() const { return std::nullopt; }
};

[[nodiscard]] std::unique_ptr<VenueFeed> makeVenueFeed(const MarketIdentity& identity);

/// Venue and market of a message, as far as it tells them: Binance's depth snapshots over REST do not.
/// Errors: Field (the payload is not that of the channel's venue), UnknownVenue (no channel of a known venue).
[[nodiscard]] FeedResult<std::optional<MarketIdentity>> identifyMessage(const MessageHeader& header,
                                                                        json::od::value payload);

/// Error unless `symbol` is the market's own: a message of another market must not enter its book.
[[nodiscard]] FeedResult<void> requireSymbol(std::string_view symbol, std::string_view name, std::string_view expected);
/// A venue's trade id as a number: itself where it is one, a checksum of the text (a UUID) otherwise.
[[nodiscard]] std::uint64_t tradeIdOf(std::string_view text);
/// Error for a kind of message the venue does not have.
[[nodiscard]] FeedResult<void> refuseKind(const MessageHeader& header, Venue venue);

} // namespace qd::feed
