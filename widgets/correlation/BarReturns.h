#pragma once

#include "core/engine/risk/portfolio/CandleReturns.h"
#include "core/ports/History.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qd::ui {

/// Returns of markets from bar to bar, as history has them. Asks anew when a bar has ended or something else is wanted;
/// until the answers come the last ones stand. Main thread.
class BarReturns {
  public:
    explicit BarReturns(ports::History& history) : m_history(history) {}
    BarReturns(const BarReturns&) = delete;
    BarReturns& operator=(const BarReturns&) = delete;

    /// What is wanted. The last of `count` returns is of the bar that ended last, a moment ago: so long may history
    /// take to keep it.
    void follow(const std::vector<MarketId>& markets, Interval interval, std::size_t count, UnixNanos now);
    /// Asks again what could not be answered.
    void retry() { m_end.reset(); }

    /// Grows with every answer.
    [[nodiscard]] std::uint64_t version() const { return m_version; }
    [[nodiscard]] bool waiting() const { return m_waiting > 0; }
    /// Why history could not answer, last time.
    [[nodiscard]] const std::optional<Error<ports::HistoryCode>>& fault() const { return m_fault; }
    /// Empty while not known.
    [[nodiscard]] portfolio::Series of(MarketId market) const;
    /// The end of the last period.
    [[nodiscard]] std::optional<UnixNanos> end() const { return m_end; }

  private:
    void ask(MarketId market);

    ports::History& m_history;
    std::vector<MarketId> m_markets;
    Interval m_interval = Interval::M1;
    std::size_t m_count = 0;
    std::optional<UnixNanos> m_end;
    std::map<MarketId, std::vector<portfolio::Sample>> m_returns;
    std::optional<Error<ports::HistoryCode>> m_fault;
    int m_waiting = 0;
    std::uint64_t m_version = 0;
    std::shared_ptr<int> m_round = std::make_shared<int>(0);
};

} // namespace qd::ui
