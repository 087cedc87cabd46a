#pragma once

#include "core/base/Wide.h"
#include "core/domain/Candle.h"
#include "widgets/studies/BarTimes.h"

#include <array>
#include <deque>
#include <memory>
#include <optional>
#include <span>

namespace qd::chart {

/// What the bars of a range amount to: the bar they would be at a longer interval.
struct BarSpan {
    Price open;
    Price high;
    Price low;
    Price close;
    Int128 volume = 0; ///< raw Quantity; a million bars may exceed 64 bits
    friend bool operator==(const BarSpan&, const BarSpan&) = default;
};

/// Bars, oldest first, made to hold millions: a range of any length is summed up from few nodes of a pyramid, the last
/// bar changes in constant time, and neither end moves what is there. Main thread.
///
/// Each has a place, the openTime of its Candle: what is drawn goes by places. Bars of an interval lie at their time,
/// so places are moments, and where nothing was traded there is room. Bars that trades end lie side by side, one unit
/// of BarTimes each, and only opened(), ended(), placeOf() and timeAt() know their times.
class BarSeries {
  public:
    explicit BarSeries(Interval interval = Interval::M1) : m_interval(interval) {}

    [[nodiscard]] Interval interval() const { return m_interval; }
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] bool empty() const { return m_size == 0; }
    [[nodiscard]] const Candle& operator[](std::size_t index) const { return bar(m_first + index); }
    [[nodiscard]] const Candle& front() const { return bar(m_first); }
    [[nodiscard]] const Candle& back() const { return bar(m_first + m_size - 1); }

    /// Grows with every change.
    [[nodiscard]] std::uint64_t revision() const { return m_revision; }
    /// Grows when a bar other than the last changed.
    [[nodiscard]] std::uint64_t rewrites() const { return m_rewrites; }
    /// Grows when bars are forgotten: places and indices of before say nothing any more.
    [[nodiscard]] std::uint64_t forgotten() const { return m_forgotten; }
    /// Bars that were put before others: by so much indices have moved.
    [[nodiscard]] std::uint64_t prepended() const { return m_prepended; }

    /// Forgets all bars. Those to come are of an interval.
    void clear(Interval interval);
    /// The same; those to come lie side by side, and interval() is the places of one.
    void clearSideBySide();
    [[nodiscard]] bool sideBySide() const { return m_times.has_value(); }
    /// Adds bars that open before front(), oldest first; what does not is left out.
    void prepend(std::span<const Candle> older);
    /// Replaces every bar that opens at or after bars[0] by these, oldest first.
    void replaceTail(std::span<const Candle> bars);
    /// Forgets the oldest bars beyond so many.
    void keepNewest(std::size_t count);
    /// Adds what was traded in a bar: to the last bar, as a new last bar, or, when it comes late, where it belongs.
    void add(const Candle& traded);

    // ---- bars that lie side by side

    /// Adds bars before front(), oldest first.
    void putBefore(std::span<const TradeBar> older);
    /// The newest bar has become another (index = size() - 1), or there is one more (index = size()).
    void put(std::size_t index, const TradeBar& newest);
    // ---- moments of market time

    /// When a bar opened.
    [[nodiscard]] UnixNanos opened(std::size_t index) const {
        return m_times ? m_times->opened(index) : (*this)[index].openTime;
    }
    /// When it ended, or for now its newest trade; not included.
    [[nodiscard]] UnixNanos ended(std::size_t index) const {
        return m_times ? m_times->closed(index) + 1 : (*this)[index].openTime + static_cast<std::int64_t>(m_interval);
    }
    /// Index of the first bar that opened at or after `t`; size() when none did.
    [[nodiscard]] std::size_t firstSince(UnixNanos t) const { return m_times ? m_times->firstSince(t) : lowerBound(t); }
    [[nodiscard]] UnixNanos placeOf(UnixNanos t) const { return m_times ? m_times->placeOf(t) : t; }
    [[nodiscard]] UnixNanos timeAt(UnixNanos place) const { return m_times ? m_times->timeAt(place) : place; }

    // ---- places

    /// Index of the first bar that opens at or after place `t`; size() when none does. Nothing before `from` is looked
    /// at.
    [[nodiscard]] std::size_t lowerBound(UnixNanos t, std::size_t from = 0) const;
    /// Bars [first, last) as one; empty for an empty range.
    [[nodiscard]] std::optional<BarSpan> total(std::size_t first, std::size_t last) const;

  private:
    static constexpr std::size_t kFan = 16;
    static constexpr std::size_t kChunk = kFan * kFan * kFan;
    static constexpr std::size_t kNodes = kFan * kFan;

    /// Bars at fixed slots, and over them a pyramid. A node is right as soon as all its slots hold bars; a range uses
    /// only nodes that it covers whole, so the others are never read.
    struct Chunk {
        std::array<Candle, kChunk> bars;
        std::array<BarSpan, kNodes> fine; ///< of 16 bars
        std::array<BarSpan, kFan> coarse; ///< of 256 bars
        BarSpan whole;
    };

    [[nodiscard]] const Candle& bar(std::size_t slot) const { return m_chunks[slot / kChunk]->bars[slot % kChunk]; }
    [[nodiscard]] Candle& bar(std::size_t slot) { return m_chunks[slot / kChunk]->bars[slot % kChunk]; }
    void append(const Candle& candle);
    void addLate(const Candle& traded);
    /// Recomputes the nodes over slots [from, to).
    void refresh(std::size_t from, std::size_t to);
    void refreshNode(std::size_t slot, std::size_t length);
    [[nodiscard]] std::optional<BarSpan> childrenOf(std::size_t slot, std::size_t length) const;

    [[nodiscard]] Candle placed(const TradeBar& bar, std::int64_t index) const;

    Interval m_interval;
    std::optional<BarTimes> m_times; ///< of bars that lie side by side
    std::deque<std::unique_ptr<Chunk>> m_chunks;
    std::size_t m_first = 0; ///< slot of the oldest bar
    std::size_t m_size = 0;
    std::uint64_t m_revision = 0;
    std::uint64_t m_rewrites = 0;
    std::uint64_t m_forgotten = 0;
    std::uint64_t m_prepended = 0;
};

} // namespace qd::chart
