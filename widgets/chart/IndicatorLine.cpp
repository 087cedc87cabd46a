#include "widgets/chart/IndicatorLine.h"

namespace qd::chart {
namespace {

/// Indicators speak of quote, the plot of raw prices.
double rawOf(double quote) { return quote * Price::kScale; }

} // namespace

IndicatorLine::IndicatorLine(const indicators::IndicatorKind& kind, std::span<const int> parameters)
    : m_indicator(kind.make(parameters)) {}

void IndicatorLine::follow(const BarSeries& bars) {
    if (m_size == bars.size() && m_revision == bars.revision() && m_size != 0) return;
    if (m_rewrites != bars.rewrites() || bars.size() < m_size) {
        m_indicator->reset();
        m_finished.clear();
    }
    m_rewrites = bars.rewrites();
    m_revision = bars.revision();
    m_size = bars.size();
    m_last = indicators::kNoValue;
    if (bars.empty()) return;
    std::vector<double> values(m_indicator->lines());
    while (m_finished.size() + 1 < bars.size()) {
        m_indicator->commit(indicators::barOf(bars[m_finished.size()]), values);
        m_finished.push_back(rawOf(values.front()));
    }
    m_indicator->peek(indicators::barOf(bars.back()), values);
    m_last = rawOf(values.front());
}

} // namespace qd::chart
