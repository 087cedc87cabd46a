#include "widgets/trades/MinuteFlow.h"

#include <algorithm>

namespace qd::ui::trades {
namespace {

constexpr std::int64_t kMinuteMillis = 60'000;

} // namespace

std::uint64_t MinuteFlow::Figures::tenthsPerSecond() const {
    if (covered < kNanosPerSecond) return 0;
    return static_cast<std::uint64_t>(UInt128{trades} * 10 * kNanosPerSecond / static_cast<UInt128>(covered));
}

void MinuteFlow::clear() { *this = MinuteFlow(); }

void MinuteFlow::add(const Trade& trade) {
    // Market time does not run backwards; a print that is stamped a little before the last one counts with it.
    const std::int64_t millis =
        m_entries.empty() ? trade.ts.millis() : std::max(trade.ts.millis(), m_entries.back().millis);
    if (m_knownSince == 0) m_knownSince = millis;
    if (m_losing) m_lostAt = millis;
    m_losing = false;
    if (m_entries.empty() || m_entries.back().millis != millis) m_entries.push_back({millis});
    Entry& entry = m_entries.back();
    (trade.aggressor == Side::Buy ? entry.bought : entry.sold) += trade.size.raw();
    (trade.aggressor == Side::Buy ? m_figures.bought : m_figures.sold) += trade.size.raw();
    ++entry.trades;
    ++m_figures.trades;
    // Reading a long tape must not pile up what the next advance() forgets.
    if (m_entries.size() > kMinuteMillis) advance(UnixNanos::fromMillis(millis));
}

void MinuteFlow::advance(UnixNanos now) {
    const std::int64_t until = now.millis() - kMinuteMillis;
    while (!m_entries.empty() && m_entries.front().millis <= until) {
        const Entry& gone = m_entries.front();
        m_figures.bought -= gone.bought;
        m_figures.sold -= gone.sold;
        m_figures.trades -= gone.trades;
        m_entries.pop_front();
    }
    const std::int64_t known = m_knownSince == 0 ? 0 : std::max<std::int64_t>(now.millis() - m_knownSince, 0);
    m_figures.covered = std::min(known, kMinuteMillis) * kNanosPerMilli;
    m_figures.atLeast = m_lostAt != 0 && m_lostAt > until;
}

} // namespace qd::ui::trades
