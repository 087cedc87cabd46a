#pragma once

#include "core/domain/Book.h"
#include "core/domain/Footprint.h"

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

/// What trades say by bar, price and aggressor. Volumes are exact integers in units of Quantity.
namespace qd::orderflow {

/// How much is kept.
struct FootprintLimits {
    std::size_t bars = static_cast<std::size_t>(FootprintWindow::kMostBars);
    std::size_t rows = FootprintWindow::kMostRows; ///< of all bars together
};

/// Bars of one market, trade by trade. Whether trades come one at a time or all at once makes no difference. One
/// thread; memory is bounded: beyond its limits the oldest bars go.
class Footprint {
  public:
    static constexpr std::size_t kMostGaps = 200; ///< beyond it the two oldest become one

    /// Row n holds the prices [n * rowHeight, (n + 1) * rowHeight); rowHeight > 0.
    Footprint(Interval interval, Price rowHeight, FootprintLimits limits = {});

    /// Trades may be older than the newest bar; one of no size is none. One that finds no room (a volume leaves its
    /// type, or a single bar has more rows than there may be) is not counted, and its moment becomes a gap.
    void add(const Trade& trade);
    /// Bars of the same interval and row height, oldest first; those that do not lie before the first one here are
    /// left out.
    void prepend(std::vector<FootprintBar> older);
    /// Trades may be missing in this stretch: its bars, those that are still to come too, are not reliable. Stretches
    /// that touch become one.
    void addGap(TradeGap gap);
    /// Trades before it are not here, and that is no gap; a bar that opens before it and is here already, or will be
    /// begun by a trade, is not reliable.
    void setKnownFrom(UnixNanos from);

    [[nodiscard]] Interval interval() const noexcept { return m_interval; }
    [[nodiscard]] Price rowHeight() const noexcept { return m_rowHeight; }
    [[nodiscard]] std::span<const FootprintBar> bars() const noexcept { return m_bars; }
    /// Oldest first, apart from each other.
    [[nodiscard]] std::span<const TradeGap> gaps() const noexcept { return m_gaps; }
    /// As it was set, or the first bar that was not given up for the limits.
    [[nodiscard]] UnixNanos knownFrom() const noexcept { return m_knownFrom; }
    /// Old bars were given up for the limits.
    [[nodiscard]] bool full() const noexcept { return m_full; }
    /// Another one after every change.
    [[nodiscard]] std::uint64_t revision() const noexcept { return m_revision; }
    /// Another one after every change of bars other than the last: what was made of them is to be made anew. That a bar
    /// follows the last one is none.
    [[nodiscard]] std::uint64_t pastRevision() const noexcept { return m_pastRevision; }
    /// Gives the bars away.
    [[nodiscard]] std::vector<FootprintBar> take() &&;

  private:
    [[nodiscard]] FootprintBar& barAt(UnixNanos openTime, const Trade& first);
    [[nodiscard]] bool count(FootprintBar& bar, const Trade& trade);
    void dropOldest();

    Interval m_interval;
    Price m_rowHeight;
    FootprintLimits m_limits;
    std::vector<FootprintBar> m_bars; ///< open times rise
    std::vector<TradeGap> m_gaps;
    std::size_t m_rows = 0; ///< of all bars
    UnixNanos m_knownFrom{std::numeric_limits<std::int64_t>::min()};
    bool m_full = false;
    std::uint64_t m_revision = 0;
    std::uint64_t m_pastRevision = 0;
};

/// The gap touches the bar that opens then.
[[nodiscard]] bool touches(const TradeGap& gap, UnixNanos openTime, Interval interval) noexcept;

/// bought + sold.
[[nodiscard]] Quantity volumeOf(const FootprintRow& row) noexcept;
[[nodiscard]] Quantity volumeOf(const FootprintBar& bar) noexcept;
/// bought - sold.
[[nodiscard]] Quantity deltaOf(const FootprintRow& row) noexcept;
[[nodiscard]] Quantity deltaOf(const FootprintBar& bar) noexcept;

/// What was bought less what was sold, from the first bar of a UTC day to the end of a bar.
struct CumulativeDelta {
    Quantity delta;
    bool reliable = true; ///< no gap touches these bars
    friend bool operator==(const CumulativeDelta&, const CumulativeDelta&) = default;
};

/// One for every bar. A day counts from the first of its bars that is there, which may be one in the middle of the day;
/// what came before it is not a gap. A sum that leaves its type stays as it was and is not reliable until the next day.
[[nodiscard]] std::vector<CumulativeDelta> cumulativeDelta(std::span<const FootprintBar> bars,
                                                           std::span<const TradeGap> gaps, Interval interval);

} // namespace qd::orderflow
