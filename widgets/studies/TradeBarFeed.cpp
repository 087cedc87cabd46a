#include "widgets/studies/TradeBarFeed.h"

#include <algorithm>
#include <utility>

namespace qd::chart {

TradeBarFeed::TradeBarFeed(ports::History& history, ports::MarketData& market, std::size_t mostBars)
    : BarSource(history, market)
    , m_mostBars(mostBars) {}

void TradeBarFeed::show(MarketId market, const TradeBarRule& rule) {
    m_id = market;
    m_maker = orderflow::TradeBars(rule);
    m_now = m_market.now();
    reload();
}

void TradeBarFeed::stop() {
    BarSource::stop();
    m_maker = orderflow::TradeBars(rule());
    m_older.reset();
}

void TradeBarFeed::reload() {
    m_question = std::make_shared<int>(0);
    m_state = State::Loading;
    m_problem.clear();
    m_bars.clearSideBySide();
    m_maker = orderflow::TradeBars(rule());
    m_finished = 0;
    m_joined = false;
    m_recordedFrom.reset();
    m_firstTrade = m_lastTrade = {};
    m_older.reset();
    m_full = false;
    m_missing.clear();
    m_gapsOfDay.clear();
    m_knownTo.reset();
    forgetGaps();
    readClock();
    m_firstDay = openTimeOf(m_now, Interval::D1);
    m_readTo = m_now + 1;
    readOn(m_firstDay, {});
}

void TradeBarFeed::ask(const TradeBarWindow& window, Take take) {
    m_history.tradeBars(window, [this, window, take, question = std::weak_ptr(m_question)](Answer answer) {
        if (!question.expired()) (this->*take)(window, std::move(answer));
    });
}

void TradeBarFeed::readOn(UnixNanos from, TradeId after) {
    m_readingOn = true;
    const UnixNanos to = std::max(std::min(from + kPageNanos, m_readTo), from + 1);
    ask({m_id, from, to, rule(), m_maker.state(), after}, &TradeBarFeed::takeNewer);
}

void TradeBarFeed::takeNewer(const TradeBarWindow& window, Answer answer) {
    m_readingOn = false;
    if (!answer) {
        m_problem = answer.error().detail;
        return joinTape(false);
    }
    const bool gotAny = answer->lastTrade.value() != 0;
    if (m_firstTrade.value() == 0) m_firstTrade = answer->firstTrade;
    if (gotAny) m_lastTrade = answer->lastTrade;
    m_recordedFrom = answer->recordedFrom;
    if (answer->knownFrom < window.to) m_knownTo = answer->knownUntil;
    if (!m_joined) m_gapsOfDay.insert(m_gapsOfDay.end(), answer->gaps.begin(), answer->gaps.end());
    addDoubts(m_missing, *answer);
    collectDoubts();
    m_maker = orderflow::TradeBars(rule(), std::move(answer->state));
    for (const TradeBar& bar : answer->bars) m_bars.put(m_finished++, bar);
    showMade();
    if (answer->more) return readOn(answer->knownUntil, {});
    const UnixNanos next = std::max(window.to, m_recordedFrom.value_or(m_readTo));
    if (next < m_readTo) return readOn(next, {});
    joinTape(gotAny);
}

/// What was recorded and the tape after it; the tape alone where it reaches as far back as that (the market may have
/// run before it was recorded).
void TradeBarFeed::joinTape(bool gotAny) {
    m_state = State::Ready;
    if (!std::exchange(m_joined, true)) {
        const ports::TradeRun tape = m_market.trades(m_id, 0);
        if (m_lastTrade.value() == 0 || (!tape.trades.empty() && tape.trades.front().id < m_firstTrade))
            return beginWithTape(tape);
    }
    const ports::TradeRun run = m_market.trades(m_id, m_lastTrade.value());
    if (run.missed > 0 && gotAny) { // it was recorded meanwhile
        m_readTo = m_now + 1;
        return readOn(*m_maker.state().last, m_lastTrade);
    }
    addRun(run);
}

void TradeBarFeed::beginWithTape(const ports::TradeRun& tape) {
    m_bars.clearSideBySide();
    m_maker = orderflow::TradeBars(rule());
    m_finished = 0;
    // What the tape has forgotten since the recording, or the day, was known last.
    const UnixNanos known = m_knownTo.value_or(std::max(m_firstDay, m_recordedFrom.value_or(m_now)));
    if (!tape.trades.empty() && tape.trades.front().ts > known) m_missing.push_back({known, tape.trades.front().ts});
    collectDoubts();
    std::span<const TradeGap> gaps = m_gapsOfDay;
    for (const Trade& trade : tape.trades) {
        if (trade.ts < m_firstDay) continue;
        for (; !gaps.empty() && gaps.front().from <= trade.ts; gaps = gaps.subspan(1)) {
            m_maker.beginGap();
            if (trade.ts < gaps.front().to) break;
            m_maker.endGap();
        }
        m_maker.add(trade);
        m_lastTrade = trade.id;
    }
    m_maker.endGap();
    m_cursor = tape.next;
    showMade();
    if (m_bars.empty()) reach(UnixNanos()); // what was before today
}

void TradeBarFeed::addRun(const ports::TradeRun& run) {
    if (run.missed > 0) {
        const UnixNanos from = m_maker.state().last.value_or(m_firstDay);
        m_missing.push_back({from, std::max(from, run.trades.empty() ? m_now : run.trades.front().ts)});
        m_maker.beginGap();
        if (!m_inGap) m_maker.endGap();
        collectDoubts();
    }
    for (const Trade& trade : run.trades) {
        m_maker.add(trade);
        m_lastTrade = trade.id;
    }
    m_cursor = run.next;
    if (!run.trades.empty() || !m_maker.finished().empty()) showMade();
}

/// What the maker has made since it was last looked at.
void TradeBarFeed::showMade() {
    bool doubts = false;
    for (const TradeBar& bar : m_maker.takeFinished()) {
        m_bars.put(m_finished++, bar);
        if (!bar.reliable) m_missing.push_back({bar.bar.openTime, bar.closed + 1});
        doubts = doubts || !bar.reliable;
    }
    if (forming()) m_bars.put(m_finished, *forming());
    if (m_bars.size() > m_mostBars) {
        const std::size_t drop = m_bars.size() - m_mostBars / 2;
        m_bars.keepNewest(m_mostBars / 2);
        m_finished -= drop;
        m_full = true;
        m_older.reset();
    }
    if (doubts) collectDoubts();
}

void TradeBarFeed::readNew() {
    if (m_state == State::Idle) return;
    if (std::exchange(m_anotherRun, false)) return show(m_id, rule());
    readClock();
    if (m_state == State::Loading || m_readingOn) return;
    if (readStatus()) collectDoubts();
    if (m_inGap)
        m_maker.beginGap();
    else
        m_maker.endGap();
    const ports::TradeRun run = m_market.trades(m_id, m_cursor);
    // The tape was empty before: how many trades it has forgotten since then it does not tell.
    if (m_cursor == 0 && !run.trades.empty()) return reload();
    if (run.missed == 0) return addRun(run);
    // What the tape has forgotten was recorded.
    if (!m_maker.state().last) return reload();
    m_readTo = m_now + 1;
    readOn(*m_maker.state().last, m_lastTrade);
}

bool TradeBarFeed::complete() const {
    return m_state == State::Ready && (m_full || !m_recordedFrom || *m_recordedFrom >= m_firstDay);
}

void TradeBarFeed::reach(UnixNanos from) {
    if (m_state != State::Ready || m_older || !m_problem.empty() || complete()) return;
    if (!m_bars.empty() && m_bars.front().openTime <= from) return;
    if (m_bars.size() >= m_mostBars / 2) {
        m_full = true;
        return;
    }
    const UnixNanos day = m_firstDay + -kNanosPerDay;
    m_older.emplace(OlderDay{day, orderflow::TradeBars(rule()), {}, {}});
    askOlder(std::max(day, *m_recordedFrom));
}

void TradeBarFeed::askOlder(UnixNanos from) {
    const UnixNanos to = std::min(from + kPageNanos, m_older->begin + kNanosPerDay);
    ask({m_id, from, to, rule(), m_older->maker.state(), {}}, &TradeBarFeed::takeOlder);
}

void TradeBarFeed::takeOlder(const TradeBarWindow& window, Answer answer) {
    if (!m_older) return; // it was given up
    if (!answer) {
        m_problem = answer.error().detail;
        return m_older.reset();
    }
    OlderDay& day = *m_older;
    addDoubts(day.doubts, *answer);
    day.bars.insert(day.bars.end(), answer->bars.begin(), answer->bars.end());
    day.maker = orderflow::TradeBars(rule(), std::move(answer->state));
    if (answer->more) return askOlder(answer->knownUntil);
    const bool ends = answer->knownUntil < window.to; // what was recorded
    if (ends) {
        day.doubts.push_back({answer->knownUntil, day.begin + kNanosPerDay});
        day.maker.beginGap();
    }
    if (!ends && window.to < day.begin + kNanosPerDay) return askOlder(window.to);
    showOlder();
}

void TradeBarFeed::showOlder() {
    OlderDay day = *std::exchange(m_older, std::nullopt);
    day.maker.cut();
    for (const TradeBar& bar : day.maker.takeFinished()) {
        day.bars.push_back(bar);
        if (!bar.reliable) day.doubts.push_back({bar.bar.openTime, bar.closed + 1});
    }
    m_firstDay = day.begin;
    m_bars.putBefore(day.bars);
    m_finished += day.bars.size();
    m_missing.insert(m_missing.begin(), day.doubts.begin(), day.doubts.end());
    collectDoubts();
    if (m_bars.empty()) reach(UnixNanos());
}

void TradeBarFeed::addDoubts(std::vector<TimeRange>& doubts, const TradeBarPage& page) const {
    for (const TradeGap& gap : page.gaps) doubts.push_back({gap.from, gap.to});
    for (const TradeBar& bar : page.bars) {
        if (!bar.reliable) doubts.push_back({bar.bar.openTime, bar.closed + 1});
    }
}

void TradeBarFeed::collectDoubts() {
    if (m_missing.size() > kDoubtsKept)
        m_missing.erase(m_missing.begin(), m_missing.end() - static_cast<std::ptrdiff_t>(kDoubtsKept));
    std::vector<TimeRange> doubtful = m_missing;
    doubtful.insert(doubtful.end(), m_gaps.begin(), m_gaps.end());
    setDoubtful(std::move(doubtful));
}

} // namespace qd::chart
