#pragma once

#include "core/domain/Candle.h"

#include <cmath>
#include <cstddef>
#include <limits>
#include <memory>
#include <span>

namespace qd::indicators {

/// What indicators read: prices in quote, volume in base units.
struct Bar {
    UnixNanos openTime;
    double open = 0;
    double high = 0;
    double low = 0;
    double close = 0;
    double volume = 0;
};

[[nodiscard]] inline Bar barOf(const Candle& c) noexcept {
    const auto quote = [](Price p) { return static_cast<double>(p.raw()) / Price::kScale; };
    return {c.openTime,   quote(c.open),  quote(c.high),
            quote(c.low), quote(c.close), static_cast<double>(c.volume.raw()) / Quantity::kScale};
}

/// Bars as columns of one length: a run over a million of them reads only the columns its formula uses.
struct BarColumns {
    std::span<const UnixNanos> openTime;
    std::span<const double> open;
    std::span<const double> high;
    std::span<const double> low;
    std::span<const double> close;
    std::span<const double> volume;

    [[nodiscard]] std::size_t size() const noexcept { return openTime.size(); }
    [[nodiscard]] Bar operator[](std::size_t i) const noexcept {
        return {openTime[i], open[i], high[i], low[i], close[i], volume[i]};
    }
};

/// The value of a line where it has none: not enough bars yet.
inline constexpr double kNoValue = std::numeric_limits<double>::quiet_NaN();
[[nodiscard]] inline bool hasValue(double value) noexcept { return !std::isnan(value); }

/// A study that takes bars one by one, oldest first, in constant time each. One thread.
///
/// Every value is a function of the bars alone: computed bar by bar, in one run, or with the last bar replaced any
/// number of times before it is finished, it is the same to the last bit.
class Indicator {
  public:
    Indicator() = default;
    Indicator(const Indicator&) = delete;
    Indicator& operator=(const Indicator&) = delete;
    virtual ~Indicator() = default;

    /// How many lines it draws; `out` below holds one value a line, in the order of IndicatorKind::lines.
    [[nodiscard]] virtual std::size_t lines() const noexcept = 0;
    /// Takes a finished bar and answers with the values at it; kNoValue while there are too few bars.
    virtual void commit(const Bar& bar, std::span<double> out) = 0;
    /// The values if the bar that is being made ended as it stands. Changes nothing, so the bar may be replaced.
    virtual void peek(const Bar& bar, std::span<double> out) const = 0;
    /// commit() of each bar; out[i * lines() + line].
    virtual void commitAll(const BarColumns& bars, std::span<double> out) = 0;
    /// As newly made.
    virtual void reset() = 0;
    /// Whether every value from here on would be the same, to the last bit. False for another kind of indicator.
    [[nodiscard]] virtual bool continuesLike(const Indicator& other) const = 0;
};

/// An Indicator made of a small value with `kLines`, next(bar, out), peek(bar, out) const and ==: the loop over a run
/// of bars is compiled with the formula inside it.
template<class Formula>
class IndicatorOf final : public Indicator {
  public:
    explicit IndicatorOf(Formula formula) : m_new(formula), m_formula(formula) {}
    [[nodiscard]] std::size_t lines() const noexcept override { return Formula::kLines; }
    void commit(const Bar& bar, std::span<double> out) override { m_formula.next(bar, out.data()); }
    void peek(const Bar& bar, std::span<double> out) const override { m_formula.peek(bar, out.data()); }
    void commitAll(const BarColumns& bars, std::span<double> out) override {
        Formula formula = m_formula; // in registers
        double* to = out.data();
        for (std::size_t i = 0; i < bars.size(); ++i, to += Formula::kLines) formula.next(bars[i], to);
        m_formula = formula;
    }
    void reset() override { m_formula = m_new; }
    [[nodiscard]] bool continuesLike(const Indicator& other) const override {
        const auto* same = dynamic_cast<const IndicatorOf*>(&other);
        return same != nullptr && same->m_formula == m_formula;
    }

  private:
    Formula m_new;
    Formula m_formula;
};

} // namespace qd::indicators
