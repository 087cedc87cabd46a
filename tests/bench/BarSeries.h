#pragma once

#include "core/indicators/Indicator.h"

#include <vector>

namespace qd::bench {

/// Bars as columns that own their memory.
struct BarSeries {
    std::vector<UnixNanos> openTime;
    std::vector<double> open, high, low, close, volume, buyVolume;

    [[nodiscard]] indicators::BarColumns view() const { return {openTime, open, high, low, close, volume, buyVolume}; }
    [[nodiscard]] std::size_t size() const { return openTime.size(); }
    void push(const indicators::Bar& bar);
};

/// The series QD-BAR-1, a bar a minute from 1970 on; the buyers' part of the volume, which it does not define, is a
/// part of it that follows from the volume. Source: spec/bench-streams.md §2.
[[nodiscard]] BarSeries makeBarSeries(std::size_t bars);

} // namespace qd::bench
