#pragma once

#include "widgets/studies/BarSource.h"

#include <limits>
#include <optional>
#include <vector>

namespace qd::chart {

/// Bars of an interval: those of history, and the live trades after them. Places are moments. The oldest are forgotten
/// where there are very many that nobody wants; they are asked for again when somebody does. Main thread.
class BarFeed final : public BarSource {
  public:
    BarFeed(ports::History& history, ports::MarketData& market);

    /// Begins anew.
    void show(MarketId market, Interval interval);
    void reload() override;
    void readNew() override;
    void reach(UnixNanos from) override;
    [[nodiscard]] bool complete() const override { return m_state == State::Ready && !m_more; }

  private:
    using Answer = Result<ports::CandleSeries, ports::HistoryCode>;
    static constexpr std::size_t kFirstPage = 1'500;
    static constexpr std::size_t kLargestPage = 20'000;
    static constexpr std::size_t kKept = 100'000;   ///< bars that nobody looks at, a day and a bit of 1s
    static constexpr std::size_t kTooMany = 20'000; ///< beyond them, until they are forgotten at once

    void ask(UnixNanos before, std::size_t limit, void (BarFeed::*take)(Answer));
    void takeNewest(Answer answer);
    void takeOlder(Answer answer);
    void addAll(const std::vector<Trade>& trades, TradeId after);
    void join(const ports::CandleSeries& page);
    void joinGaps(const ports::CandleSeries& page);
    void collectDoubts();
    void forgetOld();

    bool m_more = false;
    bool m_askedOlder = false;
    bool m_askedNewest = false;
    UnixNanos m_reached = UnixNanos(std::numeric_limits<std::int64_t>::max()); ///< what is looked at begins there
    UnixNanos m_lastTrade;                                                     ///< market time of the newest trade read
    std::optional<TimeRange> m_missed; ///< on the tape; until history has told what was there
    std::vector<TimeRange> m_told;     ///< gaps among the bars of history, oldest first
};

} // namespace qd::chart
