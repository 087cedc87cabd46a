#pragma once

#include "core/base/Time.h"
#include "core/base/Wide.h"
#include "core/engine/oracle/Validity.h"

#include <cstdint>
#include <optional>

/// Averages over time in exact integers: the same samples give the same average on every machine. Pure functions of
/// plain data, any thread. Source: spec/perps.md §5.2, 5.3.
namespace qd::oracle {

inline constexpr std::int64_t kTwapShort = 300;  ///< seconds: 5 minutes
inline constexpr std::int64_t kTwapLong = 3'600; ///< seconds: 1 hour

/// §5.3: old moved towards x, which holds for the last `since` (>= 0) of `period` (> 0) seconds: the weighted mean
/// truncated, and one unit towards the heavier side as the specification says. since 0 -> old. Errors: Overflow.
[[nodiscard]] MathResult<std::int64_t> twap(std::int64_t old, std::int64_t x, std::int64_t since, std::int64_t period);
/// §5.3: x limited to old +- old / averageInputDivisor(tier). old > 0.
[[nodiscard]] Price limitedInput(Price old, Price x, MarketTier tier) noexcept;

/// A time-weighted average that stands. Its clock ticks in whole seconds of command time, as that of the formula does:
/// the first price of a second counts, further ones do not.
struct Average {
    Price value;             ///< 0 = none yet
    std::int64_t second = 0; ///< unix seconds of the last sample

    [[nodiscard]] constexpr bool empty() const noexcept { return value.isZero(); }
    friend constexpr bool operator==(const Average&, const Average&) noexcept = default;
};
/// The average with one more price (> 0); the first one is the average. `now` not before the last sample.
[[nodiscard]] Average sampled(const Average& before, Price x, UnixNanos now, std::int64_t period, MarketTier tier);
/// Can an average look like this at `now`?
[[nodiscard]] bool possible(const Average& average, UnixNanos now) noexcept;

/// §5.2: floor(T(steps) / 1e9) with T(0) = 1e18 and T(k+1) = floor(T(k) * 999333555506181068 / 1e18): what is left of a
/// weight of 1e9 after `steps` times 100 ms when tau is 150 s. steps >= 0. At most 63 multiplications.
[[nodiscard]] std::int64_t emaDecay(std::int64_t steps) noexcept;

/// An exponential average: sum / weight.
struct Ema {
    Int128 sum = 0;          ///< x * milliseconds
    std::int64_t weight = 0; ///< milliseconds, 0 = no sample yet
    std::int64_t tick = 0;   ///< of the last sample: unix time in units of 100 ms

    [[nodiscard]] constexpr bool empty() const noexcept { return weight == 0; }
    friend constexpr bool operator==(const Ema&, const Ema&) noexcept = default;
};
/// Steps of emaDecay per 100 ms: tau = 150 s, tau = 30 s.
inline constexpr std::int64_t kPace150s = 1;
inline constexpr std::int64_t kPace30s = 5;

/// sum * decay + x * millis, weight * decay + millis, both truncated; millis > 0 and a multiple of 100. `tick` stays.
[[nodiscard]] Ema weighed(const Ema& before, std::int64_t x, std::int64_t millis, std::int64_t pace) noexcept;
/// sum / weight, truncated. Errors: DivideByZero when empty; never Overflow of an average that is possible().
[[nodiscard]] MathResult<std::int64_t> valueOf(const Ema& ema) noexcept;

/// The average with the sample x of `now`, which holds since the last one. Times are taken in whole units of 100 ms, so
/// that no part of one is lost or counted twice; within one the first sample counts. The very first sample weighs one
/// unit.
[[nodiscard]] Ema sampled(const Ema& before, std::int64_t x, UnixNanos now, std::int64_t pace) noexcept;
/// valueOf while its last sample is younger than ten times tau: after that nothing is left of what it stands for.
[[nodiscard]] std::optional<std::int64_t> valueAt(const Ema& ema, UnixNanos now, std::int64_t pace) noexcept;
/// Can an average look like this at `now`?
[[nodiscard]] bool possible(const Ema& ema, UnixNanos now) noexcept;

} // namespace qd::oracle
