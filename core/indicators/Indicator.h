#pragma once

#include "core/domain/Candle.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <memory>
#include <span>

namespace qd::indicators {

/// The value of a line where it has none: not enough bars yet.
inline constexpr double kNoValue = std::numeric_limits<double>::quiet_NaN();
[[nodiscard]] inline bool hasValue(double value) noexcept { return !std::isnan(value); }

/// What indicators read: prices in quote, volume in base units.
struct Bar {
    UnixNanos openTime; ///< later than that of the bar before
    double open = 0;
    double high = 0;
    double low = 0;
    double close = 0;
    double volume = 0;
    double buyVolume = kNoValue; ///< part of volume whose aggressor bought; kNoValue where nobody said
};

[[nodiscard]] inline Bar barOf(const Candle& c) noexcept {
    const auto quote = [](Price p) { return static_cast<double>(p.raw()) / Price::kScale; };
    const auto base = [](Quantity q) { return static_cast<double>(q.raw()) / Quantity::kScale; };
    return {c.openTime, quote(c.open), quote(c.high), quote(c.low), quote(c.close), base(c.volume), base(c.buyVolume)};
}

/// Bars as columns of one length: a run over a million of them reads only the columns its formula uses.
struct BarColumns {
    std::span<const UnixNanos> openTime;
    std::span<const double> open;
    std::span<const double> high;
    std::span<const double> low;
    std::span<const double> close;
    std::span<const double> volume;
    std::span<const double> buyVolume; ///< empty where nobody said

    [[nodiscard]] std::size_t size() const noexcept { return openTime.size(); }
    /// `count` bars from `from` on, or as many as there are.
    [[nodiscard]] BarColumns part(std::size_t from, std::size_t count) const noexcept {
        const auto of = [&](auto column) {
            return column.empty() ? column : column.subspan(from, std::min(count, column.size() - from));
        };
        return {of(openTime), of(open), of(high), of(low), of(close), of(volume), of(buyVolume)};
    }
    [[nodiscard]] Bar operator[](std::size_t i) const noexcept {
        return {
            openTime[i], open[i], high[i], low[i], close[i], volume[i], buyVolume.empty() ? kNoValue : buyVolume[i]};
    }
};

/// A study that takes bars one by one, oldest first, in time that is constant on average (what the table says of CCI
/// and LINREG excepted: theirs grows with the period). One thread.
///
/// Every value is a function of all bars taken: computed bar by bar, in one run, or with the last bar replaced any
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
    [[nodiscard]] virtual std::unique_ptr<Indicator> copied() const = 0;
    /// True: every value from here on will be the same, to the last bit. Windows that began at different bars may be
    /// called unlike although they hold the same bars. False for another kind of indicator.
    [[nodiscard]] virtual bool continuesLike(const Indicator& other) const = 0;
};

} // namespace qd::indicators
