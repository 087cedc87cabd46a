#include "widgets/studies/BarFeed.h"

#include <algorithm>
#include <utility>

namespace qd::chart {
namespace {

Candle barOfTrade(const Trade& t, Interval interval) {
    return {openTimeOf(t.ts, interval),
            t.price,
            t.price,
            t.price,
            t.price,
            t.size,
            t.aggressor == Side::Buy ? t.size : Quantity(),
            1};
}

} // namespace

BarFeed::BarFeed(ports::History& history, ports::MarketData& market) : BarSource(history, market) {}

void BarFeed::show(MarketId market, Interval interval) {
    m_id = market;
    m_bars.clear(interval);
    m_missed.reset();
    m_told.clear();
    forgetGaps();
    m_more = false;
    m_cursor = 0;
    m_now = m_market.now();
    m_lastTrade = UnixNanos();
    m_reached = UnixNanos(std::numeric_limits<std::int64_t>::max());
    m_state = State::Loading;
    reload();
}

void BarFeed::reload() {
    m_question = std::make_shared<int>(0);
    m_askedOlder = false;
    m_askedNewest = true;
    m_problem.clear();
    ask(m_market.now() + kNanosPerDay, kFirstPage, &BarFeed::takeNewest);
}

void BarFeed::ask(UnixNanos before, std::size_t limit, void (BarFeed::*take)(Answer)) {
    m_history.candles(m_id, m_bars.interval(), before, limit,
                      [this, question = std::weak_ptr(m_question), take](Answer answer) {
                          if (!question.expired()) (this->*take)(std::move(answer));
                      });
}

void BarFeed::takeNewest(Answer answer) {
    m_askedNewest = false;
    m_state = State::Ready;
    if (!answer) {
        m_problem = answer.error().detail;
        if (!m_bars.empty()) return; // what is here goes on
        const ports::TradeRun run = m_market.trades(m_id, 0);
        // The first bar may lack trades that the tape has forgotten.
        if (!run.trades.empty()) {
            const UnixNanos begin = run.trades.front().ts;
            m_missed = TimeRange{openTimeOf(begin, m_bars.interval()), begin};
        }
        addAll(run.trades, TradeId());
        m_cursor = run.next;
        return collectDoubts();
    }
    join(*answer);
    const ports::TradeRun run = m_market.trades(m_id, 0);
    addAll(run.trades, answer->lastTrade);
    m_cursor = run.next;
    m_missed.reset();
    collectDoubts();
}

void BarFeed::join(const ports::CandleSeries& page) {
    // Nothing is known of what lies between the bars here and a page that begins behind them.
    const bool joins = !m_bars.empty() && !page.bars.empty() && page.bars.front().openTime <= m_bars.back().openTime;
    const bool longer = joins && m_bars.front().openTime < page.bars.front().openTime;
    if (!joins) m_bars.clear(m_bars.interval());
    if (!joins) m_told.clear();
    if (!longer) m_more = page.more;
    m_bars.replaceTail(page.bars);
    joinGaps(page);
}

/// From its first bar on the page knows them all.
void BarFeed::joinGaps(const ports::CandleSeries& page) {
    if (!page.bars.empty()) {
        const UnixNanos begin = page.bars.front().openTime;
        std::erase_if(m_told, [&](const TimeRange& gap) { return gap.from >= begin; });
        if (!m_told.empty()) m_told.back().to = std::min(m_told.back().to, begin);
    }
    for (const TradeGap& gap : page.gaps) m_told.push_back({gap.from, gap.to});
}

void BarFeed::takeOlder(Answer answer) {
    m_askedOlder = false;
    if (!answer) {
        m_problem = answer.error().detail;
        return;
    }
    m_more = answer->more && !answer->bars.empty();
    m_bars.prepend(answer->bars);
    std::vector<TimeRange> older;
    for (const TradeGap& gap : answer->gaps) older.push_back({gap.from, gap.to});
    m_told.insert(m_told.begin(), older.begin(), older.end());
    if (!older.empty()) collectDoubts();
}

void BarFeed::addAll(const std::vector<Trade>& trades, TradeId after) {
    for (const Trade& trade : trades) {
        if (trade.id <= after) continue;
        m_bars.add(barOfTrade(trade, m_bars.interval()));
        m_lastTrade = trade.ts;
    }
}

void BarFeed::readNew() {
    if (m_state == State::Idle) return;
    if (std::exchange(m_anotherRun, false)) return show(m_id, m_bars.interval());
    readClock();
    if (m_state == State::Loading) return;
    if (readStatus()) collectDoubts();
    const ports::TradeRun run = m_market.trades(m_id, m_cursor);
    m_cursor = run.next;
    if (run.missed > 0) {
        const UnixNanos to = run.trades.empty() ? m_now : run.trades.front().ts;
        m_missed = TimeRange{m_missed ? m_missed->from : m_lastTrade, to};
        collectDoubts();
    }
    addAll(run.trades, TradeId());
    if (run.missed > 0 && !m_askedNewest) reload();
    forgetOld();
}

/// A chart of seconds that is open for weeks holds no more than one that was just opened.
void BarFeed::forgetOld() {
    if (m_askedOlder || m_askedNewest) return; // the answer joins what is here
    const std::size_t wanted = m_bars.size() - m_bars.firstSince(m_reached);
    const std::size_t kept = std::max(kKept, wanted + kFirstPage);
    if (m_bars.size() < kept + kTooMany) return;
    m_bars.keepNewest(kept);
    m_more = true;
}

void BarFeed::collectDoubts() {
    std::vector<TimeRange> doubtful = m_told;
    doubtful.insert(doubtful.end(), m_gaps.begin(), m_gaps.end());
    if (m_missed) doubtful.push_back(*m_missed);
    setDoubtful(std::move(doubtful));
}

void BarFeed::reach(UnixNanos from) {
    m_reached = from;
    if (m_state != State::Ready || !m_more || m_askedOlder || !m_problem.empty() || m_bars.empty() ||
        m_bars.front().openTime <= from)
        return;
    const std::int64_t wanted = (m_bars.front().openTime - from) / static_cast<std::int64_t>(m_bars.interval());
    const auto limit = static_cast<std::size_t>(std::clamp<std::int64_t>(wanted, static_cast<std::int64_t>(kFirstPage),
                                                                         static_cast<std::int64_t>(kLargestPage)));
    m_askedOlder = true;
    ask(m_bars.front().openTime, limit, &BarFeed::takeOlder);
}

} // namespace qd::chart
