#pragma once

#include "core/engine/risk/portfolio/StressGrid.h"
#include "core/engine/risk/portfolio/ValueAtRisk.h"
#include "core/ports/History.h"
#include "widgets/risk/RiskBook.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qd::ui {

/// What history says of the prices of the assets held: hourly and daily returns, betas, extremes of funding, and the
/// moves of bad days. Asks anew when an hour begins or other assets are held. Main thread.
class ReturnFeed {
  public:
    explicit ReturnFeed(ports::History& history) : m_history(history) {}
    ReturnFeed(const ReturnFeed&) = delete;
    ReturnFeed& operator=(const ReturnFeed&) = delete;

    /// Asks for what is missing; `now` in market time.
    void follow(const RiskBook& book, UnixNanos now);
    /// Grows with every answer.
    [[nodiscard]] std::uint64_t version() const { return m_version; }
    [[nodiscard]] bool waiting() const { return m_waiting > 0; }
    /// History could not answer, last time.
    [[nodiscard]] bool failed() const { return m_failed; }

    /// Of an asset, kReturnWindow of them, the last one of the hour or day that ended last. Empty when not known.
    [[nodiscard]] portfolio::Series returnsOf(const std::string& asset, Interval interval) const;
    /// Of days; an asset without one is missing. The reference's own is 1.
    [[nodiscard]] std::map<std::string, double, std::less<>> betasTo(const std::string& reference) const;
    /// The 99th percentile of |funding rate| of each market, and as its basis too: funding is the average premium of
    /// the mark. Markets with fewer than two rates have none.
    [[nodiscard]] const std::map<MarketId, portfolio::MarketShock>& shocks() const { return m_shocks; }
    /// Bad days of which history has bars for every asset held.
    [[nodiscard]] std::vector<portfolio::Scenario> badDays(const RiskBook& book) const;

  private:
    struct Key {
        std::string asset;
        Interval interval = Interval::D1;
        auto operator<=>(const Key&) const = default;
    };
    void askReturns(const Key& key, MarketId market, UnixNanos end);
    void askFunding(MarketId market, UnixNanos now);
    void askBadDays(const std::string& asset, MarketId market);
    /// Wraps an answer: counts it, and drops it when this is gone or something else was asked since.
    template<class T, class Take>
    ports::HistoryAnswer<T> taking(Take take);

    ports::History& m_history;
    std::vector<std::string> m_assets;
    std::optional<UnixNanos> m_hour;
    std::map<Key, std::vector<portfolio::Sample>> m_returns;
    std::map<MarketId, portfolio::MarketShock> m_shocks;
    std::map<std::pair<std::string, std::int64_t>, Rate> m_badMoves; ///< by asset and day
    int m_waiting = 0;
    bool m_failed = false;
    std::uint64_t m_version = 0;
    std::shared_ptr<int> m_round = std::make_shared<int>(0);
};

} // namespace qd::ui
