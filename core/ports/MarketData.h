#pragma once

#include "core/domain/Book.h"
#include "core/domain/Market.h"
#include "core/ports/Executor.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// What the market does. All calls on the terminal's main thread; none of them waits.
namespace qd::ports {

/// Where the data comes from; decides the mark SIMULATED, PAPER or REPLAY that stands beside every number of it.
enum class VenueMode : std::uint8_t { Simulated, Replay };

/// How far a value may be trusted. Source: spec/terminal.md §5.
enum class DataStatus : std::uint8_t {
    Unknown, ///< nothing received yet
    Live,
    Stale,     ///< nothing new for longer than the feed's own rhythm allows
    Gap,       ///< the feed lost messages and is being joined anew
    Estimated, ///< derived here, not published by the venue
    Paused,    ///< the replay stands still
    Ended,     ///< the recording is over
};

struct MarketInfo {
    MarketParams params;
    std::string venue;  ///< "QuantDesk simulator", "Binance USDT-M"
    std::string source; ///< what is replayed, or the simulator's seed, for people
};

/// The numbers of a quote board row. Prices that are 0 are not known.
struct Ticker {
    MarketId market;
    MarketPrices prices;
    Price last;
    Price bestBid;
    Price bestAsk;
    Price dayOpen; ///< price 24 h ago, or the first one known
    Price dayHigh;
    Price dayLow;
    Quantity dayVolume;              ///< base, last 24 h or since the first trade known
    bool dayComplete = false;        ///< the four cover whole 24 h
    std::optional<Rate> fundingRate; ///< per 8 h, when the venue publishes one
    DataStatus status = DataStatus::Unknown;
    UnixNanos ts;                   ///< market time of the last change
    std::int64_t receivedNanos = 0; ///< monotonic clock of that change
};

/// A run of trades read from a market's tape.
struct TradeRun {
    std::vector<Trade> trades; ///< oldest first
    std::uint64_t next = 0;    ///< cursor for the next read
    std::uint64_t missed = 0;  ///< trades overwritten before they were read
};

class MarketData {
  public:
    MarketData() = default;
    MarketData(const MarketData&) = delete;
    MarketData& operator=(const MarketData&) = delete;
    virtual ~MarketData() = default;

    [[nodiscard]] virtual VenueMode mode() const = 0;
    /// Markets in the order of their ids; complete once the venue has started, empty before.
    [[nodiscard]] virtual std::vector<MarketInfo> markets() const = 0;
    /// Called after the list of markets changed.
    [[nodiscard]] virtual Subscription onMarketsChanged(std::function<void()> changed) = 0;

    /// While the handle lives, the market's book is published.
    [[nodiscard]] virtual Subscription watchBook(MarketId market) = 0;
    /// The newest book, null before the first. The same object as last time when nothing changed.
    [[nodiscard]] virtual std::shared_ptr<const BookSnapshot> book(MarketId market) const = 0;
    [[nodiscard]] virtual Ticker ticker(MarketId market) const = 0;
    /// Trades after `cursor`; 0 = the oldest kept (several thousand a market).
    [[nodiscard]] virtual TradeRun trades(MarketId market, std::uint64_t cursor) const = 0;
    /// Market time now: the simulator's or the recording's clock.
    [[nodiscard]] virtual UnixNanos now() const = 0;
};

} // namespace qd::ports
