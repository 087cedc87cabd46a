#pragma once

#include "core/indicators/IndicatorOf.h"
#include "core/indicators/Lanes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace qd::indicators {

// Windows over the last n values. Values are taken in blocks of n. When a block is whole, what its ends add up to is
// written down: every window is the end of one block and the beginning of the next. So nothing is ever subtracted from
// a sum and nothing drifts, and a minimum costs no search. Once in n values a step takes n steps' time. Blocks do not
// know of each other: in a run, four are folded side by side, each in the order in which it would be alone.

// `Number`: a double, or Lanes.
struct Adding {
    static constexpr double kNothing = 0;
    template<class Number>
    [[gnu::always_inline]] static Number of(const Number& a, const Number& b) {
        return a + b;
    }
};
struct Greater {
    static constexpr double kNothing = -std::numeric_limits<double>::infinity();
    template<class Number>
    [[gnu::always_inline]] static Number of(const Number& a, const Number& b) {
        return a < b ? b : a;
    }
};
struct Lesser {
    static constexpr double kNothing = std::numeric_limits<double>::infinity();
    template<class Number>
    [[gnu::always_inline]] static Number of(const Number& a, const Number& b) {
        return b < a ? b : a;
    }
};

/// What is known of four blocks at each of their places, and after the last.
template<class T>
using AtPlaces = std::array<T, kAtOnce / kLanes + 1>;

/// Goes through `count` values, at most kAtOnce, in blocks of `size`, the first of which is made up to `place`: one(i)
/// takes the next value, four(i) takes the next four blocks or says that it cannot.
template<class One, class Four>
[[gnu::always_inline]] inline void inBlocks(std::size_t count, std::size_t place, std::size_t size, One one,
                                            Four four) {
    std::size_t i = 0;
    const auto oneByOne = [&](std::size_t to) {
        for (; i < to; ++i) one(i);
    };
    oneByOne(std::min(count, (size - place) % size));
    for (; i + kLanes * size <= count; i += kLanes * size) {
        if (!four(i)) break;
    }
    oneByOne(count);
}

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
    /// next() of each of at most kAtOnce values; `answers` may be where they are.
    [[gnu::always_inline]] void nextAll(std::span<const double> values, double* answers) {
        inBlocks(
            values.size(), m_place, m_ends.size() - 1, [&](std::size_t i) { answers[i] = next(values[i]); },
            [&](std::size_t i) {
                nextBlocks(&values[i], answers + i);
                return true;
            });
    }
    friend bool operator==(const Window&, const Window&) = default;

  private:
    [[gnu::always_inline]] void nextBlocks(const double* values, double* answers) {
        const std::size_t size = m_ends.size() - 1;
        AtPlaces<Lanes> ends;
        Lanes folded = ends[size] = every<Lanes>(Fold::kNothing);
        for (std::size_t i = size; i-- > 0;) ends[i] = folded = Fold::of(lanesApart(values + i, size), folded);
        folded = every<Lanes>(Fold::kNothing);
        for (std::size_t i = 0; i < size; ++i) {
            folded = Fold::of(folded, lanesApart(values + i, size));
            putApart(answers + i, size, Fold::of(after(m_ends[i + 1], ends[i + 1]), folded));
        }
        for (std::size_t i = 0; i < size; ++i) m_ends[i] = ends[i][kLanes - 1];
    }
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

/// Mean and population variance of the last n values, n >= 2, from distances from the value before the block that is
/// being made, which is in every window that ends in it, or just before it.
class Spread {
  public:
    template<class Number>
    struct MomentsOf {
        Number mean{};
        Number variance{};
        Number gap{}; ///< newest value - mean, as good as the spread is small
    };
    using Moments = MomentsOf<double>;
    explicit Spread(std::size_t size) : m_values(size), m_ends(size + 1), m_share(1 / static_cast<double>(size)) {}

