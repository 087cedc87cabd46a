#pragma once

#include "core/indicators/Indicator.h"

#include <bit>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

/// What the formulas of this room are made of; private to it, because its files are compiled without contraction of
/// products and sums: a value must not depend on where a formula was compiled.
namespace qd::indicators {

/// An Indicator made of a value that can be copied and compared, with `kLines` and
/// `template<class Me> static void run(Me& me, const Bar& bar, double* out)`. The formula is written once: `Me` is the
/// value, which then takes the bar, or a const one, which only answers what it would be (see take() and keep()). The
/// loop over a run of bars is compiled with the formula inside it and its numbers in registers: hence always_inline,
/// and no function of which the formula's address is known.
template<class Formula>
class IndicatorOf final : public Indicator {
  public:
    explicit IndicatorOf(Formula formula) : m_new(formula), m_formula(std::move(formula)) {}
    [[nodiscard]] std::size_t lines() const noexcept override { return Formula::kLines; }
    void commit(const Bar& bar, std::span<double> out) override { Formula::run(m_formula, bar, out.data()); }
    void peek(const Bar& bar, std::span<double> out) const override { Formula::run(m_formula, bar, out.data()); }
    void commitAll(const BarColumns& bars, std::span<double> out) override {
        Formula formula = std::move(m_formula); // in registers, as the columns are
        const BarColumns columns = bars;
        double* to = out.data();
        for (std::size_t i = 0; i < columns.size(); ++i, to += Formula::kLines) Formula::run(formula, columns[i], to);
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
