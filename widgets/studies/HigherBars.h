#pragma once

#include "widgets/studies/BarFeed.h"

#include <map>
#include <memory>
#include <optional>
#include <set>

namespace qd::chart {

/// Bars of another interval beside those a chart shows, and which of them had ended when a bar of the chart did: a
/// value of theirs is known from then on, and not before. Main thread.
class HigherBars {
  public:
    HigherBars(ports::History& history, ports::MarketData& market, std::uint64_t number);

    [[nodiscard]] BarFeed& feed() { return m_feed; }
    [[nodiscard]] const BarFeed& feed() const { return m_feed; }
    [[nodiscard]] const BarSeries& bars() const { return m_feed.bars(); }
    /// Of this object among all there were: values over bars of another number are not values over these.
    [[nodiscard]] std::uint64_t number() const { return m_number; }
    /// `shown`: the bars of the chart, which outlive this. `now`: of the market.
    void follow(const BarSeries& shown, UnixNanos now);
    /// Index of the newest bar here that had ended when bar `index` of the chart did, or by now; empty: none that is
    /// here.
    [[nodiscard]] std::optional<std::size_t> endedBy(std::size_t index) const;
    /// The newest bar is still being made.
    [[nodiscard]] bool isOpen() const;

  private:
    [[nodiscard]] std::int64_t length() const { return static_cast<std::int64_t>(bars().interval()); }

    BarFeed m_feed;
    std::uint64_t m_number;
    const BarSeries* m_shown = nullptr;
    UnixNanos m_now;
};

/// The bars of all other intervals that studies of a chart are over. Main thread.
class HigherFrames {
  public:
    HigherFrames(ports::History& history, ports::MarketData& market) : m_history(history), m_market(market) {}

    /// Of this market; those that are wanted already stay.
    void choose(MarketId market, const std::set<Interval>& intervals);
    void readNew();
    /// They stand beside these from now on.
    void follow(const BarSeries& shown);
    void reload();
    /// Null: none of this interval is wanted.
    [[nodiscard]] HigherBars* of(Interval interval) const;
    [[nodiscard]] bool empty() const { return m_all.empty(); }

  private:
    ports::History& m_history;
    ports::MarketData& m_market;
    std::optional<MarketId> m_id;
    std::map<Interval, std::unique_ptr<HigherBars>> m_all;
    std::uint64_t m_numbers = 0;
};

} // namespace qd::chart
