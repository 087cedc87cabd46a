#pragma once

#include "core/indicators/IndicatorOf.h"
#include "core/indicators/Lanes.h"

#include <array>
#include <cmath>

namespace qd::indicators {

/// Below this a decaying average is 0: what is smaller would be slow to compute and means nothing beside any price.
inline constexpr double kVanished = 1e-290;
/// 0. A function of another file, so that the test for it stays a branch, for which the next value need not wait.
[[gnu::cold]] double vanished();

/// Exponential average of values, kept as its distance from the newest value, so that its error is a fraction of how
/// far values move and not of how large they are: what subtracts two averages loses nothing. With y = average - newest,
/// average += 2 / (n + 1) * (x - average) is y(t) = keep * y(t - 1) + m(t), keep = (n - 1) / (n + 1),
/// m(t) = -keep * (x(t) - x(t - 1)). Seeded with the mean of the first n values.
///
/// Made of two(t) = keep * m(t - 1) + m(t) and y(t) = keep^4 * y(t - 4) + (keep^2 * two(t - 2) + two(t)): a gap does
/// not wait for the three before it.
class EmaGap {
  public:
    explicit EmaGap(std::size_t period)
        : m_period(period)
        , m_left(period)
        , m_keep((static_cast<double>(period) - 1) / (static_cast<double>(period) + 1)) {}
    /// Average minus `value`; kNoValue before n values came.
    [[nodiscard, gnu::always_inline]] double peek(double value) const {
        if (m_left > 0) [[unlikely]]
            return EmaGap(*this).seed(value);
        return stepTo(value).gap;
    }
    [[gnu::always_inline]] double next(double value) {
        if (m_left > 0) [[unlikely]]
            return seed(value);
        const Step step = stepTo(value);
        m_last = value;
        m_moved = step.moved;
        m_twoBefore = std::exchange(m_two, step.two);
        m_gaps[m_place] = step.gap;
        m_place = (m_place + 1) % kLanes;
        return step.gap;
    }
    [[nodiscard]] bool seeded() const { return m_left == 0; }
    /// next() of each, once seeded; `gaps` are elsewhere than `values`.
    [[gnu::always_inline]] void nextAll(std::span<const double> values, double* gaps) {
        std::size_t i = values.size() / kLanes * kLanes;
        if (!nextLanes(values.first(i), gaps)) i = 0;
        for (; i < values.size(); ++i) gaps[i] = next(values[i]);
    }
    friend bool operator==(const EmaGap& a, const EmaGap& b) {
        bool same = a.m_period == b.m_period && a.m_left == b.m_left && a.m_first == b.m_first && a.m_sum == b.m_sum &&
                    a.m_last == b.m_last && a.m_moved == b.m_moved && a.m_two == b.m_two &&
                    a.m_twoBefore == b.m_twoBefore;
        for (std::size_t i = 0; i < kLanes; ++i) same = same && a.gapBefore(i) == b.gapBefore(i);
        return same;
    }

  private:
    struct Step {
        double moved;
        double two;
        double gap;
    };
    template<class Number>
    [[nodiscard, gnu::always_inline]] Number movedBy(const Number& step) const {
        return -m_keep * step;
    }
    template<class Number>
    [[nodiscard, gnu::always_inline]] Number twoOf(const Number& movedBefore, const Number& moved) const {
        return fused(every<Number>(m_keep), movedBefore, moved);
    }
    template<class Number>
    [[nodiscard, gnu::always_inline]] Number gapOf(const Number& fourBefore, const Number& twoBefore,
                                                   const Number& two) const {
        const double keep2 = m_keep * m_keep;
        return fused(every<Number>(keep2 * keep2), fourBefore, fused(every<Number>(keep2), twoBefore, two));
    }
    [[nodiscard, gnu::always_inline]] Step stepTo(double value) const {
        const double moved = movedBy(value - m_last);
        const double two = twoOf(m_moved, moved);
        const double gap = gapOf(m_gaps[m_place], m_twoBefore, two);
        if (std::abs(gap) < kVanished) [[unlikely]]
            return {moved, two, vanished()};
        return {moved, two, gap};
    }
    /// Four values at a time. False, and nothing was taken: where a gap vanishes or is 0.
    [[gnu::always_inline]] bool nextLanes(std::span<const double> values, double* gaps) {
        Lanes value = every<Lanes>(m_last);
        Lanes moved = every<Lanes>(m_moved);
        Lanes two{0, 0, m_twoBefore, m_two};
        Lanes gap{gapBefore(3), gapBefore(2), gapBefore(1), gapBefore(0)};
        LeastOfLanes size;
        for (std::size_t i = 0; i < values.size(); i += kLanes) {
            const Lanes valueBefore = std::exchange(value, lanesAt(&values[i]));
            const Lanes movedBefore = std::exchange(moved, movedBy(Lanes(value - oneBefore(valueBefore, value))));
            const Lanes twoEarlier = std::exchange(two, twoOf(oneBefore(movedBefore, moved), moved));
            gap = gapOf(gap, twoBefore(twoEarlier, two), two);
            size.add(magnitudes(gap));
            put(gaps + i, gap);
        }
        if (size.below(kVanished)) [[unlikely]]
            return false;
        m_last = value[3];
        m_moved = moved[3];
        m_two = two[3];
        m_twoBefore = two[2];
        for (std::size_t i = 0; i < kLanes; ++i) m_gaps[i] = gap[i];
        m_place = 0;
        return true;
    }
    [[gnu::always_inline]] double seed(double value) {
        if (m_left == m_period) m_first = value;
        m_sum += value - m_first;
        m_last = value;
        if (--m_left > 0) return kNoValue;
        // As if the average had been at the value until now and had moved away in this step.
        m_moved = m_two = m_gaps[kLanes - 1] = m_sum / static_cast<double>(m_period) - (value - m_first);
        m_sum = m_first = 0; // averages that go on alike are equal
        return m_moved;
    }
    /// `rows` before the newest.
    [[nodiscard]] double gapBefore(std::size_t rows) const { return m_gaps[(m_place + kLanes - 1 - rows) % kLanes]; }

    std::size_t m_period;
    std::size_t m_left; ///< values until the seed
    double m_keep;
    double m_first = 0;
    double m_sum = 0; ///< of distances from the first value, until the seed
    double m_last = 0;
    double m_moved = 0;
    double m_two = 0;
    double m_twoBefore = 0;
    std::array<double, kLanes> m_gaps{}; ///< the newest, in a ring
    std::size_t m_place = 0;             ///< of the oldest
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
