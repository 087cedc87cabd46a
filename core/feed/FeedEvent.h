#pragma once

#include "core/base/Time.h"
#include "core/domain/Book.h"
#include "core/domain/Order.h"
#include "core/domain/Units.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// Market data of any venue in one shape. Sizes are in the venue's own units (FeedMarket::unit): a contract counts
/// as 1.0. Update ids are joined and chained already: a consumer applies what it gets and does no arithmetic with ids.
namespace qd::feed {

/// Levels a book may have; the deepest real ones have some ten thousand.
inline constexpr std::size_t kMaxBookLevels = 1'000'000;

/// New totals of the levels of a book. Levels come in the venue's order, which need not be sorted.
struct FeedDepth {
    bool snapshot = false;       ///< levels not named are gone
    std::vector<BookLevel> bids; ///< prices > 0; size 0 removes the level
    std::vector<BookLevel> asks;
    /// The venue's number of the state after it (Binance `u` or `lastUpdateId`, Bybit `u`); 0 where it numbers nothing.
    std::uint64_t updateId = 0;
};

/// A trade as the venue printed it; price and size are > 0.
struct FeedTrade {
    Price price;
    Quantity size;
    Side aggressor = Side::Buy;
    std::uint64_t venueTradeId = 0; ///< the venue's number; a checksum of it where it is not a 64-bit number
    UnixNanos ts;                   ///< when it happened, by the venue's clock; may be long before it was received
};

/// The venue's own statement of the best prices. A side that is empty has price and size 0.
struct FeedQuote {
    Price bid;
    Quantity bidSize;
    Price ask;
    Quantity askSize;
    std::uint64_t updateId = 0; ///< number of the book state it describes; 0 where the venue numbers nothing
};

/// Updates are missing: the book is not to be used until the next snapshot.
struct FeedGap {
    std::string reason; ///< a sentence for people
};

struct FeedEvent {
    std::uint64_t line = 0; ///< line of the capture, from 1, that completed the event (several events may share it)
    UnixNanos received;     ///< the recorder's clock for that line
    /// The venue's clock, where the message has a time. It may be after `received`: the two clocks are not the same,
    /// and a latency computed from them may be negative.
    std::optional<UnixNanos> exchangeTime;
    std::variant<FeedDepth, FeedTrade, FeedQuote, FeedGap> body;
};

/// What has passed through a feed so far.
struct FeedCounters {
    std::uint64_t lines = 0;           ///< lines of the capture, whatever they hold
    std::uint64_t duplicateLines = 0;  ///< byte for byte the same as a recent one; skipped
    std::uint64_t depthReceived = 0;   ///< diffs (and whole books of venues that send nothing else) as they came in
    std::uint64_t depthApplied = 0;    ///< those delivered, buffered ones included; snapshots are not diffs
    std::uint64_t depthStale = 0;      ///< those dropped because the book already held them
    std::uint64_t snapshots = 0;       ///< snapshots delivered (whole books of Hyperliquid count as diffs, not here)
    std::uint64_t staleSnapshots = 0;  ///< snapshots older than the book, or not overlapping the diffs; dropped
    std::uint64_t trades = 0;          ///< delivered
    std::uint64_t invalidTrades = 0;   ///< price or size not above zero; dropped
    std::uint64_t duplicateTrades = 0; ///< an id seen among the last kRememberedTrades; dropped
    std::uint64_t quotes = 0;          ///< delivered
    std::uint64_t gaps = 0;            ///< FeedGap events
    std::uint64_t resyncs = 0;         ///< snapshots that ended a gap
};

} // namespace qd::feed