    [[nodiscard]] Moments peek(double value) const {
        const double centre = m_begun ? m_centre : value;
        return momentsOf(value, centre, plus(m_beginning, value - centre));
    }
    [[gnu::always_inline]] Moments next(double value) {
        if (!m_begun) [[unlikely]] {
            m_begun = true;
            m_centre = value;
        }
        const Sums<double> beginning = plus(m_beginning, value - m_centre);
        const Moments answer = momentsOf(value, m_centre, beginning);
        m_beginning = beginning;
        m_values[m_place] = value;
        if (++m_place == m_values.size()) endBlock();
        return answer;
    }
    /// next() of each of at most kAtOnce values, once there was one before. put(i, apart, moments) is told them: of
    /// value i, or, in lanes, of the four that are `apart` from there on.
    template<class Put>
    [[gnu::always_inline]] void nextAll(std::span<const double> values, Put put) {
        inBlocks(
            values.size(), m_place, m_values.size(), [&](std::size_t i) { put(i, 0, next(values[i])); },
            [&](std::size_t i) {
                return nextBlocks(&values[i], [&](std::size_t place, const MomentsOf<Lanes>& moments) {
                    put(i + place, m_values.size(), moments);
                });
            });
    }
    friend bool operator==(const Spread&, const Spread&) = default;

  private:
    /// Of distances from the centre, and of their squares.
    template<class Number>
    struct Sums {
        Number distances;
        Number squares;
        friend bool operator==(const Sums&, const Sums&) = default;
    };
    /// Where less of the squares about the centre is left about the mean, too many digits are lost.
    static constexpr double kLeastLeft = 0.02;

    template<class Number>
    [[gnu::always_inline]] static Sums<Number> plus(const Sums<Number>& sums, const Number& distance) {
        return {sums.distances + distance, fused(distance, distance, sums.squares)};
    }
    /// Of the squares, about the mean.
    template<class Number>
    [[nodiscard, gnu::always_inline]] Number leftOf(const Sums<Number>& sums) const {
        return fused(Number(-sums.distances), Number(sums.distances * m_share), sums.squares);
    }
    template<class Number>
    [[nodiscard, gnu::always_inline]] MomentsOf<Number> momentsAbout(const Number& centre, const Number& value,
                                                                     const Sums<Number>& sums) const {
        const Number mean = sums.distances * m_share; // from the centre
        return {centre + mean, leftOf(sums) * m_share, (value - centre) - mean};
    }
    [[nodiscard, gnu::always_inline]] Moments momentsOf(double value, double centre,
                                                        const Sums<double>& beginning) const {
        const Sums<double>& end = m_ends[m_place + 1];
        const Sums<double> sums{end.distances + beginning.distances, end.squares + beginning.squares};
        if (leftOf(sums) < kLeastLeft * sums.squares) [[unlikely]]
            return momentsAnew(m_values, m_place, value);
        return momentsAbout(centre, value, sums);
    }
    /// From the values themselves, of which that at `oldest` has left: the centre is a bad one for this window.
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
        m_centre = m_values.back();
        Sums<double> end{};
        for (std::size_t i = m_place; --i > 0;) m_ends[i] = end = plus(end, m_values[i] - m_centre);
        m_beginning = {};
        m_place = 0;
    }
    /// False, and nothing was taken: where a window needs another centre.
    template<class Put>
    [[gnu::always_inline]] bool nextBlocks(const double* values, Put put) {
        const std::size_t size = m_values.size();
        AtPlaces<Sums<Lanes>> ends;
        ends[size] = Sums<Lanes>{};
        Sums<Lanes> sums{};
        const Lanes last = lanesApart(values + size - 1, size);
        for (std::size_t i = size; --i > 0;) ends[i] = sums = plus(sums, Lanes(lanesApart(values + i, size) - last));
        sums = Sums<Lanes>{};
        const Lanes centre = after(m_centre, last);
        LeastOfLanes left;
        for (std::size_t i = 0; i < size; ++i) {
            const Lanes value = lanesApart(values + i, size);
            sums = plus(sums, Lanes(value - centre));
            const Sums<Lanes> all{after(m_ends[i + 1].distances, ends[i + 1].distances) + sums.distances,
                                  after(m_ends[i + 1].squares, ends[i + 1].squares) + sums.squares};
            left.add(leftOf(all) - kLeastLeft * all.squares);
            put(i, momentsAbout(centre, value, all));
        }
        if (left.below(0)) [[unlikely]]
            return false;
        m_centre = last[kLanes - 1];
        std::copy_n(values + (kLanes - 1) * size, size, m_values.begin());
        for (std::size_t i = 1; i < size; ++i) m_ends[i] = {ends[i].distances[kLanes - 1], ends[i].squares[kLanes - 1]};
        return true;
    }

    std::vector<double> m_values; ///< the newest of the block before and of this one
    std::vector<Sums<double>> m_ends;
    double m_share;
    double m_centre = 0; ///< the last value of the block before
    Sums<double> m_beginning{};
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
