#include "widgets/studies/BarSeries.h"

#include <algorithm>
#include <vector>

namespace qd::chart {
namespace {

BarSpan spanOf(const Candle& c) { return {c.open, c.high, c.low, c.close, c.volume.raw()}; }

/// Adds what comes later.
void extend(std::optional<BarSpan>& sum, const BarSpan& later) {
    if (!sum) {
        sum = later;
        return;
    }
    sum->high = std::max(sum->high, later.high);
    sum->low = std::min(sum->low, later.low);
    sum->close = later.close;
    sum->volume += later.volume;
}

} // namespace

void BarSeries::clear(Interval interval) {
    m_interval = interval;
    m_times.reset();
    m_chunks.clear();
    m_first = m_size = 0;
    ++m_revision;
    ++m_rewrites;
    ++m_forgotten;
}

void BarSeries::clearSideBySide() {
    clear(BarTimes::kUnit);
    m_times.emplace();
}

/// A bar as it is drawn: in its place.
Candle BarSeries::placed(const TradeBar& bar, std::int64_t index) const {
    Candle candle = bar.bar;
    candle.openTime = m_times->placeOfBar(index);
    return candle;
}

void BarSeries::putBefore(std::span<const TradeBar> older) {
    std::vector<Candle> candles;
    candles.reserve(older.size());
    for (std::size_t i = 0; i < older.size(); ++i)
        candles.push_back(placed(older[i], static_cast<std::int64_t>(i) - static_cast<std::int64_t>(older.size())));
    m_times->prepend(older);
    prepend(candles);
}

void BarSeries::put(std::size_t index, const TradeBar& newest) {
    ++m_revision;
    m_times->put(index, newest);
    const Candle candle = placed(newest, static_cast<std::int64_t>(index));
    if (index == m_size) return append(candle);
    bar(m_first + index) = candle;
    refresh(m_first + index, m_first + index + 1);
}

void BarSeries::keepNewest(std::size_t count) {
    if (m_size <= count) return;
    if (m_times) m_times->dropOldest(m_size - count);
    m_first += m_size - count;
    m_size = count;
    for (; m_first >= kChunk; m_first -= kChunk) m_chunks.pop_front();
    ++m_revision;
    ++m_rewrites;
    ++m_forgotten;
}

void BarSeries::append(const Candle& candle) {
    const std::size_t slot = m_first + m_size;
    if (slot == m_chunks.size() * kChunk) m_chunks.push_back(std::make_unique<Chunk>());
    bar(slot) = candle;
    ++m_size;
    refresh(slot, slot + 1);
}

void BarSeries::prepend(std::span<const Candle> older) {
    if (empty()) return replaceTail(older);
    const auto end = std::ranges::lower_bound(older, front().openTime, {}, &Candle::openTime);
    older = older.first(static_cast<std::size_t>(end - older.begin()));
    if (older.empty()) return;
    while (m_first < older.size()) {
        m_chunks.push_front(std::make_unique<Chunk>());
        m_first += kChunk;
    }
    const std::size_t to = m_first;
    m_first -= older.size();
    m_size += older.size();
    for (std::size_t i = 0; i < older.size(); ++i) bar(m_first + i) = older[i];
    // The node that held the first bars until now may have become whole.
    refresh(m_first, std::min(to + kChunk, m_first + m_size));
    ++m_revision;
    m_prepended += older.size();
}

void BarSeries::replaceTail(std::span<const Candle> bars) {
    if (bars.empty()) return;
    m_size = lowerBound(bars.front().openTime);
    for (const Candle& candle : bars) append(candle);
    ++m_revision;
    ++m_rewrites;
}

void BarSeries::add(const Candle& traded) {
    ++m_revision;
    if (empty() || traded.openTime > back().openTime) return append(traded);
    if (traded.openTime < back().openTime) return addLate(traded);
    const std::size_t slot = m_first + m_size - 1;
    bar(slot) = merged(bar(slot), traded);
    refresh(slot, slot + 1);
}

void BarSeries::addLate(const Candle& traded) {
    const std::size_t at = lowerBound(traded.openTime);
    if ((*this)[at].openTime == traded.openTime) {
        bar(m_first + at) = merged(bar(m_first + at), traded);
        refresh(m_first + at, m_first + at + 1);
        ++m_rewrites;
        return;
    }
    std::vector<Candle> tail{traded};
    for (std::size_t i = at; i < m_size; ++i) tail.push_back((*this)[i]);
    replaceTail(tail);
}

void BarSeries::refresh(std::size_t from, std::size_t to) {
    for (const std::size_t length : {kFan, kNodes, kChunk}) {
        for (std::size_t slot = from / length * length; slot < to; slot += length) {
            if (slot >= m_first && slot + length <= m_first + m_size) refreshNode(slot, length);
        }
    }
}

void BarSeries::refreshNode(std::size_t slot, std::size_t length) {
    Chunk& chunk = *m_chunks[slot / kChunk];
    BarSpan& node = length == kFan     ? chunk.fine[slot % kChunk / kFan]
                    : length == kNodes ? chunk.coarse[slot % kChunk / kNodes]
                                       : chunk.whole;
    node = *childrenOf(slot, length);
}

std::optional<BarSpan> BarSeries::childrenOf(std::size_t slot, std::size_t length) const {
    const Chunk& chunk = *m_chunks[slot / kChunk];
    std::optional<BarSpan> sum;
    for (std::size_t child = slot; child < slot + length; child += length / kFan) {
        const std::size_t at = child % kChunk;
        extend(sum, length == kFan     ? spanOf(chunk.bars[at])
                    : length == kNodes ? chunk.fine[at / kFan]
                                       : chunk.coarse[at / kNodes]);
    }
    return sum;
}

std::size_t BarSeries::lowerBound(UnixNanos t, std::size_t from) const {
    if (from >= m_size || (*this)[from].openTime >= t) return from;
    // Bars are at least an interval apart: so many at most open before t.
    const std::int64_t ahead = (t - (*this)[from].openTime - 1) / static_cast<std::int64_t>(m_interval) + 1;
    std::size_t high = std::min(m_size, from + static_cast<std::size_t>(ahead));
    if ((*this)[high - 1].openTime < t) return high;
    std::size_t low = from + 1;
    --high;
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        if ((*this)[middle].openTime < t)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

std::optional<BarSpan> BarSeries::total(std::size_t first, std::size_t last) const {
    std::optional<BarSpan> sum;
    const std::size_t end = m_first + std::min(last, m_size);
    for (std::size_t slot = m_first + first; slot < end;) {
        const Chunk& chunk = *m_chunks[slot / kChunk];
        const std::size_t at = slot % kChunk;
        const auto covers = [&](std::size_t length) { return at % length == 0 && end - slot >= length; };
        if (covers(kChunk)) {
            extend(sum, chunk.whole);
            slot += kChunk;
        } else if (covers(kNodes)) {
            extend(sum, chunk.coarse[at / kNodes]);
            slot += kNodes;
        } else if (covers(kFan)) {
            extend(sum, chunk.fine[at / kFan]);
            slot += kFan;
        } else {
            extend(sum, spanOf(chunk.bars[at]));
            ++slot;
        }
    }
    return sum;
}

} // namespace qd::chart
