#pragma once

#include "core/base/Time.h"
#include "core/domain/Units.h"

#include <cstdint>
#include <string_view>

namespace qd {

/// Trades of one interval. A bar without trades does not exist: gaps are gaps.
struct Candle {
    UnixNanos openTime; ///< multiple of the interval
    Price open;
    Price high;
    Price low;
    Price close;
    Quantity volume;    ///< base
    Quantity buyVolume; ///< part of volume whose aggressor bought
    std::uint32_t trades = 0;
    friend constexpr bool operator==(const Candle&, const Candle&) noexcept = default;
};

/// Length of a bar in nanoseconds; every one divides a day.
enum class Interval : std::int64_t {
    S1 = kNanosPerSecond,
    S5 = 5 * kNanosPerSecond,
    S15 = 15 * kNanosPerSecond,
    M1 = kNanosPerMinute,
    M5 = 5 * kNanosPerMinute,
    M15 = 15 * kNanosPerMinute,
    H1 = kNanosPerHour,
    H4 = 4 * kNanosPerHour,
    D1 = kNanosPerDay,
};

/// Start of the bar that holds `t`. Times before 1970 floor as well.
[[nodiscard]] constexpr UnixNanos openTimeOf(UnixNanos t, Interval interval) noexcept {
    const auto length = static_cast<std::int64_t>(interval);
    const std::int64_t remainder = t.value() % length;
    return UnixNanos(t.value() - (remainder < 0 ? remainder + length : remainder));
}

/// Adds a later bar of a shorter interval, or a bar made of one trade, to a bar that covers it.
[[nodiscard]] constexpr Candle merged(const Candle& bar, const Candle& later) noexcept {
    return {bar.openTime,
            bar.open,
            bar.high > later.high ? bar.high : later.high,
            bar.low < later.low ? bar.low : later.low,
            later.close,
            Quantity(bar.volume.raw() + later.volume.raw()),
            Quantity(bar.buyVolume.raw() + later.buyVolume.raw()),
            bar.trades + later.trades};
}

} // namespace qd
