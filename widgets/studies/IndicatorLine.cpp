#include "widgets/studies/IndicatorLine.h"

#include <algorithm>
#include <utility>

namespace qd::chart {
namespace {

/// Indicators speak of times, the series of places.
indicators::Bar barAt(const BarSeries& bars, std::size_t index) {
    indicators::Bar bar = indicators::barOf(bars[index]);
    bar.openTime = bars.opened(index);
    return bar;
}

} // namespace

IndicatorLine::IndicatorLine(const indicators::IndicatorKind& kind, std::span<const double> parameters)
    : m_kind(&kind)
    , m_parameters(parameters.begin(), parameters.end())
    , m_indicator(made())
    , m_lines(m_indicator->lines())
    , m_scale(kind.drawnIn == indicators::DrawnIn::Prices ? static_cast<double>(Price::kScale) : 1.0)
    , m_values(m_lines)
    , m_last(m_lines, indicators::kNoValue) {}

void IndicatorLine::scaleValues() {
    for (std::size_t line = 0; line < m_lines; ++line) {
        if (m_kind->lines[line].style != indicators::LineStyle::Sign) m_values[line] *= m_scale;
    }
}

void IndicatorLine::commit(indicators::Indicator& indicator, const BarSeries& bars, std::size_t index) {
    indicator.commit(barAt(bars, index), m_values);
    scaleValues();
}

/// Counts from the new beginning until the values are those that would follow from the old one anyway.
void IndicatorLine::prepend(const BarSeries& bars, std::size_t count) {
    auto longer = made();
    std::vector<double> older;
    older.reserve(count * m_lines);
    for (std::size_t i = 0; i < count; ++i) {
        commit(*longer, bars, i);
        older.insert(older.end(), m_values.begin(), m_values.end());
    }
    m_finished.insert(m_finished.begin(), older.begin(), older.end());
    auto shorter = made();
    for (std::size_t i = count; i * m_lines < m_finished.size(); ++i) {
        commit(*shorter, bars, i);
        commit(*longer, bars, i);
        std::ranges::copy(m_values, m_finished.begin() + static_cast<std::ptrdiff_t>(i * m_lines));
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
    std::ranges::fill(m_last, indicators::kNoValue);
    if (bars.empty()) return;
    for (std::size_t i = m_finished.size() / m_lines; i + 1 < bars.size(); ++i) {
        commit(*m_indicator, bars, i);
        m_finished.insert(m_finished.end(), m_values.begin(), m_values.end());
    }
    m_indicator->peek(barAt(bars, bars.size() - 1), m_values);
    scaleValues();
    m_last = m_values;
}

} // namespace qd::chart
