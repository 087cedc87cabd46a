#pragma once

#include "core/ports/History.h"
#include "core/ports/MarketData.h"
#include "widgets/chart/BarSeries.h"

#include <memory>
#include <string>
#include <vector>

namespace qd::chart {

/// A stretch of market time, [from, to).
struct TimeRange {
    UnixNanos from;
    UnixNanos to;
    friend bool operator==(const TimeRange&, const TimeRange&) = default;
};

/// Joins the bars of history with the live trades after them: every trade is counted once. Asks for older bars when
/// they are wanted. Answers for a market or interval that is not shown any more are dropped. Main thread.
class BarFeed {
  public:
    enum class State : std::uint8_t { Idle, Loading, Ready };

    BarFeed(ports::History& history, ports::MarketData& market);

    /// Begins anew.
    void show(MarketId market, Interval interval);
    /// The same again: history is asked anew.
    void reload();
    /// Reads the tape and the feed's state; once a frame.
    void readNew();
    /// Wants bars back to `from`; asks for the next page when it is not there and none is on its way.
    void reach(UnixNanos from);

    [[nodiscard]] const BarSeries& bars() const { return m_bars; }
    [[nodiscard]] State state() const { return m_state; }
    /// Why history could not be read; empty when it could.
    [[nodiscard]] const std::string& problem() const { return m_problem; }
    /// The first bar is the oldest there is.
    [[nodiscard]] bool complete() const { return m_state == State::Ready && !m_more; }
    /// Stretches in which trades may be missing, oldest first.
    [[nodiscard]] const std::vector<TimeRange>& doubtful() const { return m_doubtful; }
    [[nodiscard]] std::uint64_t doubtRevision() const { return m_doubtRevision; }

  private:
    using Answer = Result<ports::CandleSeries, ports::HistoryCode>;
    static constexpr std::size_t kFirstPage = 1'500;
    static constexpr std::size_t kLargestPage = 20'000;
    static constexpr std::size_t kGapsKept = 200;

    void ask(UnixNanos before, std::size_t limit, void (BarFeed::*take)(Answer));
    void takeNewest(Answer answer);
    void takeOlder(Answer answer);
    void addAll(const std::vector<Trade>& trades, TradeId after);
    void join(const ports::CandleSeries& page);
    void collectDoubts();
    void readStatus(DataStatus status, UnixNanos now);

    ports::History& m_history;
    const ports::MarketData& m_market;
    ports::Subscription m_runs;
    bool m_anotherRun = false; ///< the market has begun anew: nothing of what is here stands
    MarketId m_id;
    BarSeries m_bars;
    State m_state = State::Idle;
    std::string m_problem;
    bool m_more = false;
    bool m_askedOlder = false;
    bool m_askedNewest = false;
    std::uint64_t m_cursor = 0;
    UnixNanos m_now;       ///< market time when last read
    UnixNanos m_lastTrade; ///< market time of the newest trade read
    bool m_inGap = false;
    std::vector<TimeRange> m_gaps;     ///< while the feed had lost messages
    std::optional<TimeRange> m_missed; ///< on the tape; until history has told what was there
    std::vector<TimeRange> m_doubtful; ///< all of them
    std::uint64_t m_doubtRevision = 0;
    /// Answers hold it weakly: a new one makes the old answers stale.
    std::shared_ptr<int> m_question = std::make_shared<int>(0);
};

} // namespace qd::chart
