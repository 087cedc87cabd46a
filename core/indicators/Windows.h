#pragma once

#include "core/indicators/IndicatorOf.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace qd::indicators {

// Windows over the last n values. Values are taken in blocks of n. When a block is whole, what its ends add up to is
// written down: every window is the end of one block and the beginning of the next. So nothing is ever subtracted from
// a sum and nothing drifts, and a minimum costs no search. Once in n values a step takes n steps' time.

struct Adding {
    static constexpr double kNothing = 0;
    static double of(double a, double b) { return a + b; }
};
struct Greater {
    static constexpr double kNothing = -std::numeric_limits<double>::infinity();
    static double of(double a, double b) { return a < b ? b : a; }
};
struct Lesser {
    static constexpr double kNothing = std::numeric_limits<double>::infinity();
    static double of(double a, double b) { return b < a ? b : a; }
};

/// Sum, greatest or least of the last n values; of all values while there are fewer.
template<class Fold>
class Window {
  public:
    explicit Window(std::size_t size) : m_ends(size + 1, Fold::kNothing) {}
    [[nodiscard, gnu::always_inline]] double peek(double value) const {
        return Fold::of(m_ends[m_place + 1], Fold::of(m_beginning, value));
    }
    [[gnu::always_inline]] double next(double value) {
        const double answer = peek(value);
        m_beginning = Fold::of(m_beginning, value);
        m_ends[m_place] = value; // its end is not asked for any more
        if (++m_place + 1 == m_ends.size()) endBlock();
        return answer;
    }
    friend bool operator==(const Window&, const Window&) = default;

  private:
    [[gnu::always_inline]] void endBlock() {
        double end = Fold::kNothing;
        for (std::size_t i = m_place; i-- > 0;) m_ends[i] = end = Fold::of(m_ends[i], end);
        m_beginning = Fold::kNothing;
        m_place = 0;
    }

    std::vector<double> m_ends; ///< [i]: of the block before from its value i on, once m_place <= i; last: of nothing
    double m_beginning = Fold::kNothing; ///< of the block that is being made
    std::size_t m_place = 0;
};
using WindowSum = Window<Adding>;
using Highest = Window<Greater>;
using Lowest = Window<Lesser>;

/// Sum of the last n values with weights 1 (the oldest) to n.
class WeightedSum {
  public:
    explicit WeightedSum(std::size_t size) : m_ends(size + 1) {}
    [[nodiscard, gnu::always_inline]] double peek(double value) const {
        const Ends& end = m_ends[m_place + 1];
        const auto count = static_cast<double>(m_ends.size() - 2 - m_place); // of values in the end
        const double weighted = std::fma(static_cast<double>(m_place) + 1, value, m_weighted);
        return end.weighted + std::fma(count, m_sum + value, weighted);
    }
    [[gnu::always_inline]] double next(double value) {
        const double answer = peek(value);
        m_weighted = std::fma(static_cast<double>(m_place) + 1, value, m_weighted);
        m_sum += value;
        m_ends[m_place].sum = value;
        if (++m_place + 1 == m_ends.size()) endBlock();
        return answer;
    }
    friend bool operator==(const WeightedSum&, const WeightedSum&) = default;

  private:
    struct Ends {
        double sum = 0;
        double weighted = 0; ///< weights 1, 2, ... from its first value
        friend bool operator==(const Ends&, const Ends&) = default;
    };
    [[gnu::always_inline]] void endBlock() {
        Ends end;
        for (std::size_t i = m_place; i-- > 0;) {
            end.sum += m_ends[i].sum;
            end.weighted += end.sum;
            m_ends[i] = end;
        }
        m_sum = m_weighted = 0;
        m_place = 0;
    }

    std::vector<Ends> m_ends;
    double m_sum = 0;
    double m_weighted = 0;
    std::size_t m_place = 0;
};

/// Mean and population variance of the last n values, n >= 2.
class Spread {
  public:
    struct Moments {
        double mean = 0;
        double variance = 0;
        double gap = 0; ///< newest value - mean, as good as the spread is small
    };
    explicit Spread(std::size_t size) : m_values(size), m_ends(size + 1), m_share(1 / static_cast<double>(size)) {}

    [[nodiscard]] Moments peek(double value) const { return momentsOf(value, afterTaking(value)); }
    [[gnu::always_inline]] Moments next(double value) {
        if (!m_begun) [[unlikely]] {
            m_begun = true;
            m_centre = value;
        }
        const Sums beginning = afterTaking(value);
        const Moments answer = momentsOf(value, beginning);
        m_beginning = beginning;
        m_values[m_place] = value;
        if (++m_place == m_values.size()) endBlock();
        return answer;
    }
    friend bool operator==(const Spread&, const Spread&) = default;

