#pragma once

#include "core/indicators/Indicator.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>
#ifdef __AVX__
#include <immintrin.h>
#endif

/// What the formulas of this room are made of; private to it, because its files are compiled without contraction of
/// products and sums: a value must not depend on where a formula was compiled.
namespace qd::indicators {

/// A run over bars is made in parts of so many: what is kept between the steps of a part stays in the nearest cache.
inline constexpr std::size_t kAtOnce = 1'024;
/// More numbers than the caches keep until somebody reads them.
inline constexpr std::size_t kMostInCaches = std::size_t{1} << 18U;

/// Copies numbers without first reading, for nothing, what they overwrite.
inline void copyPastCaches(std::span<const double> from, double* to) {
    std::size_t i = 0;
#ifdef __AVX__
    constexpr std::size_t kLine = 8; // of memory, in numbers
    const std::size_t head = -(std::bit_cast<std::uintptr_t>(to) / sizeof *to) % kLine;
    for (; i < std::min(head, from.size()); ++i) to[i] = from[i];
    for (; i + kLine <= from.size(); i += kLine) {
        _mm256_stream_pd(to + i, _mm256_loadu_pd(&from[i]));
        _mm256_stream_pd(to + i + kLine / 2, _mm256_loadu_pd(&from[i + kLine / 2]));
    }
    _mm_sfence(); // another thread that learns of them finds them
#endif
    for (; i < from.size(); ++i) to[i] = from[i];
}

/// An Indicator made of a value that can be copied and compared, with `kLines` and
/// `template<class Me> static void run(Me& me, const Bar& bar, double* out)`. The formula is written once: `Me` is the
/// value, which then takes the bar, or a const one, which only answers what it would be (see take() and keep()). The
/// loop over a run of bars is compiled with the formula inside it and its numbers in registers: hence always_inline,
/// and no function of which the formula's address is known.
///
/// Where a run can be faster than its steps, the formula has `void nextAll(const BarColumns& bars, double* out)` for at
/// most kAtOnce bars, made of the same parts and arithmetic as `run`, and `bool settled()`: from now on every line has
/// a value, and nextAll() may be asked.
template<class Formula>
class IndicatorOf final : public Indicator {
  public:
    explicit IndicatorOf(Formula formula) : m_new(formula), m_formula(std::move(formula)) {}
    [[nodiscard]] std::size_t lines() const noexcept override { return Formula::kLines; }
    void commit(const Bar& bar, std::span<double> out) override { Formula::run(m_formula, bar, out.data()); }
    void peek(const Bar& bar, std::span<double> out) const override { Formula::run(m_formula, bar, out.data()); }
    void commitAll(const BarColumns& bars, std::span<double> out) override {
        Formula formula = std::move(m_formula); // in registers, as the columns are
        // One line that is made step by step gets to memory meanwhile.
        const bool past = out.size() >= kMostInCaches && (kInRuns || Formula::kLines > 1);
        std::array<double, kAtOnce * Formula::kLines> held;
        for (std::size_t from = 0; from < bars.size(); from += kAtOnce) {
            const BarColumns part = bars.part(from, kAtOnce);
            const std::span<double> to = out.subspan(from * Formula::kLines, part.size() * Formula::kLines);
            runAll(formula, part, past ? held.data() : to.data());
            if (past) copyPastCaches(std::span(held).first(to.size()), to.data());
        }
        m_formula = std::move(formula);
    }
    void reset() override { m_formula = m_new; }
    [[nodiscard]] std::unique_ptr<Indicator> copied() const override { return std::make_unique<IndicatorOf>(*this); }
    [[nodiscard]] bool continuesLike(const Indicator& other) const override {
        const auto* same = dynamic_cast<const IndicatorOf*>(&other);
        return same != nullptr && same->m_formula == m_formula;
    }
    IndicatorOf(const IndicatorOf& other) : Indicator(), m_new(other.m_new), m_formula(other.m_formula) {}

  private:
    static constexpr bool kInRuns =
        requires(Formula& formula, const BarColumns& bars, double* out) { formula.nextAll(bars, out); };
    [[gnu::always_inline]] static void runAll(Formula& formula, const BarColumns& bars, double* out) {
        std::size_t i = 0;
        if constexpr (kInRuns) {
            for (; i < bars.size() && !formula.settled(); ++i)
                Formula::run(formula, bars[i], out + i * Formula::kLines);
            if (i < bars.size()) formula.nextAll(bars.part(i, bars.size()), out + i * Formula::kLines);
        } else {
            for (; i < bars.size(); ++i) Formula::run(formula, bars[i], out + i * Formula::kLines);
        }
    }

    Formula m_new;
    Formula m_formula;
};

template<class Formula>
std::unique_ptr<Indicator> made(Formula formula) {
    return std::make_unique<IndicatorOf<Formula>>(std::move(formula));
}

/// What a part of a formula answers to the next value: it keeps it, or, const, only answers.
template<class Part, class... Values>
[[gnu::always_inline]] inline auto take(Part& part, const Values&... values) {
    if constexpr (std::is_const_v<Part>)
        return part.peek(values...);
    else
        return part.next(values...);
}

/// Remembers `value`, unless the formula only answers.
template<class T>
void keep(T& place, const std::type_identity_t<T>& value) {
    if constexpr (!std::is_const_v<T>) place = value;
}

/// A part that is so small that answering is taking with a copy.
template<class Part>
class SmallPart {
  public:
    template<class... Values>
    [[nodiscard]] auto peek(const Values&... values) const {
        Part copy = static_cast<const Part&>(*this);
        return copy.next(values...);
    }
    friend bool operator==(const SmallPart&, const SmallPart&) = default;
};

/// False for the first `rows` times, then true.
class After : public SmallPart<After> {
  public:
    explicit After(std::size_t rows) : m_left(rows) {}
    [[gnu::always_inline]] bool next() {
        if (m_left == 0) [[likely]]
            return true;
        --m_left;
        return false;
    }
    [[nodiscard]] bool now() const { return m_left == 0; }
    friend bool operator==(const After&, const After&) = default;

  private:
    std::size_t m_left;
};

/// Answers with the value before; 0 to the first.
class Previous : public SmallPart<Previous> {
  public:
    [[gnu::always_inline]] double next(double value) { return std::exchange(m_value, value); }
    friend bool operator==(const Previous&, const Previous&) = default;

  private:
    double m_value = 0;
};

/// `value` where the condition is 1, 0 where it is 0; without a branch, for conditions that nobody can foretell.
[[gnu::always_inline]] inline double where(int condition, double value) {
    return std::bit_cast<double>(std::bit_cast<std::int64_t>(value) & -std::int64_t{condition});
}

inline std::size_t rowsOf(double parameter) { return static_cast<std::size_t>(parameter); }

} // namespace qd::indicators
