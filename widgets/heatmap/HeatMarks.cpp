#include "widgets/heatmap/HeatMarks.h"

#include "core/base/Wide.h"

#include <utility>

namespace qd::heatmap {

void HeatMarks::learnUsual(const BookSnapshot& book, UnixNanos now) {
    if (!m_usual.isZero() && now - m_usualAt < kNanosPerMinute) return;
    m_usualAt = now;
    const Quantity usual = orderflow::usualSize(book, kLevels, kTimes);
    const bool other =
        Int128(usual.raw()) * 2 > Int128(m_usual.raw()) * 3 || Int128(usual.raw()) * 3 < Int128(m_usual.raw()) * 2;
    if (other && !usual.isZero()) m_usual = usual;
}

void HeatMarks::follow(const std::shared_ptr<const BookSnapshot>& book, const std::deque<Trade>& trades,
                       std::size_t fresh, UnixNanos now, const HeatOptions& options) {
    if (!book) return;
    learnUsual(*book, now);
    const Quantity large = options.leastLarge.isZero() ? m_usual : options.leastLarge;
    const Quantity absorbed = options.leastAbsorbed.isZero() ? m_usual : options.leastAbsorbed;
    const bool otherLarge = std::exchange(m_leastLarge, large) != large;
    if (!large.isZero() && (otherLarge || book != m_book)) m_large.see(*book, now, large);
    m_book = book;
    if (absorbed.isZero()) return;
    if (std::exchange(m_leastAbsorbed, absorbed) != absorbed || !m_absorption) {
        m_absorption.emplace(absorbed, kAbsorbWithin);
        fresh = trades.size();
    }
    for (auto trade = trades.end() - static_cast<std::ptrdiff_t>(std::min(fresh, trades.size())); trade != trades.end();
         ++trade)
        m_absorption->add(*trade);
}

const std::deque<orderflow::Absorbed>& HeatMarks::absorbed() const {
    static const std::deque<orderflow::Absorbed> kNone;
    return m_absorption ? m_absorption->found() : kNone;
}

} // namespace qd::heatmap
