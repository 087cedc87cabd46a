#include "core/orderflow/Resting.h"

#include "core/base/Wide.h"

#include <algorithm>
#include <limits>

namespace qd::orderflow {
namespace {

Quantity saturated(Int128 raw) {
    return Quantity(static_cast<std::int64_t>(std::min<Int128>(raw, std::numeric_limits<std::int64_t>::max())));
}

} // namespace

Quantity usualSize(const BookSnapshot& book, std::size_t levels, std::int64_t times) {
    std::vector<Quantity> sizes;
    for (const auto* side : {&book.bids, &book.asks}) {
        for (std::size_t i = 0; i < std::min(levels, side->size()); ++i) sizes.push_back((*side)[i].size);
    }
    if (sizes.empty()) return {};
    const auto middle = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2);
    std::ranges::nth_element(sizes, middle);
    return saturated(Int128(middle->raw()) * times);
}

void LargeOrders::see(const BookSnapshot& book, UnixNanos now, Quantity least) {
    m_before.swap(m_large);
    m_large.clear();
    const Quantity stays(static_cast<std::int64_t>(Int128(least.raw()) * 4 / 5));
    for (const Side side : {Side::Buy, Side::Sell}) {
        for (const BookLevel& level : side == Side::Buy ? book.bids : book.asks) {
            if (level.size < stays) continue;
            const auto known = std::ranges::find_if(
                m_before, [&](const LargeResting& l) { return l.side == side && l.price == level.price; });
            if (known == m_before.end() && level.size < least) continue;
            m_large.push_back({side, level.price, level.size, known == m_before.end() ? now : known->since});
        }
    }
    std::ranges::stable_sort(m_large, std::ranges::greater(), &LargeResting::size);
    if (m_large.size() > kMost) m_large.resize(kMost);
}

void Absorption::drop(Run& run) {
    run.sum = Quantity(run.sum.raw() - run.trades.front().size.raw());
    run.trades.pop_front();
}

void Absorption::add(const Trade& trade) {
    const bool buys = trade.aggressor == Side::Buy;
    Run& run = buys ? m_buys : m_sells;
    while (!run.trades.empty() && trade.ts - run.trades.front().ts > m_window) drop(run);
    const bool beyond = buys ? trade.price > run.price : trade.price < run.price;
    if (run.trades.empty() || beyond) run = Run{trade.price, {}, {}, 0};
    if (trade.price != run.price) return; // short of it: it neither adds nor breaks
    const auto sum = run.sum.plus(trade.size);
    if (!sum) return;
    run.sum = *sum;
    run.trades.push_back(trade);
    if (run.trades.size() > kMostTrades) drop(run);
    if (run.mark == 0) {
        if (run.sum < m_least) return;
        run.mark = ++m_count;
        m_found.push_back({trade.aggressor, run.price, run.sum, run.trades.front().ts, trade.ts});
        if (m_found.size() > kMost) m_found.pop_front();
        return;
    }
    const std::uint64_t fromNewest = m_count - run.mark;
    if (fromNewest >= m_found.size()) return; // forgotten
    Absorbed& mark = m_found[m_found.size() - 1 - fromNewest];
    mark.size = saturated(Int128(mark.size.raw()) + trade.size.raw());
    mark.to = trade.ts;
}

} // namespace qd::orderflow
