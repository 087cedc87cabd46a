#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace qd {

/// A point in time: nanoseconds since 1970-01-01 00:00:00 UTC. Differences are plain std::int64_t nanoseconds.
class UnixNanos {
  public:
    constexpr UnixNanos() noexcept = default;
    constexpr explicit UnixNanos(std::int64_t nanos) noexcept : m_nanos(nanos) {}
    [[nodiscard]] static constexpr UnixNanos fromMillis(std::int64_t ms) noexcept { return UnixNanos(ms * 1'000'000); }
    [[nodiscard]] static constexpr UnixNanos fromMicros(std::int64_t us) noexcept { return UnixNanos(us * 1'000); }

    [[nodiscard]] constexpr std::int64_t value() const noexcept { return m_nanos; }
    [[nodiscard]] constexpr std::int64_t millis() const noexcept { return m_nanos / 1'000'000; }
    friend constexpr auto operator<=>(UnixNanos, UnixNanos) noexcept = default;
    /// The caller guarantees that the sum stays within years 1677 to 2262.
    friend constexpr UnixNanos operator+(UnixNanos t, std::int64_t nanos) noexcept {
        return UnixNanos(t.m_nanos + nanos);
    }
    friend constexpr std::int64_t operator-(UnixNanos a, UnixNanos b) noexcept { return a.m_nanos - b.m_nanos; }

  private:
    std::int64_t m_nanos = 0;
};

inline constexpr std::int64_t kNanosPerMilli = 1'000'000;
inline constexpr std::int64_t kNanosPerSecond = 1'000'000'000;
inline constexpr std::int64_t kNanosPerMinute = 60 * kNanosPerSecond;
inline constexpr std::int64_t kNanosPerHour = 60 * kNanosPerMinute;
inline constexpr std::int64_t kNanosPerDay = 24 * kNanosPerHour;

/// Source of time. Handed in, so that tests and replays own it.
class Clock {
  public:
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    virtual ~Clock() = default;
    /// Wall clock, UTC. May step backwards.
    [[nodiscard]] virtual UnixNanos now() const = 0;
    /// Never steps backwards; for intervals and latencies. Nanoseconds from an arbitrary start.
    [[nodiscard]] virtual std::int64_t monotonicNanos() const = 0;
};

/// The machine's clocks. Any thread.
class SystemClock final : public Clock {
  public:
    [[nodiscard]] UnixNanos now() const override;
    [[nodiscard]] std::int64_t monotonicNanos() const override;
};

/// "2024-08-08T23:54:16.172216Z", always UTC, microseconds. For logs and files; the terminal formats its own.
[[nodiscard]] std::string toIso8601(UnixNanos t);

} // namespace qd
