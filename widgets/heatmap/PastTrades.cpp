#include "widgets/heatmap/PastTrades.h"

#include "widgets/plot/Intervals.h"

#include <algorithm>

namespace qd::heatmap {
namespace {

constexpr std::int64_t kColumn = 4; ///< pixels that an interval may take
constexpr double kRow = 4;          ///< and a row of prices

/// The longest that is no wider than a column, a second at least; a longer one where a very wide view and what lies
/// beside it would be more bars than are answered.
Interval intervalFor(const plot::Viewport& view) {
    const std::int64_t room = 2 * (view.right() - view.left()) / (FootprintWindow::kMostBars - 2);
    const std::int64_t wanted = std::max(view.nanosPerPixel() * kColumn, static_cast<std::int64_t>(Interval::S1));
    std::optional<Interval> chosen;
    for (const plot::IntervalName& row : plot::kIntervals) { // by length
        const auto length = static_cast<std::int64_t>(row.interval);
        if (!chosen || length <= wanted || static_cast<std::int64_t>(*chosen) < room) chosen = row.interval;
    }
    return *chosen;
}

UnixNanos ceiled(UnixNanos t, Interval interval) {
    return openTimeOf(t + -1, interval) + static_cast<std::int64_t>(interval);
}

} // namespace

void PastTrades::clear() {
    m_trades.clear();
    m_window.reset();
    m_asking = false;
    m_problem.clear();
    m_question = std::make_shared<int>(0);
    m_changed = true;
}

void PastTrades::reach(MarketId market, Price tick, const plot::Viewport& view, UnixNanos end) {
    const Interval interval = intervalFor(view);
    const UnixNanos limit = openTimeOf(end, interval); // what was seen live is not counted twice
    if (m_asking || !m_problem.empty() || view.left() >= limit) return;
    const Price rowHeight(view.ticksARow(tick, kRow) * tick.raw());
    // A tape that forgets leaves a little more to be read with every trade: it is not asked for piece by piece.
    const std::int64_t little = (view.right() - view.left()) / 16;
    const UnixNanos until = std::min(ceiled(view.right(), interval), limit + -little);
    if (m_window && m_window->market == market && m_window->interval == interval && m_window->rowHeight == rowHeight &&
        m_window->from <= view.left() && m_window->to >= until)
        return;
    // Half a view more on either side, so that panning finds it.
    const std::int64_t half = (view.right() - view.left()) / 2;
    FootprintWindow window;
    window.market = market;
    window.interval = interval;
    window.rowHeight = rowHeight;
    window.from = openTimeOf(std::max(UnixNanos(), view.left() + -half), interval);
    window.to = std::min(ceiled(view.right() + half, interval), limit);
    if (window.to <= window.from) return;
    m_window = window;
    m_asking = true;
    m_question = std::make_shared<int>(0);
    m_history.footprint(window, [this, window, tick, alive = std::weak_ptr(m_question)](auto answer) {
        if (alive.expired()) return;
        m_asking = false;
        if (answer) return take(*answer, window, tick);
        m_problem = answer.error().detail;
        m_changed = true;
    });
}

void PastTrades::take(const FootprintPage& page, const FootprintWindow& window, Price tick) {
    m_trades.clear();
    for (const FootprintBar& bar : page.bars) {
        const UnixNanos middle = bar.openTime + static_cast<std::int64_t>(window.interval) / 2;
        for (const FootprintRow& row : bar.rows) {
            const std::int64_t height = window.rowHeight.raw();
            const Price price(row.row * height + (height - tick.raw()) / 2); // the middle one of the row
            const auto add = [&](Quantity size, Side side) {
                if (!size.isZero()) m_trades.push_back({TradeId(), middle, price, size, side});
            };
            add(row.bought, Side::Buy);
            add(row.sold, Side::Sell);
        }
    }
    m_changed = true;
}

} // namespace qd::heatmap
