#pragma once

#include "core/domain/TradeBars.h"

#include <deque>
#include <span>

namespace qd::chart {

/// Where moments are among bars that lie side by side, oldest first: a bar has kUnit of places, however long it took.
///
/// Within a bar, places go evenly with the time from its first to its newest trade. Between two bars time has no
/// place: its moments are where the next bar begins. Before the first bar and behind the newest one, bars are taken
/// to be as long as the 64 nearest are on average. A later moment never has an earlier place. Main thread.
class BarTimes {
  public:
    static constexpr Interval kUnit = Interval::M1; ///< places of a bar; those of bar n begin at first() + n * kUnit

    [[nodiscard]] std::size_t size() const { return m_bars.size(); }
    /// Oldest first; `older` lie before what is here, and open before it.
    void prepend(std::span<const TradeBar> older);
    /// The newest bar has become another (index = size() - 1), or there is one more (index = size()).
    void put(std::size_t index, const TradeBar& bar);
    void dropOldest(std::size_t count);

    [[nodiscard]] UnixNanos opened(std::size_t index) const { return m_bars[index].opened; }
    [[nodiscard]] UnixNanos closed(std::size_t index) const { return m_bars[index].closed; }
    /// Of a bar's first place; of bars that are not here too.
    [[nodiscard]] UnixNanos placeOfBar(std::int64_t index) const {
        return m_first + index * static_cast<std::int64_t>(kUnit);
    }
    /// Index of the first bar that opened at or after `t`; size() when none did.
    [[nodiscard]] std::size_t firstSince(UnixNanos t) const;

    /// Without bars places are moments.
    [[nodiscard]] UnixNanos placeOf(UnixNanos t) const;
    [[nodiscard]] UnixNanos timeAt(UnixNanos place) const;

  private:
    struct Span {
        UnixNanos opened;
        UnixNanos closed;
    };
    /// The newest moment that has a place in the bar.
    [[nodiscard]] UnixNanos lastOf(std::size_t index) const;
    /// Average length of the bars [first, last), > 0.
    [[nodiscard]] std::int64_t lengthOf(std::size_t first, std::size_t last) const;

    std::deque<Span> m_bars;
    UnixNanos m_first; ///< place of the oldest bar
};

} // namespace qd::chart
