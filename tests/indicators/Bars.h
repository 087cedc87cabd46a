#pragma once

#include "core/indicators/IndicatorTable.h"
#include "tests/bench/BarSeries.h"

#include <QByteArray>
#include <QList>

#include <bit>
#include <cstdint>
#include <vector>

/// Series of bars, and indicators over them.
namespace qd::test {

/// Rows of a file in tests/vectors, without its header.
[[nodiscard]] std::vector<QList<QByteArray>> vectorRows(const char* name);
/// The 500 bars of the shared series, one minute apart, beginning at `from`. A part of the volume is taker bought.
[[nodiscard]] std::vector<indicators::Bar> vectorBars(UnixNanos from = UnixNanos(0));
/// Any bars in order of time, some minutes missing.
[[nodiscard]] std::vector<indicators::Bar> anyBars(std::size_t most = 120);

[[nodiscard]] bench::BarSeries columnsOf(std::span<const indicators::Bar> bars);
[[nodiscard]] std::vector<double> batch(indicators::Indicator& indicator, std::span<const indicators::Bar> bars);
/// With its standard parameters.
[[nodiscard]] std::unique_ptr<indicators::Indicator> standard(const indicators::IndicatorKind& kind);
/// Each parameter at its least and at its most, all at once and one by one, and the standard values.
[[nodiscard]] std::vector<std::vector<double>> extremes(const indicators::IndicatorKind& kind);

/// For the data of a test: a row for each indicator, named as it is.
void kindRows();
[[nodiscard]] const indicators::IndicatorKind& kindOfRow(const QByteArray& name);

[[nodiscard]] inline bool sameBits(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

} // namespace qd::test
