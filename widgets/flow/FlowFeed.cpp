#include "widgets/flow/FlowFeed.h"

#include <algorithm>
#include <utility>

namespace qd::flow {
namespace {

constexpr std::int64_t kPageNanos = 6 * kNanosPerHour; ///< a page takes no longer to read than others can wait
constexpr std::int64_t kMostPageBars = 1'000;

} // namespace

FlowFeed::FlowFeed(ports::History& history, ports::MarketData& market)
    : m_history(history)
    , m_market(market)
    , m_runs(market.onMarketsChanged([this] { m_anotherRun = true; }))
    , m_footprint(Interval::M1, Price(1)) {}

void FlowFeed::show(MarketId market, Interval interval, Price rowHeight, std::optional<UnixNanos> end) {
    m_id = market;
    beginWith(interval, rowHeight);
    m_end = end;
    reload();
}

void FlowFeed::beginWith(Interval interval, Price rowHeight) {
    m_before += m_footprint.revision() + 1;
    m_footprint = orderflow::Footprint(interval, rowHeight);
}

void FlowFeed::reload() {
    m_question = std::make_shared<int>(0);
    m_state = State::Loading;
    m_problem.clear();
    m_gapSince.reset();
    m_now = m_market.now();
    const Interval interval = m_footprint.interval();
    const UnixNanos next = openTimeOf(m_now, interval) + static_cast<std::int64_t>(interval);
    const UnixNanos to = std::min(next, m_end.value_or(next));
    ask(windowBefore(to, UnixNanos()), &FlowFeed::takeNewest);
}

/// A page that ends at `to`, and begins no sooner than the bar of `from`.
FootprintWindow FlowFeed::windowBefore(UnixNanos to, UnixNanos from) const {
    const Interval interval = m_footprint.interval();
    const auto length = static_cast<std::int64_t>(interval);
    const std::int64_t bars = std::clamp<std::int64_t>(kPageNanos / length, 1, kMostPageBars);
    const UnixNanos begin = std::max({to + -bars * length, openTimeOf(from, interval), UnixNanos()});
    return {m_id, begin, to, interval, m_footprint.rowHeight()};
}

void FlowFeed::ask(const FootprintWindow& window, void (FlowFeed::*take)(const FootprintWindow&, Answer)) {
    m_asking = true;
    m_history.footprint(window, [this, window, take, question = std::weak_ptr(m_question)](Answer answer) {
        if (question.expired()) return;
        m_asking = false;
        (this->*take)(window, std::move(answer));
    });
}

void FlowFeed::takeNewest(const FootprintWindow& window, Answer answer) {
    m_state = State::Ready;
    if (!answer) m_problem = answer.error().detail;
    if (!answer && !m_footprint.bars().empty()) return; // what is here goes on
    m_askedFrom = window.from;
    beginWith(window.interval, window.rowHeight);
    FootprintPage page;
    page.knownFrom = window.to;
    if (answer) page = std::move(*answer);
    m_recordedFrom = page.recordedFrom;
    addTape(window, page);
    for (const TradeGap& gap : page.gaps) m_footprint.addGap(gap);
}

/// The tape alone where it reaches as far back as what was recorded (the market may have run before it was), else what
/// was recorded and the tape after it.
void FlowFeed::addTape(const FootprintWindow& window, const FootprintPage& page) {
    ports::TradeRun tape = m_market.trades(m_id, 0);
    const bool alone = page.bars.empty() || (!tape.trades.empty() && tape.trades.front().id <= page.firstTrade);
    if (alone) {
        const UnixNanos begin = tape.trades.empty() ? window.to : tape.trades.front().ts;
        m_footprint.setKnownFrom(std::min(page.knownFrom, std::max(window.from, begin)));
        m_countedTo = m_footprint.knownFrom();
    } else {
        m_footprint.prepend(page.bars);
        m_footprint.setKnownFrom(page.knownFrom);
        m_countedTo = std::max(page.bars.back().openTime, page.knownUntil);
        tape = m_market.trades(m_id, page.lastTrade.value());
        addMissed(tape);
    }
    addAll(tape.trades);
    m_cursor = tape.next;
}

void FlowFeed::takeOlder(const FootprintWindow& window, Answer answer) {
    if (!answer) {
        m_problem = answer.error().detail;
        return;
    }
    m_askedFrom = window.from;
    m_recordedFrom = answer->recordedFrom;
    if (answer->knownFrom >= window.to) return; // nothing was recorded there
    // What lies between the two is in neither.
    if (m_footprint.knownFrom() > answer->knownUntil) m_footprint.addGap({answer->knownUntil, m_footprint.knownFrom()});
    m_footprint.setKnownFrom(answer->knownFrom);
    m_footprint.prepend(std::move(answer->bars));
    for (const TradeGap& gap : answer->gaps) m_footprint.addGap(gap);
}

void FlowFeed::addAll(const std::vector<Trade>& trades) {
    for (const Trade& trade : trades) {
        m_countedTo = trade.ts;
        if (trade.ts >= m_askedFrom && (!m_end || trade.ts < *m_end)) m_footprint.add(trade);
    }
}

void FlowFeed::addMissed(const ports::TradeRun& run) {
    if (run.missed == 0) return;
    const UnixNanos next = run.trades.empty() ? m_now : run.trades.front().ts;
    const UnixNanos to = std::min(next, m_end.value_or(next));
    if (m_countedTo < to) m_footprint.addGap({m_countedTo, to});
}

void FlowFeed::readNew() {
    if (m_state == State::Idle) return;
    if (std::exchange(m_anotherRun, false)) return show(m_id, m_footprint.interval(), m_footprint.rowHeight(), m_end);
    const UnixNanos now = std::max(m_market.now(), m_now); // a venue that is late sets its clock back a little
    m_now = now;
    if (m_state == State::Loading) return;
    readStatus(now);
    const ports::TradeRun run = m_market.trades(m_id, m_cursor);
    // The tape was empty before: how many trades it has forgotten since then it does not tell.
    if (m_cursor == 0 && !run.trades.empty()) return reload();
    m_cursor = run.next;
    addMissed(run);
    addAll(run.trades);
    // What the tape has forgotten was recorded.
    if (run.missed > 0) reload();
}

void FlowFeed::readStatus(UnixNanos now) {
    if (m_market.ticker(m_id).status != DataStatus::Gap) {
        m_gapSince.reset();
        return;
    }
    if (!m_gapSince) m_gapSince = now;
    if (!m_end || *m_gapSince < *m_end) m_footprint.addGap({*m_gapSince, std::min(now, m_end.value_or(now))});
}

bool FlowFeed::complete() const {
    return m_state == State::Ready && (m_footprint.full() || !m_recordedFrom || *m_recordedFrom >= m_askedFrom);
}

void FlowFeed::reach(UnixNanos from) {
    if (m_state != State::Ready || m_asking || !m_problem.empty() || complete() || m_askedFrom <= from) return;
    ask(windowBefore(m_askedFrom, from), &FlowFeed::takeOlder);
}

} // namespace qd::flow
