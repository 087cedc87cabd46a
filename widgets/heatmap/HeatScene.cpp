#include "widgets/heatmap/HeatScene.h"

#include <algorithm>

namespace qd::heatmap {
namespace {

constexpr std::int64_t kLongestFrame = 500 * kNanosPerMilli; ///< after a longer one what happened is not known
constexpr double kRoomRight = 0.06;                          ///< share of the width that is ahead of the market
constexpr double kCalmZone = 0.36;                           ///< of the height, either side of the middle
constexpr std::size_t kLevelsFitted = 40;
constexpr std::int64_t kFewestTicks = 30; ///< either side of the middle

} // namespace

bool isLive(DataStatus status) {
    return status == DataStatus::Live || status == DataStatus::Estimated || status == DataStatus::Unknown;
}

HeatScene::HeatScene(ui::PaneContext& context) : m_context(context) {
    m_view.setInterval(Interval::S1);
    m_view.setBars(120);
}

Price HeatScene::tick() const { return info() == nullptr ? Price(1) : info()->params.tick; }
Quantity HeatScene::step() const { return info() == nullptr ? Quantity(1) : info()->params.step; }

void HeatScene::showMarket(MarketId market) {
    m_market = market;
    m_watch = m_context.market.watchBook(market);
    m_columns.reset(tick(), step());
    m_trades.clear();
    m_book.reset();
    m_ticker = {};
    m_cursor = 0;
    m_readAt = 0;
    m_fitted = false;
}

bool HeatScene::readNew(const ui::Frame& frame) {
    if (!m_market) return false;
    const UnixNanos now = m_context.market.now();
    const bool unbroken = m_readAt != 0 && frame.nanos - m_readAt < kLongestFrame;
    m_readAt = frame.nanos;
    m_ticker = m_context.market.ticker(*m_market);
    const plot::Viewport before = m_view;
    const std::uint64_t columnsBefore = m_columns.revision();
    if (auto book = m_context.market.book(*m_market)) {
        if (book != m_book) m_arrival = book->receivedNanos;
        m_book = book;
        m_columns.observe(std::move(book), now, unbroken, !isLive(m_ticker.status));
    }
    ports::TradeRun run = m_context.market.trades(*m_market, m_cursor);
    m_cursor = run.next;
    // A market that was sought back begins anew.
    if (!run.trades.empty() && !m_trades.empty() && run.trades.front().ts < m_trades.back().ts) m_trades.clear();
    m_trades.insert(m_trades.end(), run.trades.begin(), run.trades.end());
    if (m_trades.size() > kTradesKept)
        m_trades.erase(m_trades.begin(), m_trades.end() - static_cast<std::ptrdiff_t>(kTradesKept));
    if (!m_fitted) fit();
    if (m_centres) centre();
    if (m_follows) follow();
    return before != m_view || columnsBefore != m_columns.revision() || !run.trades.empty();
}

void HeatScene::follow() {
    const auto ahead = static_cast<std::int64_t>(m_view.plot().width() * kRoomRight) * m_view.nanosPerPixel();
    m_view.setRight(m_context.market.now() + ahead);
}

/// So many prices as the nearest levels of the book take.
void HeatScene::fit() {
    if (!m_book || m_book->bids.empty() || m_book->asks.empty()) return;
    const auto reach = [](const std::vector<BookLevel>& levels) {
        const Price far = levels[std::min(levels.size(), kLevelsFitted) - 1].price;
        return std::abs(far.raw() - levels.front().price.raw());
    };
    const std::int64_t half = std::max({reach(m_book->bids), reach(m_book->asks), kFewestTicks * tick().raw()});
    const std::int64_t middle = m_book->bids.front().price.raw() / 2 + m_book->asks.front().price.raw() / 2;
    m_view.setPrices({Price(middle - half), Price(middle + half)});
    m_fitted = true;
}

/// The market keeps to the middle of the view; what leaves it moves the view.
void HeatScene::centre() {
    if (!m_fitted || !m_book || m_book->bids.empty() || m_book->asks.empty()) return;
    const std::int64_t middle = m_book->bids.front().price.raw() / 2 + m_book->asks.front().price.raw() / 2;
    const plot::PriceRange& shown = m_view.prices();
    const std::int64_t span = shown.high.raw() - shown.low.raw();
    const std::int64_t off = middle - (shown.low.raw() + span / 2);
    if (static_cast<double>(std::abs(off)) <= static_cast<double>(span) * kCalmZone) return;
    m_view.setPrices({Price(middle - span / 2), Price(middle + span - span / 2)});
}

void HeatScene::setPlot(const QRect& plot) {
    m_view.setPlot(plot);
    if (m_follows) follow();
}

void HeatScene::setSeconds(double seconds) {
    m_view.setBars(seconds);
    if (m_follows) follow();
}

void HeatScene::zoomTime(double factor, double x) {
    if (m_follows) return setSeconds(m_view.bars() / factor);
    m_view.zoomTime(factor, x);
}

void HeatScene::panTime(double pixels) {
    m_follows = false;
    m_view.panTime(pixels);
}

void HeatScene::zoomPrice(double factor, double y) { m_view.zoomPrice(factor, y); }

void HeatScene::panPrice(double pixels) {
    m_centres = false;
    m_view.panPrice(pixels);
}

void HeatScene::setFollows(bool follows) {
    m_follows = follows;
    if (follows) follow();
}

void HeatScene::setCentres(bool centres) {
    m_centres = centres;
    if (!centres) return;
    m_fitted = false;
    fit();
}

} // namespace qd::heatmap