  private:
    /// Of distances from the centre, and of their squares.
    struct Sums {
        double distances = 0;
        double squares = 0;
        friend bool operator==(const Sums&, const Sums&) = default;
    };
    /// Where less of the squares about the centre is left about the mean, too many digits are lost.
    static constexpr double kLeastLeft = 0.02;

    [[nodiscard, gnu::always_inline]] Sums afterTaking(double value) const {
        const double distance = value - m_centre;
        return {m_beginning.distances + distance, std::fma(distance, distance, m_beginning.squares)};
    }
    [[nodiscard, gnu::always_inline]] Moments momentsOf(double value, const Sums& beginning) const {
        const Sums& end = m_ends[m_place + 1];
        const double distances = beginning.distances + end.distances;
        const double squares = beginning.squares + end.squares;
        const double mean = distances * m_share; // from the centre
        const double left = std::fma(-distances, mean, squares);
        if (left < kLeastLeft * squares) [[unlikely]]
            return momentsAnew(m_values, m_place, value);
        return {m_centre + mean, left * m_share, (value - m_centre) - mean};
    }
    /// From the values themselves, of which that at `oldest` has left: the centre has become a bad one for this window.
    [[gnu::cold, gnu::noinline]] static Moments momentsAnew(std::span<const double> values, std::size_t oldest,
                                                            double value) {
        const double share = 1 / static_cast<double>(values.size());
        double distances = 0;
        for (std::size_t i = 0; i < values.size(); ++i) distances += i == oldest ? 0 : values[i] - value;
        const double mean = distances * share;
        double squares = mean * mean;
        for (std::size_t i = 0; i < values.size(); ++i) {
            const double distance = i == oldest ? 0 : (values[i] - value) - mean;
            squares = std::fma(distance, distance, squares);
        }
        return {value + mean, squares * share, -mean};
    }
    [[gnu::always_inline]] void endBlock() {
        m_centre += m_beginning.distances * m_share;
        // Two at a time: the sums wait for each other half as often.
        Sums end;
        std::size_t i = m_place - 1;
        for (; i > 1; i -= 2) {
            const double second = m_values[i] - m_centre;
            const double first = m_values[i - 1] - m_centre;
            m_ends[i] = {end.distances + second, std::fma(second, second, end.squares)};
            end.distances += second + first;
            end.squares += std::fma(first, first, second * second);
            m_ends[i - 1] = end;
        }
        if (i == 1) {
            const double last = m_values[1] - m_centre;
            m_ends[1] = {end.distances + last, std::fma(last, last, end.squares)};
        }
        m_beginning = {};
        m_place = 0;
    }

    std::vector<double> m_values; ///< the newest of the block before and of this one
    std::vector<Sums> m_ends;
    double m_share;
    double m_centre = 0; ///< the mean of the block before
    Sums m_beginning;
    std::size_t m_place = 0;
    bool m_begun = false;
};

/// The value n values ago, n >= 1; `T()` while there are fewer.
template<class T>
class Delay {
  public:
    explicit Delay(std::size_t size) : m_values(size) {}
    [[nodiscard]] T peek(const T&) const { return m_values[m_place]; }
    T next(const T& value) {
        const T answer = std::exchange(m_values[m_place], value);
        if (++m_place == m_values.size()) m_place = 0;
        return answer;
    }
    friend bool operator==(const Delay&, const Delay&) = default;

  private:
    std::vector<T> m_values;
    std::size_t m_place = 0;
};

/// Four numbers side by side, as the processor adds them.
using Lanes = double __attribute__((vector_size(32)));
inline constexpr std::size_t kLanes = 4;

inline Lanes lanesAt(const double* values) {
    Lanes lanes;
    std::memcpy(&lanes, values, sizeof lanes);
    return lanes;
}
inline double sumOf(const Lanes& lanes) { return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]); }

/// The last n values side by side, oldest first; 0 where there are fewer.
class History {
  public:
    explicit History(std::size_t size) : m_values(2 * size) {}
    [[nodiscard]] std::span<const double> values() const {
        return std::span(m_values).subspan(m_place, m_values.size() / 2);
    }
    /// How many of the oldest are read as lanes. The newest are read one by one: to read together what was just written
    /// apart makes the processor wait.
    [[nodiscard]] std::size_t inLanes() const {
        const std::size_t size = m_values.size() / 2;
        return size < kLanes ? 0 : (size - kLanes) / kLanes * kLanes;
    }
    void push(double value) {
        const std::size_t size = m_values.size() / 2;
        m_values[m_place] = m_values[m_place + size] = value;
        if (++m_place == size) m_place = 0;
    }
    friend bool operator==(const History&, const History&) = default;

  private:
    std::vector<double> m_values; ///< every value twice
    std::size_t m_place = 0;
};

} // namespace qd::indicators
