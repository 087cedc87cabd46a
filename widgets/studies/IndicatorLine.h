#pragma once

#include "core/indicators/IndicatorTable.h"
#include "widgets/studies/BarSeries.h"

#include <deque>
#include <memory>
#include <vector>

namespace qd::chart {

/// The lines of an indicator over a series, one value a line and bar. Main thread.
class IndicatorLine {
  public:
    IndicatorLine(const indicators::IndicatorKind& kind, std::span<const double> parameters);

    /// Brings the values up to date: constant time when only the last bar changed or bars were added; when older bars
    /// came in front, as far as they make a difference.
    void follow(const BarSeries& bars);
    /// Of lines that are prices, in raw units of Price; indicators::kNoValue where there is none.
    [[nodiscard]] double at(std::size_t index, std::size_t line = 0) const {
        const std::size_t place = index * m_lines + line;
        return place < m_finished.size() ? m_finished[place] : index < m_size ? m_last[line] : indicators::kNoValue;
    }
    [[nodiscard]] std::size_t size() const { return m_size; }

  private:
    [[nodiscard]] std::unique_ptr<indicators::Indicator> made() const { return m_kind->make(m_parameters); }
    /// The next values of an indicator that has taken all bars before `index`, into m_values.
    void commit(indicators::Indicator& indicator, const BarSeries& bars, std::size_t index);
    void scaleValues();
    void prepend(const BarSeries& bars, std::size_t count);

    const indicators::IndicatorKind* m_kind;
    std::vector<double> m_parameters;
    std::unique_ptr<indicators::Indicator> m_indicator; ///< has taken all bars but the last
    std::size_t m_lines;
    double m_scale; ///< indicators speak of quote, the plot of raw prices
    std::deque<double> m_finished;
    std::vector<double> m_values; ///< kept to avoid an allocation a bar
    std::vector<double> m_last;   ///< of the bar that is being made
    std::size_t m_size = 0;
    std::uint64_t m_revision = 0;
    std::uint64_t m_rewrites = 0;
    std::uint64_t m_prepended = 0;
};

} // namespace qd::chart
