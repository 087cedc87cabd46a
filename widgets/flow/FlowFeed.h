#pragma once

#include "core/orderflow/Footprint.h"
#include "core/ports/History.h"
#include "core/ports/MarketData.h"

#include <memory>
#include <optional>
#include <string>

namespace qd::flow {

/// Joins the bars of trades that were recorded with the live trades after them: every trade is counted once. Asks for
/// older bars when they are wanted. Answers for what is not shown any more are dropped. Main thread.
class FlowFeed {
  public:
    enum class State : std::uint8_t { Idle, Loading, Ready };

    FlowFeed(ports::History& history, ports::MarketData& market);

    /// Begins anew. With an `end` only trades before it count; a multiple of the interval.
    void show(MarketId market, Interval interval, Price rowHeight, std::optional<UnixNanos> end = {});
    /// The same again: history is asked anew.
    void reload();
    /// Reads the tape and the feed's state; once a frame.
    void readNew();
    /// Wants bars back to `from`; asks for the next page when it is not there and none is on its way.
    void reach(UnixNanos from);

    /// Its rows are as high as was asked for; knownFrom() says since when trades are counted.
    [[nodiscard]] const orderflow::Footprint& footprint() const { return m_footprint; }
    /// As of the footprint, and others for another footprint.
    [[nodiscard]] std::uint64_t revision() const { return m_before + m_footprint.revision(); }
    [[nodiscard]] std::uint64_t pastRevision() const { return m_before + m_footprint.pastRevision(); }
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] MarketId market() const { return m_id; }
    /// Something is on its way.
    [[nodiscard]] bool asking() const { return m_asking; }
    /// Why what was recorded could not be read; empty when it could.
    [[nodiscard]] const std::string& problem() const { return m_problem; }
    /// No older trades can be had.
    [[nodiscard]] bool complete() const;

  private:
    using Answer = Result<FootprintPage, ports::HistoryCode>;

    void beginWith(Interval interval, Price rowHeight);
    void ask(const FootprintWindow& window, void (FlowFeed::*take)(const FootprintWindow&, Answer));
    [[nodiscard]] FootprintWindow windowBefore(UnixNanos to, UnixNanos from) const;
    void takeNewest(const FootprintWindow& window, Answer answer);
    void takeOlder(const FootprintWindow& window, Answer answer);
    void addTape(const FootprintWindow& window, const FootprintPage& page);
    void addAll(const std::vector<Trade>& trades);
    void addMissed(const ports::TradeRun& run);
    void readStatus(UnixNanos now);

    ports::History& m_history;
    const ports::MarketData& m_market;
    ports::Subscription m_runs;
    bool m_anotherRun = false; ///< the market has begun anew: nothing of what is here stands
    MarketId m_id;
    orderflow::Footprint m_footprint;
    std::uint64_t m_before = 0; ///< revisions of footprints before this one
    std::optional<UnixNanos> m_end;
    State m_state = State::Idle;
    std::string m_problem;
    bool m_asking = false;
    UnixNanos m_askedFrom;                   ///< back to here was asked
    std::optional<UnixNanos> m_recordedFrom; ///< of the market
    std::uint64_t m_cursor = 0;
    UnixNanos m_now;                     ///< market time when last read
    UnixNanos m_countedTo;               ///< every trade before it was read
    std::optional<UnixNanos> m_gapSince; ///< the feed has lost messages
    /// Answers hold it weakly: a new one makes the old answers stale.
    std::shared_ptr<int> m_question = std::make_shared<int>(0);
};

} // namespace qd::flow
