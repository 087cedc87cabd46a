#pragma once

#include "core/base/Bytes.h"
#include "core/base/Error.h"
#include "core/domain/Candle.h"
#include "core/domain/Commands.h"
#include "core/domain/Events.h"
#include "core/domain/Venue.h"
#include "core/engine/exchange/State.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace qd::client {

enum class VenueCode : std::uint8_t {
    Journal,  ///< damaged, locked, or the disk refuses; see detail
    Snapshot, ///< a snapshot that is no state
    Source,   ///< the recording or the simulator cannot go on
    Diverged, ///< the journal does not follow from its source: another program version, another recording
    Store,    ///< the history database
    Refused,  ///< the exchange refused a command that sets it up
};
template<class T>
using VenueResult = Result<T, VenueCode>;

/// Bars and funding rates from before a source begins, for the history.
struct EarlierHistory {
    struct Bars {
        Interval interval = Interval::M1;
        std::vector<Candle> bars; ///< oldest first
    };
    struct Funding {
        UnixNanos ts;
        Rate rate;
    };
    std::vector<Bars> bars;
    std::vector<Funding> funding;
    std::vector<std::string> problems; ///< sentences about files that could not be used
};

/// What a source has met so far.
struct SourceCounters {
    std::uint64_t gaps = 0;
    std::uint64_t resyncs = 0;
    std::uint64_t invalid = 0;            ///< values that its market cannot hold
    std::optional<std::int64_t> lagNanos; ///< receive minus event time of the newest message
};

/// Where an embedded venue's market comes from: a simulator or a recording. It produces commands one at a time and is
/// told the events of every command applied; everything it does follows from its own state, the exchange's state and
/// those events, so that a journal can be continued by it. One thread.
class MarketSource {
  public:
    MarketSource() = default;
    MarketSource(const MarketSource&) = delete;
    MarketSource& operator=(const MarketSource&) = delete;
    virtual ~MarketSource() = default;

    /// Names kind and origin ("sim seed 42", "replay <file>"); a journal made by another identity is not continued.
    [[nodiscard]] virtual std::string identity() const = 0;
    [[nodiscard]] virtual VenueMode mode() const = 0;
    /// First commands of a new exchange in which the accounts [0, accounts) are open. Their time is startTime().
    [[nodiscard]] virtual std::vector<Command> setUp() = 0;
    [[nodiscard]] virtual UnixNanos startTime() const = 0;
    /// Last event of a recording; empty for a market without an end.
    [[nodiscard]] virtual std::optional<UnixNanos> endTime() const = 0;
    [[nodiscard]] virtual MarketInfo describe(const MarketParams& params) const = 0;

    /// Time of the next command; empty when there is none any more. Errors: Source.
    [[nodiscard]] virtual VenueResult<std::optional<UnixNanos>> nextTime() = 0;
    /// The next command; may refer to memory of the source until the next call. Only after a nextTime() that was not
    /// empty.
    [[nodiscard]] virtual VenueResult<Command> next(const exchange::State& state) = 0;
    virtual void observe(std::span<const Event> events) = 0;

    virtual void save(ByteWriter& out) const = 0;
    [[nodiscard]] virtual VenueResult<void> load(ByteReader& in) = 0;
    [[nodiscard]] virtual SourceCounters counters() const = 0;
    /// What is known of the first market from before startTime(); read once, when a venue is begun.
    [[nodiscard]] virtual EarlierHistory earlier() { return {}; }
    /// Sentences about what of it cannot be used, each once; asked for from time to time.
    [[nodiscard]] virtual std::vector<std::string> takeProblems() { return {}; }
    /// Between two messages of the feed something is missing: the market's numbers are not to be trusted.
    [[nodiscard]] virtual bool inGap() const = 0;
    /// The same for one of several markets.
    [[nodiscard]] virtual bool inGapOf(MarketId) const { return inGap(); }
};

} // namespace qd::client
