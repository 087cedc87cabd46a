#include "widgets/studies/HigherBars.h"

#include <algorithm>

namespace qd::chart {

HigherBars::HigherBars(ports::History& history, ports::MarketData& market, std::uint64_t number)
    : m_feed(history, market)
    , m_number(number) {}

void HigherBars::follow(const BarSeries& shown, UnixNanos now) {
    m_shown = &shown;
    m_now = std::max(m_now, now);
}

std::optional<std::size_t> HigherBars::endedBy(std::size_t index) const {
    if (m_shown == nullptr || index >= m_shown->size()) return std::nullopt;
    const UnixNanos moment = std::min(m_shown->ended(index), m_now);
    const std::size_t after = bars().firstSince(moment + (1 - length()));
    return after == 0 ? std::nullopt : std::optional(after - 1);
}

bool HigherBars::isOpen() const { return !bars().empty() && bars().ended(bars().size() - 1) > m_now; }

void HigherFrames::choose(MarketId market, const std::set<Interval>& intervals) {
    if (market != m_id) m_all.clear();
    m_id = market;
    std::erase_if(m_all, [&](const auto& row) { return !intervals.contains(row.first); });
    for (const Interval interval : intervals) {
        auto& bars = m_all[interval];
        if (bars != nullptr) continue;
        bars = std::make_unique<HigherBars>(m_history, m_market, ++m_numbers);
        bars->feed().show(market, interval);
    }
}

void HigherFrames::readNew() {
    for (const auto& [interval, bars] : m_all) bars->feed().readNew();
}

void HigherFrames::follow(const BarSeries& shown) {
    for (const auto& [interval, bars] : m_all) bars->follow(shown, m_market.now());
}

void HigherFrames::reload() {
    for (const auto& [interval, bars] : m_all) bars->feed().reload();
}

HigherBars* HigherFrames::of(Interval interval) const {
    const auto found = m_all.find(interval);
    return found == m_all.end() ? nullptr : found->second.get();
}

} // namespace qd::chart
