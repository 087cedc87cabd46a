#pragma once

#include "core/domain/Candle.h"

#include <cstdint>
#include <span>
#include <vector>

namespace qd::ui::quotes {

/// A last price at a market time.
struct SparkPoint {
    UnixNanos ts;
    Price price;
    friend bool operator==(const SparkPoint&, const SparkPoint&) = default;
};

/// The last hour of a price, as far as it was seen: samples taken while somebody looked, and closes of one-minute bars
/// where nobody did. Where neither is known there is a hole, never a line. Bounded. Pure.
class Spark {
  public:
    static constexpr std::int64_t kSpan = kNanosPerHour;
    static constexpr std::int64_t kStep = kNanosPerSecond;     ///< least time between two samples
    static constexpr std::int64_t kHole = 3 * kNanosPerMinute; ///< points farther apart are not joined
    static constexpr std::size_t kKept = 720;                  ///< beyond it they are thinned to one in ten seconds

    void clear();
    /// Takes the price at market time `now`, unless the last sample is younger than a step. A time before the last one
    /// begins anew: the market was set back.
    void sample(UnixNanos now, Price last);
    /// Fills in closes of one-minute bars, oldest first, where there are no points within a minute.
    void seed(std::span<const Candle> bars, UnixNanos now);

    /// Oldest first.
    [[nodiscard]] std::span<const SparkPoint> points() const { return m_points; }
    /// Nothing is known since longer than a hole takes: history may know more.
    [[nodiscard]] bool wantsHistory(UnixNanos now) const;
    /// Grows with every change.
    [[nodiscard]] std::uint64_t version() const { return m_version; }

  private:
    void trim(UnixNanos now);

    std::vector<SparkPoint> m_points;
    std::uint64_t m_version = 0;
};

/// A point in a box of width * height, y down.
struct SparkVertex {
    double x = 0;
    double y = 0;
};
/// Lines to draw: the price of each column of the box at its end, from the first point on the left to the last on the
/// right, lowest at the bottom; broken at holes. A line of one point is a dot.
[[nodiscard]] std::vector<std::vector<SparkVertex>> sparkLines(std::span<const SparkPoint> points, int width,
                                                               int height);

} // namespace qd::ui::quotes
