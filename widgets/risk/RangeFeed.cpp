#include "widgets/risk/RangeFeed.h"

#include "core/base/Checked.h"

#include <algorithm>

namespace qd::ui {
namespace {

constexpr std::size_t kBars = 14;

} // namespace

Rate averageRange(std::span<const Candle> bars) {
    if (bars.size() <= kBars) return {};
    bars = bars.last(kBars + 1);
    Checked sum;
    for (std::size_t i = 1; i < bars.size(); ++i) {
        const Price before = bars[i - 1].close;
        sum += Checked(std::max(bars[i].high, before).raw()) - std::min(bars[i].low, before).raw();
    }
    const auto average = (sum * Rate::kScale).dividedBy(static_cast<std::int64_t>(kBars), Round::Up);
    return average.dividedBy(bars.back().close.raw(), Round::Up).to<Rate>().value_or(Rate());
}

void RangeFeed::follow(MarketId market, UnixNanos now) {
    const UnixNanos hour = openTimeOf(now, Interval::H1);
    Known& known = m_known[market];
    if (known.hour == hour) return;
    known.hour = hour;
    m_history.candles(market, Interval::H1, hour, kBars + 1,
                      [this, alive = std::weak_ptr(m_alive), market](auto answer) {
                          if (alive.expired() || !answer) return; // then the range of an earlier hour stands
                          m_known[market].range = averageRange(answer->bars);
                      });
}

Rate RangeFeed::rangeOf(MarketId market) const {
    const auto known = m_known.find(market);
    return known == m_known.end() ? Rate() : known->second.range;
}

} // namespace qd::ui
