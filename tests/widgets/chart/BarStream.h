#pragma once

#include "core/base/Random.h"
#include "core/domain/Candle.h"

#include <algorithm>
#include <vector>

namespace qd::test {

/// The series QD-BAR-1 (spec/bench-streams.md §2): whole prices, here of one tick of 0.01; one bar an interval, the
/// last of them opening at `end`.
[[nodiscard]] inline std::vector<Candle> barStream(std::size_t count, Interval interval, UnixNanos end) {
    SplitMix64 r(20'240'601);
    const auto length = static_cast<std::int64_t>(interval);
    std::vector<Candle> bars(count);
    std::int64_t close = 100'000;
    for (std::size_t i = 0; i < count; ++i) {
        const std::int64_t open = close + static_cast<std::int64_t>(r() % 5) - 2;
        close = open + static_cast<std::int64_t>(r() % 41) - 20;
        const std::int64_t high = std::max(open, close) + static_cast<std::int64_t>(r() % 11);
        const std::int64_t low = std::min(open, close) - static_cast<std::int64_t>(r() % 11);
        const auto volume = 1 + static_cast<std::int64_t>(r() % 1'000);
        constexpr std::int64_t kTick = 10'000;
        bars[i] = {end + -static_cast<std::int64_t>(count - 1 - i) * length,
                   Price(open * kTick),
                   Price(high * kTick),
                   Price(low * kTick),
                   Price(close * kTick),
                   Quantity::of(volume),
                   Quantity::of(volume / 2),
                   10};
    }
    return bars;
}

} // namespace qd::test
