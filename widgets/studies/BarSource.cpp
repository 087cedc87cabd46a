#include "widgets/studies/BarSource.h"

#include <algorithm>
#include <utility>

namespace qd::chart {

BarSource::BarSource(ports::History& history, ports::MarketData& market)
    : m_history(history)
    , m_market(market)
    , m_runs(market.onMarketsChanged([this] { m_anotherRun = true; })) {}

void BarSource::stop() {
    m_question = std::make_shared<int>(0);
    m_state = State::Idle;
    m_problem.clear();
    m_bars.clear(m_bars.interval());
    forgetGaps();
}

void BarSource::readClock() {
    m_now = std::max(m_market.now(), m_now); // a venue that is late sets its clock back a little
}

bool BarSource::readStatus() {
    const bool gap = m_market.ticker(m_id).status == DataStatus::Gap;
    if (gap && !m_inGap) {
        if (m_gaps.size() == kGapsKept) m_gaps.erase(m_gaps.begin());
        m_gaps.push_back({m_now, m_now});
    }
    const bool longer = m_inGap && m_gaps.back().to < m_now;
    if (longer) m_gaps.back().to = m_now;
    m_inGap = gap;
    return longer;
}

void BarSource::forgetGaps() {
    m_gaps.clear();
    m_inGap = false;
    setDoubtful({});
}

void BarSource::setDoubtful(std::vector<TimeRange> doubtful) {
    m_doubtful = std::move(doubtful);
    ++m_doubtRevision;
}

} // namespace qd::chart
