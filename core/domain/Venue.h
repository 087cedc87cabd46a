#pragma once

#include "core/base/Time.h"
#include "core/domain/Market.h"

#include <cstdint>
#include <optional>
#include <string>

/// What a venue tells of itself.
namespace qd {

/// Where the data comes from; decides the mark SIMULATED, PAPER or REPLAY that stands beside every number of it.
enum class VenueMode : std::uint8_t { Simulated, Replay };

/// How far a value may be trusted. Source: spec/terminal.md §5.
enum class DataStatus : std::uint8_t {
    Unknown, ///< nothing received yet
    Live,
    Stale,     ///< nothing new for longer than the feed's own rhythm allows
    Gap,       ///< the feed lost messages and is being joined anew
    Estimated, ///< derived here, not published by the venue
    Paused,    ///< the market stands still because the user stopped it
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
    std::int64_t receivedNanos = 0; ///< monotonic clock when the oldest of what changed with it reached this machine
    std::int64_t tradedNanos = 0;   ///< the same of the newest trade on the tape, which is there at once; 0 = none
};

/// Replay position and pace; a simulated market has a pace but no end.
struct PlaybackState {
    VenueMode mode = VenueMode::Simulated;
    bool paused = false;
    double speed = 1.0;
    UnixNanos begin;         ///< replay: first event
    UnixNanos end;           ///< replay: last event
    UnixNanos now;           ///< market time
    std::uint64_t event = 0; ///< replay: events played
    bool catchingUp = false; ///< building history or seeking: faster than the pace
    bool ended = false;
};

/// Figures for the status bar and the STATUS pane. Durations in nanoseconds.
struct VenueHealth {
    bool running = false;
    std::optional<std::string> fault;         ///< why the venue stands still: journal damage, full disk
    std::string notice;                       ///< something worth telling that did no harm, e.g. a torn record dropped
    std::optional<std::int64_t> feedLagNanos; ///< receive minus event time as recorded; negative with clock differences
    std::int64_t enginePerCommandNanos = 0;   ///< mean over the last second
    std::int64_t engineWorstNanos = 0;        ///< worst over the last second
    std::uint64_t commandsPerSecond = 0;
    std::uint64_t commands = 0;        ///< applied
    std::uint64_t durableCommands = 0; ///< on disk
    std::int64_t syncNanos = 0;        ///< last group commit
    std::uint32_t requestQueue = 0;    ///< requests of the terminal not yet applied
    std::uint32_t storeQueue = 0;      ///< rows not yet in the database
    std::uint64_t gaps = 0;            ///< of the feed so far
    std::uint64_t resyncs = 0;
    std::uint64_t invalid = 0; ///< feed messages refused
};

} // namespace qd
