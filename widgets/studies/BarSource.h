#pragma once

#include "core/ports/History.h"
#include "core/ports/MarketData.h"
#include "widgets/studies/BarSeries.h"

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

/// Bars of a market, joined from what was and what comes, every trade counted once. Answers for what is not shown any
/// more are dropped. Main thread.
class BarSource {
  public:
    enum class State : std::uint8_t { Idle, Loading, Ready };

    BarSource(const BarSource&) = delete;
    BarSource& operator=(const BarSource&) = delete;
    virtual ~BarSource() = default;

    /// The same again: history is asked anew.
    virtual void reload() = 0;
    /// Reads the tape and the feed's state; once a frame.
    virtual void readNew() = 0;
    /// Wants bars back to a place of its series; asks for the next page when it is not there and none is on its way.
    virtual void reach(UnixNanos from) = 0;
    /// The first bar is the oldest there is.
    [[nodiscard]] virtual bool complete() const = 0;
    /// Forgets its bars; nothing is read until something is shown.
    virtual void stop();

    [[nodiscard]] const BarSeries& bars() const { return m_bars; }
    [[nodiscard]] State state() const { return m_state; }
    /// Why history could not be read; empty when it could.
    [[nodiscard]] const std::string& problem() const { return m_problem; }
    /// Stretches in which trades may be missing.
    [[nodiscard]] const std::vector<TimeRange>& doubtful() const { return m_doubtful; }
    [[nodiscard]] std::uint64_t doubtRevision() const { return m_doubtRevision; }

  protected:
    BarSource(ports::History& history, ports::MarketData& market);

    /// The market's time now, which does not go back while the market is the same.
    void readClock();
    /// The feed's state; true: a gap has become longer.
    bool readStatus();
    /// Forgets what was doubtful.
    void forgetGaps();
    void setDoubtful(std::vector<TimeRange> doubtful);

    ports::History& m_history;
    const ports::MarketData& m_market;
    bool m_anotherRun = false; ///< the market has begun anew: nothing of what is here stands
    MarketId m_id;
    BarSeries m_bars;
    State m_state = State::Idle;
    std::string m_problem;
    std::uint64_t m_cursor = 0;
    UnixNanos m_now; ///< market time when last read
    bool m_inGap = false;
    std::vector<TimeRange> m_gaps; ///< while the feed had lost messages
    /// Answers hold it weakly: a new one makes the old answers stale.
    std::shared_ptr<int> m_question = std::make_shared<int>(0);

  private:
    static constexpr std::size_t kGapsKept = 200;

    ports::Subscription m_runs;
    std::vector<TimeRange> m_doubtful;
    std::uint64_t m_doubtRevision = 0;
};

} // namespace qd::chart
