#pragma once

#include "core/orderflow/TradeBars.h"
#include "widgets/studies/BarSource.h"

#include <optional>

namespace qd::chart {

/// Bars that trades end: made of the recorded trades, and of the live ones after them. They lie side by side.
///
/// As the bars of a day are made of its trades alone, the day it is now is read from its beginning, and older days one
/// by one as they are wanted, each from its beginning. Memory is bounded: beyond kMostBars the oldest go. Main thread.
class TradeBarFeed final : public BarSource {
  public:
    static constexpr std::size_t kMostBars = 2'000'000;

    TradeBarFeed(ports::History& history, ports::MarketData& market, std::size_t mostBars = kMostBars);

    /// Begins anew.
    void show(MarketId market, const TradeBarRule& rule);
    void reload() override;
    void readNew() override;
    void reach(UnixNanos from) override;
    [[nodiscard]] bool complete() const override;
    void stop() override;

    [[nodiscard]] const TradeBarRule& rule() const { return m_maker.rule(); }
    /// The bar that is being made.
    [[nodiscard]] const std::optional<TradeBar>& forming() const { return m_maker.state().forming; }
    /// Old bars were given up, or are not read, because there are as many as there may be.
    [[nodiscard]] bool full() const { return m_full; }

  private:
    using Answer = Result<TradeBarPage, ports::HistoryCode>;
    using Take = void (TradeBarFeed::*)(const TradeBarWindow&, Answer);
    static constexpr std::int64_t kPageNanos = 6 * kNanosPerHour; ///< others wait for no longer reading
    static constexpr std::size_t kDoubtsKept = 400;

    /// A day before those that are shown.
    struct OlderDay {
        UnixNanos begin;
        orderflow::TradeBars maker;
        std::vector<TradeBar> bars;
        std::vector<TimeRange> doubts;
    };

    void ask(const TradeBarWindow& window, Take take);
    /// Reads what was recorded from `from` on, and then the tape.
    void readOn(UnixNanos from, TradeId after);
    void takeNewer(const TradeBarWindow& window, Answer answer);
    void joinTape(bool gotAny);
    void beginWithTape(const ports::TradeRun& tape);
    void addRun(const ports::TradeRun& run);
    void showMade();
    void askOlder(UnixNanos from);
    void takeOlder(const TradeBarWindow& window, Answer answer);
    void showOlder();
    void addDoubts(std::vector<TimeRange>& doubts, const TradeBarPage& page) const;
    void collectDoubts();

    std::size_t m_mostBars;
    orderflow::TradeBars m_maker{TradeBarRule()};
    std::size_t m_finished = 0; ///< bars of the series that will not change
    bool m_readingOn = false;
    UnixNanos m_readTo;                      ///< where reading on ends
    bool m_joined = false;                   ///< the tape was read
    UnixNanos m_firstDay;                    ///< the oldest that is shown, or was looked at
    std::optional<UnixNanos> m_recordedFrom; ///< of the market
    std::optional<UnixNanos> m_knownTo;      ///< until then this day's recording is known
    std::vector<TradeGap> m_gapsOfDay;       ///< of that recording
    TradeId m_firstTrade;                    ///< counted of this day's recording; 0 = none
    TradeId m_lastTrade;                     ///< counted at all
    std::optional<OlderDay> m_older;
    bool m_full = false;
    std::vector<TimeRange> m_missing; ///< trades that were not recorded, and bars cut off by that
};

} // namespace qd::chart
