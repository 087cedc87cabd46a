#pragma once

#include "core/indicators/IndicatorOf.h"

#include <cmath>

namespace qd::indicators {

/// Below this a decaying average is 0: what is smaller would be slow to compute and means nothing beside any price.
inline constexpr double kVanished = 1e-290;
/// 0. A function of another file, so that the test for it stays a branch, for which the next value need not wait.
[[gnu::cold]] double vanished();

/// Exponential average of values, kept as its distance from the newest value, so that its error is a fraction of how
/// far values move and not of how large they are: what subtracts two averages loses nothing. With y = average - newest,
/// average += 2 / (n + 1) * (x - average) is y = keep * (y - (x - before)), keep = (n - 1) / (n + 1). Seeded with the
/// mean of the first n values.
class EmaGap : public SmallPart<EmaGap> {
  public:
    explicit EmaGap(std::size_t period)
        : m_period(period)
        , m_left(period)
        , m_keep((static_cast<double>(period) - 1) / (static_cast<double>(period) + 1)) {}
    /// Average minus `value`; kNoValue before n values came.
    [[gnu::always_inline]] double next(double value) {
        if (m_left > 0) [[unlikely]]
            return seed(value);
        const double step = value - m_last;
        m_last = value;
        m_gap = std::fma(m_keep, m_gap, -m_keep * step);
        if (std::abs(m_gap) < kVanished) [[unlikely]]
            m_gap = vanished();
        return m_gap;
    }
    friend bool operator==(const EmaGap&, const EmaGap&) = default;

  private:
    [[gnu::always_inline]] double seed(double value) {
        if (m_left == m_period) m_first = value;
        m_sum += value - m_first;
        m_last = value;
        if (--m_left > 0) return kNoValue;
        m_gap = m_sum / static_cast<double>(m_period) - (value - m_first);
        m_sum = m_first = 0; // averages that go on alike are equal
        return m_gap;
    }

    std::size_t m_period;
    std::size_t m_left; ///< values until the seed
    double m_keep;
    double m_first = 0;
    double m_sum = 0; ///< of distances from the first value, until the seed
    double m_last = 0;
    double m_gap = 0;
};

/// Wilder's smoothed sum: the plain sum of the first `seeds` values, then sum = sum - sum / n + x. A smoothed mean is a
/// n-th of it when `seeds` = n.
class WilderSum : public SmallPart<WilderSum> {
  public:
    WilderSum(std::size_t period, std::size_t seeds)
        : m_left(seeds)
        , m_keep((static_cast<double>(period) - 1) / static_cast<double>(period)) {}
    [[gnu::always_inline]] double next(double value) {
        if (m_left > 0) [[unlikely]] {
            --m_left;
            m_sum += value;
            return m_sum;
        }
        m_sum = std::fma(m_keep, m_sum, value);
        if (m_sum < kVanished) [[unlikely]]
            m_sum = vanished();
        return m_sum;
    }
    [[nodiscard]] double sum() const { return m_sum; }
    friend bool operator==(const WilderSum&, const WilderSum&) = default;

  private:
    std::size_t m_left;
    double m_keep;
    double m_sum = 0;
};

/// A sum without end whose rounding errors are kept beside it: as good after a billion values as after ten.
class Total : public SmallPart<Total> {
  public:
    /// `anew`: from here on. `rest`: what rounding took from the value.
    [[gnu::always_inline]] double next(double value, bool anew = false, double rest = 0) {
        if (anew) m_sum = m_lost = 0;
        const double sum = m_sum + value;
        const double part = sum - m_sum;
        m_lost += ((m_sum - (sum - part)) + (value - part)) + rest;
        m_sum = sum;
        return m_sum + m_lost;
    }
    friend bool operator==(const Total&, const Total&) = default;

  private:
    double m_sum = 0;
    double m_lost = 0;
};

/// max(high, close before) - min(low, close before).
inline double trueRange(const Bar& bar, double closeBefore) {
    return std::max(bar.high, closeBefore) - std::min(bar.low, closeBefore);
}

} // namespace qd::indicators
