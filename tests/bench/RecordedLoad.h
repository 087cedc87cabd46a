#pragma once

#include "core/engine/exchange/Exchange.h"
#include "core/feed/simulator/Simulator.h"
#include "core/recording/RecordingWriter.h"
#include "tests/bench/Measure.h"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

namespace qd::bench {

/// Of a simulated market: with what its agents excite, some ten trades a second.
inline constexpr std::uint32_t kBusyTakersAnHour = 10'700;

/// Durations by the nanosecond; what is longer than it can tell counts as its longest. Small, so that measuring takes
/// no memory.
class DurationCounts {
  public:
    void add(std::uint64_t nanos) { ++m_counts[std::min<std::uint64_t>(nanos, kLongest)]; }
    [[nodiscard]] std::uint64_t count() const;
    [[nodiscard]] std::uint64_t percentile(double fraction) const;
    [[nodiscard]] double mean() const;

  private:
    static constexpr std::size_t kLongest = (1U << 17U) - 1;
    std::vector<std::uint32_t> m_counts = std::vector<std::uint32_t>(kLongest + 1);
};

/// Whether something was the same live and read back.
struct Witness {
    MarketId market;
    UnixNanos ts; ///< everything before it has happened
    StateHash book;
    Price mark;
};

/// Trades of a market one after the other, whatever their numbers.
struct TradeChain {
    StateHash hash;
    std::uint64_t count = 0;
    void add(UnixNanos ts, const Trade& trade);
    friend bool operator==(const TradeChain&, const TradeChain&) = default;
};

/// Simulated markets as a venue shows them to a recorder: each book and its prices some times a second, every trade.
/// Exchanges of ten markets each, side by side.
class RecordedLoad {
  public:
    /// Each book so many times a second.
    RecordedLoad(std::uint16_t markets, int booksASecond, std::uint64_t seed);

    [[nodiscard]] UnixNanos start() const { return kStart; }
    void addMarkets(recording::RecordingWriter& writer) const;
    /// Goes on to `end` and records on the way.
    void run(UnixNanos end, recording::RecordingWriter& writer);

    DurationCounts bookCalls; ///< of the caller's thread
    DurationCounts tradeCalls;
    std::vector<Witness> witnesses; ///< of each market every ten seconds
    std::map<MarketId, TradeChain> trades;
    std::uint64_t levels = 0; ///< of all books together, at the last moment

  private:
    static constexpr UnixNanos kStart{1'700'000'000'000'000'000};
    static constexpr std::int64_t kWitnessEvery = 10 * kNanosPerSecond;
    struct Venue;
    void recordEvents(std::uint16_t firstId, std::span<const Event> events, recording::RecordingWriter& writer);
    void recordBooks(const Venue& venue, recording::RecordingWriter& writer);

    std::vector<std::shared_ptr<Venue>> m_venues;
    std::int64_t m_bookEvery;
    UnixNanos m_now = kStart;
    double m_nanosPerStamp;
    std::array<std::vector<BookLevel>, 2> m_sides;
};

} // namespace qd::bench
