#include "core/orderflow/Footprint.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace qd::orderflow {
namespace {

/// Adds to one side of a row or a bar; false: it would not fit, nor would both sides together.
bool addTo(Quantity& side, Quantity other, Quantity size) {
    const auto sum = side.plus(size);
    if (!sum || !sum->plus(other)) return false;
    side = *sum;
    return true;
}

std::int64_t rowOf(Price price, Price rowHeight) {
    const std::int64_t row = price.raw() / rowHeight.raw();
    return row - (price.raw() % rowHeight.raw() < 0 ? 1 : 0);
}

} // namespace

bool touches(const TradeGap& gap, UnixNanos openTime, Interval interval) noexcept {
    const UnixNanos end = openTime + static_cast<std::int64_t>(interval);
    return gap.from < end && std::max(gap.to, gap.from + 1) > openTime;
}

Quantity volumeOf(const FootprintRow& row) noexcept { return Quantity(row.bought.raw() + row.sold.raw()); }
Quantity volumeOf(const FootprintBar& bar) noexcept { return Quantity(bar.bought.raw() + bar.sold.raw()); }
Quantity deltaOf(const FootprintRow& row) noexcept { return Quantity(row.bought.raw() - row.sold.raw()); }
Quantity deltaOf(const FootprintBar& bar) noexcept { return Quantity(bar.bought.raw() - bar.sold.raw()); }

Footprint::Footprint(Interval interval, Price rowHeight, FootprintLimits limits)
    : m_interval(interval)
    , m_rowHeight(rowHeight)
    , m_limits(limits) {}

FootprintBar& Footprint::barAt(UnixNanos openTime, const Trade& first) {
    auto at = m_bars.end();
    if (!m_bars.empty() && m_bars.back().openTime >= openTime)
        at = std::ranges::lower_bound(m_bars, openTime, {}, &FootprintBar::openTime);
    if (at != m_bars.end() && at->openTime == openTime) return *at;
    FootprintBar bar;
    bar.openTime = openTime;
    bar.open = bar.high = bar.low = bar.close = first.price;
    bar.reliable = openTime >= m_knownFrom &&
                   std::ranges::none_of(m_gaps, [&](const TradeGap& g) { return touches(g, openTime, m_interval); });
    return *m_bars.insert(at, std::move(bar));
}

bool Footprint::count(FootprintBar& bar, const Trade& trade) {
    const bool buys = trade.aggressor == Side::Buy;
    Quantity& barSide = buys ? bar.bought : bar.sold;
    const Quantity before = barSide;
    if (!addTo(barSide, buys ? bar.sold : bar.bought, trade.size)) return false;
    const std::int64_t row = rowOf(trade.price, m_rowHeight);
    auto at = std::ranges::lower_bound(bar.rows, row, {}, &FootprintRow::row);
    if (at == bar.rows.end() || at->row != row) {
        if (bar.rows.size() == m_limits.rows) {
            barSide = before;
            return false;
        }
        at = bar.rows.insert(at, FootprintRow{row, {}, {}});
        ++m_rows;
    }
    // A row holds no more than its bar, which has room.
    (void)addTo(buys ? at->bought : at->sold, buys ? at->sold : at->bought, trade.size);
    bar.high = std::max(bar.high, trade.price);
    bar.low = std::min(bar.low, trade.price);
    bar.close = trade.price;
    ++bar.trades;
    return true;
}

void Footprint::add(const Trade& trade) {
    if (trade.size.raw() <= 0) return;
    ++m_revision;
    const UnixNanos openTime = openTimeOf(trade.ts, m_interval);
    // Older than what was given up already.
    if (m_full && !m_bars.empty() && openTime < m_bars.front().openTime) return;
    if (!m_bars.empty() && openTime < m_bars.back().openTime) ++m_pastRevision;
    if (!count(barAt(openTime, trade), trade)) addGap({trade.ts, trade.ts + 1});
    dropOldest();
}

void Footprint::dropOldest() {
    std::size_t drop = 0;
    std::size_t rows = m_rows;
    while (drop + 1 < m_bars.size() && (m_bars.size() - drop > m_limits.bars || rows > m_limits.rows))
        rows -= m_bars[drop++].rows.size();
    if (drop == 0) return;
    ++m_pastRevision;
    m_rows = rows;
    m_full = true;
    m_bars.erase(m_bars.begin(), m_bars.begin() + static_cast<std::ptrdiff_t>(drop));
    m_knownFrom = std::max(m_knownFrom, m_bars.front().openTime);
}

void Footprint::setKnownFrom(UnixNanos from) {
    ++m_revision;
    ++m_pastRevision;
    m_knownFrom = from;
    for (FootprintBar& bar : m_bars) {
        if (bar.openTime >= from) break;
        bar.reliable = false;
    }
}

void Footprint::prepend(std::vector<FootprintBar> older) {
    ++m_revision;
    ++m_pastRevision;
    if (!m_bars.empty())
        std::erase_if(older, [&](const FootprintBar& b) { return b.openTime >= m_bars.front().openTime; });
    for (const FootprintBar& b : older) m_rows += b.rows.size();
    m_bars.insert(m_bars.begin(), std::make_move_iterator(older.begin()), std::make_move_iterator(older.end()));
    dropOldest();
}

void Footprint::addGap(TradeGap gap) {
    gap.to = std::max(gap.to, gap.from + 1);
    const auto first = std::ranges::lower_bound(m_gaps, gap.from, {}, &TradeGap::to);
    if (first != m_gaps.end() && first->from <= gap.from && first->to >= gap.to) return; // known
    ++m_revision;
    ++m_pastRevision;
    const auto last = std::ranges::upper_bound(m_gaps, gap.to, {}, &TradeGap::from);
    if (first < last) {
        gap.from = std::min(gap.from, first->from);
        gap.to = std::max(gap.to, std::prev(last)->to);
    }
    m_gaps.insert(m_gaps.erase(first, std::max(first, last)), gap);
    if (m_gaps.size() > kMostGaps) {
        gap = {m_gaps[0].from, m_gaps[1].to};
        m_gaps.erase(m_gaps.begin());
        m_gaps.front() = gap;
    }
    const UnixNanos begin = openTimeOf(gap.from, m_interval);
    for (auto bar = std::ranges::lower_bound(m_bars, begin, {}, &FootprintBar::openTime);
         bar != m_bars.end() && touches(gap, bar->openTime, m_interval); ++bar)
        bar->reliable = false;
}

std::vector<FootprintBar> Footprint::take() && { return std::move(m_bars); }

std::vector<CumulativeDelta> cumulativeDelta(std::span<const FootprintBar> bars, std::span<const TradeGap> gaps,
                                             Interval interval) {
    std::vector<CumulativeDelta> sums;
    sums.reserve(bars.size());
    UnixNanos begin;
    CumulativeDelta sum;
    for (const FootprintBar& bar : bars) {
        const bool newDay = sums.empty() || openTimeOf(bar.openTime, Interval::D1) != openTimeOf(begin, Interval::D1);
        if (newDay) {
            begin = bar.openTime;
            sum = {};
        }
        const UnixNanos end = bar.openTime + static_cast<std::int64_t>(interval);
        while (!gaps.empty() && std::max(gaps.front().to, gaps.front().from + 1) <= begin) gaps = gaps.subspan(1);
        if (!gaps.empty() && gaps.front().from < end) sum.reliable = false;
        if (const auto added = sum.delta.plus(deltaOf(bar)))
            sum.delta = *added;
        else
            sum.reliable = false;
        sums.push_back(sum);
    }
    return sums;
}

} // namespace qd::orderflow
