#pragma once

#include "core/recording/RecordingWriter.h"

#include <QtGlobal>

#include <array>
#include <filesystem>
#include <memory>
#include <vector>

namespace qd::test {

inline constexpr MarketId kRecordedMarket{0};
inline constexpr Price kRecordedTick(10'000);

/// Writes a recording of one market, event by event. Times are seconds from `start`, prices are in ticks.
struct RecorderByHand {
    RecorderByHand(const std::filesystem::path& folder, UnixNanos begin)
        : writer(std::move(*recording::RecordingWriter::open(folder, {})))
        , start(begin) {
        if (!writer->addMarket({kRecordedMarket, "SOL-PERP", kRecordedTick, Quantity(1)}))
            qFatal("the market is refused");
    }
    [[nodiscard]] UnixNanos at(std::int64_t second) const { return start + second * kNanosPerSecond; }
    void book(std::int64_t second, Price bid = Price::of(99)) {
        const std::array<BookLevel, 1> bids{{{bid, Quantity::of(1)}}};
        const std::array<BookLevel, 1> asks{{{Price::of(101), Quantity::of(1)}}};
        writer->book(kRecordedMarket, at(second), bids, asks);
    }
    void trade(std::int64_t second, std::int64_t tick, std::int64_t size, Side side) {
        const Trade t{TradeId(++ids), at(second), Price(tick * kRecordedTick.raw()), Quantity::of(size), side};
        trades.push_back(t);
        writer->trade(kRecordedMarket, t.ts, t);
    }
    std::unique_ptr<recording::RecordingWriter> writer;
    UnixNanos start;
    std::vector<Trade> trades;
    std::uint64_t ids = 0;
};

} // namespace qd::test
