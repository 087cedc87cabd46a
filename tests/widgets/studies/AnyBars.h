#pragma once

#include "core/domain/Candle.h"
#include "tests/support/Property.h"

#include <vector>

namespace qd::test {

/// Any bars of an interval in order of time, with gaps.
[[nodiscard]] inline std::vector<Candle> anyBars(Interval interval, std::size_t fewest, std::size_t most,
                                                 UnixNanos from = UnixNanos(1'700'000'040'000'000'000)) {
    const auto count = *rc::gen::inRange<std::size_t>(fewest, most + 1);
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    rc::Random random(seed);
    const auto below = [&](std::uint64_t n) { return static_cast<std::int64_t>(random.next() % n); };
    std::vector<Candle> bars;
    UnixNanos t = openTimeOf(from, interval);
    for (std::size_t i = 0; i < count; ++i) {
        const std::int64_t low = 1 + below(200'000'000);
        const std::int64_t span = below(1'000'000);
        const auto inside = [&] { return Price(low + below(static_cast<std::uint64_t>(span) + 1)); };
        const Quantity volume(1 + below(50'000'000'000));
        bars.push_back({t, inside(), Price(low + span), Price(low), inside(), volume, Quantity(volume.raw() / 3), 5});
        t = t + static_cast<std::int64_t>(interval) * (below(8) == 0 ? 1 + below(40) : 1);
    }
    return bars;
}

} // namespace qd::test
