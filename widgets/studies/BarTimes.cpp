#include "widgets/studies/BarTimes.h"

#include "core/base/Wide.h"

#include <algorithm>

namespace qd::chart {
namespace {

constexpr auto kPlaces = static_cast<std::int64_t>(BarTimes::kUnit);
constexpr std::size_t kMeasured = 64;              ///< bars
constexpr std::int64_t kShortest = kNanosPerMilli; ///< that a bar beyond those here is taken to be
constexpr std::int64_t kFarthest = 1'000'000'000'000'000'000;

/// value * to / from, cut to what a plot can reach; `from` > 0.
std::int64_t scaled(std::int64_t value, std::int64_t to, std::int64_t from) {
    const Int128 result = Int128{value} * to / from;
    return static_cast<std::int64_t>(std::clamp(result, -Int128{kFarthest}, Int128{kFarthest}));
}

} // namespace

void BarTimes::prepend(std::span<const TradeBar> older) {
    for (std::size_t i = older.size(); i-- > 0;) {
        UnixNanos opened = older[i].bar.openTime;
        // Bars that a leap made open a nanosecond apart, which may reach over the end of a day.
        if (!m_bars.empty()) opened = std::min(opened, m_bars.front().opened + -1);
        m_bars.push_front({opened, std::max(opened, older[i].closed)});
    }
    m_first = m_first + -static_cast<std::int64_t>(older.size()) * kPlaces;
}

void BarTimes::put(std::size_t index, const TradeBar& bar) {
    if (index == m_bars.size()) m_bars.emplace_back();
    m_bars[index] = {bar.bar.openTime, bar.closed};
}

void BarTimes::dropOldest(std::size_t count) {
    m_bars.erase(m_bars.begin(), m_bars.begin() + static_cast<std::ptrdiff_t>(count));
    m_first = placeOfBar(static_cast<std::int64_t>(count));
}

std::size_t BarTimes::firstSince(UnixNanos t) const {
    return static_cast<std::size_t>(std::ranges::lower_bound(m_bars, t, {}, &Span::opened) - m_bars.begin());
}

UnixNanos BarTimes::lastOf(std::size_t index) const {
    const UnixNanos closed = m_bars[index].closed;
    return index + 1 < m_bars.size() ? std::min(closed, m_bars[index + 1].opened + -1) : closed;
}

std::int64_t BarTimes::lengthOf(std::size_t first, std::size_t last) const {
    const std::int64_t all = m_bars[last - 1].closed - m_bars[first].opened;
    return std::max(all / static_cast<std::int64_t>(last - first), kShortest);
}

UnixNanos BarTimes::placeOf(UnixNanos t) const {
    if (m_bars.empty()) return t;
    const std::size_t size = m_bars.size();
    if (t < m_bars.front().opened)
        return m_first + scaled(t - m_bars.front().opened, kPlaces, lengthOf(0, std::min(size, kMeasured)));
    const std::size_t bar = firstSince(t + 1) - 1;
    const UnixNanos begin = placeOfBar(static_cast<std::int64_t>(bar));
    const std::int64_t length = lastOf(bar) - m_bars[bar].opened + 1;
    const std::int64_t into = t - m_bars[bar].opened;
    // Rounded up, so that the way back leads to the same moment.
    if (into < length)
        return begin + std::min(static_cast<std::int64_t>((Int128{into} * kPlaces + length - 1) / length), kPlaces - 1);
    if (bar + 1 < size) return begin + kPlaces;
    return begin + kPlaces + scaled(into - length, kPlaces, lengthOf(size - std::min(size, kMeasured), size));
}

UnixNanos BarTimes::timeAt(UnixNanos place) const {
    if (m_bars.empty()) return place;
    const std::size_t size = m_bars.size();
    if (place < m_first)
        return m_bars.front().opened + scaled(place - m_first, lengthOf(0, std::min(size, kMeasured)), kPlaces);
    const std::int64_t from = place - m_first;
    const auto bar = static_cast<std::size_t>(from / kPlaces);
    if (bar >= size) {
        const std::int64_t beyond = place - placeOfBar(static_cast<std::int64_t>(size));
        return lastOf(size - 1) + (1 + scaled(beyond, lengthOf(size - std::min(size, kMeasured), size), kPlaces));
    }
    const std::int64_t length = lastOf(bar) - m_bars[bar].opened + 1;
    return m_bars[bar].opened + scaled(from % kPlaces, length, kPlaces);
}

} // namespace qd::chart
