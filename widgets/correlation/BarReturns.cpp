#include "widgets/correlation/BarReturns.h"

#include <utility>

namespace qd::ui {
namespace {

constexpr std::int64_t kKept = 2 * kNanosPerSecond; ///< an ended bar is in history by then

} // namespace

void BarReturns::follow(const std::vector<MarketId>& markets, Interval interval, std::size_t count, UnixNanos now) {
    const UnixNanos end = openTimeOf(UnixNanos(now.value() - kKept), interval);
    const bool another = markets != m_markets || interval != m_interval || count != m_count;
    if (!another && m_end == end) return;
    if (another) m_returns.clear();
    m_markets = markets;
    m_interval = interval;
    m_count = count;
    m_end = end;
    m_fault.reset();
    m_waiting = 0;
    ++*m_round;
    ++m_version;
    for (const MarketId market : m_markets) ask(market);
}

void BarReturns::ask(MarketId market) {
    ++m_waiting;
    m_history.candles(market, m_interval, *m_end, m_count + 1,
                      [this, market, alive = std::weak_ptr(m_round), round = *m_round, interval = m_interval,
                       count = m_count, end = *m_end](Result<ports::CandleSeries, ports::HistoryCode> answer) {
                          if (alive.expired() || round != *m_round) return;
                          --m_waiting;
                          ++m_version;
                          if (answer)
                              m_returns[market] = portfolio::closeReturns(answer->bars, interval, end, count);
                          else
                              m_fault = answer.error();
                      });
}

portfolio::Series BarReturns::of(MarketId market) const {
    const auto found = m_returns.find(market);
    return found == m_returns.end() ? portfolio::Series() : portfolio::Series(found->second);
}

} // namespace qd::ui
