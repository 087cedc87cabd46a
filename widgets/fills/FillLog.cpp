#include "widgets/fills/FillLog.h"

#include "core/domain/Candle.h"

#include <algorithm>

namespace qd::ui {

bool FillLog::joins(const std::vector<FillView>& live) const {
    if (m_fills.empty()) return true;
    if (live.empty() || live.back().fill.sequence < m_fills.front().fill.sequence) return false;
    return live.front().fill.sequence <= m_fills.front().fill.sequence + 1;
}

void FillLog::clear() {
    m_fills.clear();
    m_ended = false;
    ++m_generation;
}

bool FillLog::takeLive(const std::vector<FillView>& live) {
    const bool anew = !joins(live);
    if (anew) clear();
    if (live.empty()) return anew;
    const bool known = !m_fills.empty() && m_fills.front().fill.sequence == live.back().fill.sequence &&
                       m_fills.back().fill.sequence <= live.front().fill.sequence && m_fills.size() >= live.size();
    if (known) return anew;
    std::vector<FillView> newestFirst(live.rbegin(), live.rend());
    return unite(newestFirst) || anew;
}

void FillLog::takePage(const std::vector<FillView>& page, std::size_t asked) {
    m_ended = m_ended || page.size() < asked;
    unite(page);
}

bool FillLog::unite(std::span<const FillView> newestFirst) {
    const auto newer = [](const FillView& a, const FillView& b) { return a.fill.sequence > b.fill.sequence; };
    std::vector<FillView> united;
    united.reserve(m_fills.size() + newestFirst.size());
    std::ranges::set_union(m_fills, newestFirst, std::back_inserter(united), newer);
    const bool grew = united.size() != m_fills.size();
    m_fills = std::move(united);
    return grew;
}

bool FillLog::isComplete() const { return m_ended || (!m_fills.empty() && m_fills.back().fill.sequence <= 1); }

std::uint64_t FillLog::before() const { return m_fills.empty() ? UINT64_MAX : m_fills.back().fill.sequence; }

DayTotals dayTotals(const FillLog& log, UnixNanos now, std::optional<MarketId> only) {
    const UnixNanos dayStart = openTimeOf(now, Interval::D1);
    DayTotals totals;
    Checked fees;
    Checked realised;
    Checked volume;
    totals.since = now;
    totals.complete = log.isComplete();
    for (const FillView& view : log.fills()) {
        if (view.ts < dayStart) {
            totals.complete = true;
            break;
        }
        totals.since = view.ts;
        if (only && view.fill.market != *only) continue;
        ++totals.count;
        fees += view.fill.fee.raw();
        realised += view.fill.realised.raw();
        volume += view.fill.quote.raw();
    }
    const auto known = [](Checked sum) {
        const auto money = sum.to<Money>();
        return money ? std::optional(*money) : std::nullopt;
    };
    totals.fees = known(fees);
    totals.realised = known(realised);
    totals.volume = known(volume);
    return totals;
}

} // namespace qd::ui
