#include "widgets/chart/IndicatorLine.h"

#include <utility>

namespace qd::chart {
namespace {

/// Indicators speak of quote, the plot of raw prices.
double rawOf(double quote) { return quote * Price::kScale; }

} // namespace

IndicatorLine::IndicatorLine(const indicators::IndicatorKind& kind, std::span<const double> parameters)
    : m_kind(&kind)
    , m_parameters(parameters.begin(), parameters.end())
    , m_indicator(made())
    , m_values(m_indicator->lines()) {}

double IndicatorLine::commit(indicators::Indicator& indicator, const BarSeries& bars, std::size_t index) {
    indicator.commit(indicators::barOf(bars[index]), m_values);
    return rawOf(m_values.front());
}

/// Counts from the new beginning until the values are those that would follow from the old one anyway.
void IndicatorLine::prepend(const BarSeries& bars, std::size_t count) {
    auto longer = made();
    std::vector<double> older(count);
    for (std::size_t i = 0; i < count; ++i) older[i] = commit(*longer, bars, i);
    m_finished.insert(m_finished.begin(), older.begin(), older.end());
    auto shorter = made();
    for (std::size_t i = count; i < m_finished.size(); ++i) {
        m_finished[i] = commit(*longer, bars, i);
        static_cast<void>(commit(*shorter, bars, i));
        if (longer->continuesLike(*shorter)) return;
    }
    m_indicator = std::move(longer);
}

void IndicatorLine::follow(const BarSeries& bars) {
    if (m_size == bars.size() && m_revision == bars.revision() && m_size != 0) return;
    const std::size_t before = m_size;
    const auto prepended = static_cast<std::size_t>(bars.prepended() - m_prepended);
    if (m_rewrites != bars.rewrites() || before == 0 || bars.size() < before + prepended) {
        m_indicator->reset();
        m_finished.clear();
    } else if (prepended > 0) {
        prepend(bars, prepended);
    }
    m_rewrites = bars.rewrites();
    m_prepended = bars.prepended();
    m_revision = bars.revision();
    m_size = bars.size();
    m_last = indicators::kNoValue;
    if (bars.empty()) return;
    while (m_finished.size() + 1 < bars.size()) m_finished.push_back(commit(*m_indicator, bars, m_finished.size()));
    m_indicator->peek(indicators::barOf(bars.back()), m_values);
    m_last = rawOf(m_values.front());
}

} // namespace qd::chart
