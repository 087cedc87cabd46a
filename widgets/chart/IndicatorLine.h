#pragma once

#include "core/indicators/IndicatorTable.h"
#include "widgets/chart/BarSeries.h"

#include <memory>
#include <vector>

namespace qd::chart {

/// The first line of an indicator over a series, one value a bar. Main thread.
class IndicatorLine {
  public:
    IndicatorLine(const indicators::IndicatorKind& kind, std::span<const int> parameters);

    /// Brings the values up to date: constant time when only the last bar changed or bars were added.
    void follow(const BarSeries& bars);
    /// In raw units of Price; indicators::kNoValue where there is none.
    [[nodiscard]] double at(std::size_t index) const {
        return index < m_finished.size()    ? m_finished[index]
               : index == m_finished.size() ? m_last
                                            : indicators::kNoValue;
    }
    [[nodiscard]] std::size_t size() const { return m_size; }

  private:
    std::unique_ptr<indicators::Indicator> m_indicator;
    std::vector<double> m_finished;
    double m_last = indicators::kNoValue;
    std::size_t m_size = 0;
    std::uint64_t m_revision = 0;
    std::uint64_t m_rewrites = 0;
};

} // namespace qd::chart
