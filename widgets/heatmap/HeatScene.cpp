#include "widgets/heatmap/HeatScene.h"

#include <algorithm>
#include <utility>

namespace qd::heatmap {
namespace {

constexpr std::int64_t kLongestFrame = 500 * kNanosPerMilli; ///< after a longer one what happened is not known
constexpr double kRoomRight = 0.06;                          ///< share of the width that is ahead of the market
constexpr double kCalmZone = 0.36;                           ///< of the height, either side of the middle
constexpr std::size_t kLevelsFitted = 40;
constexpr std::int64_t kFewestTicks = 30;     ///< either side of the middle
constexpr std::int64_t kColumnsAsked = 1'500; ///< at once; more would be felt in a frame
constexpr std::uint32_t kRowsAsked = 8'192;   ///< prices around the middle of the view

} // namespace

bool isLive(DataStatus status) {
    return status == DataStatus::Live || status == DataStatus::Estimated || status == DataStatus::Unknown;
}

HeatScene::HeatScene(ui::PaneContext& context)
    : m_context(context)
    , m_runs(context.market.onMarketsChanged([this] { m_anotherRun = true; })) {
    m_view.setInterval(Interval::S1);
    m_view.setBars(120);
}

Price HeatScene::tick() const { return info() == nullptr ? Price(1) : info()->params.tick; }
Quantity HeatScene::step() const { return info() == nullptr ? Quantity(1) : info()->params.step; }

void HeatScene::showMarket(MarketId market) {
    m_market = market;
    m_watch = m_context.market.watchBook(market);
    m_ticker = {};
    m_readAt = 0;
    m_now = m_context.market.now();
    m_fitted = false;
    begin();
}

void HeatScene::begin() {
    m_cursor = 0;
    m_columns.reset(tick(), step());
    m_trades.clear();
    m_marks.begin();
    m_book.reset();
    askAnew(m_now);
}

void HeatScene::askAnew(UnixNanos now) {
    m_knownFrom.fill(now);
    m_asking = false;
    m_problem.clear();
    m_question = std::make_shared<int>(0);
}

bool HeatScene::readNew(const ui::Frame& frame) {
    if (!m_market) return false;
    const bool anew = std::exchange(m_anotherRun, false);
    const UnixNanos told = m_context.market.now();
    const UnixNanos now = anew ? told : std::max(told, m_now); // a venue that is late sets its clock back a little
    m_now = now;
    const bool unbroken = m_readAt != 0 && frame.nanos - m_readAt < kLongestFrame;
    // What happened while nobody looked was recorded.
    if (m_readAt != 0 && !unbroken) askAnew(now);
    if (anew) begin();
    m_readAt = frame.nanos;
    m_ticker = m_context.market.ticker(*m_market);
    const plot::Viewport before = m_view;
    const std::size_t level = m_columns.levelFor(m_view.nanosPerPixel());
    const std::uint64_t columnsBefore = m_columns.revision() + m_columns.level(level).rewrites();
    if (auto book = m_context.market.book(*m_market)) {
        if (book != m_book) m_arrival = book->receivedNanos;
        m_book = book;
        m_columns.observe(std::move(book), now, unbroken, !isLive(m_ticker.status));
    }
    ports::TradeRun run = m_context.market.trades(*m_market, m_cursor);
    m_cursor = run.next;
    m_trades.insert(m_trades.end(), run.trades.begin(), run.trades.end());
    if (m_trades.size() > kTradesKept)
        m_trades.erase(m_trades.begin(), m_trades.end() - static_cast<std::ptrdiff_t>(kTradesKept));
    m_marks.follow(m_book, m_trades, run.trades.size(), now, m_options);
    if (!m_fitted) fit();
    if (m_centres) centre();
    if (m_follows) follow();
    reach();
    return before != m_view || columnsBefore != m_columns.revision() + m_columns.level(level).rewrites() ||
           !run.trades.empty();
}

void HeatScene::reach() {
    if (m_asking || !m_book || !m_fitted || !m_problem.empty()) return;
    const std::size_t i = m_columns.levelFor(m_view.nanosPerPixel());
    const std::int64_t duration = m_columns.level(i).duration();
    if (m_view.left() >= m_knownFrom[i]) return;
    // A screen more than is seen, so that panning finds it.
    const std::int64_t span = std::min(m_view.right() - m_view.left(), duration * kColumnsAsked / 2);
    const UnixNanos to = m_knownFrom[i];
    const UnixNanos from = std::max(m_view.left() + -span, to + -duration * kColumnsAsked);
    DepthWindow window;
    window.market = *m_market;
    window.from = UnixNanos(m_columns.level(i).indexAt(from) * duration);
    window.to = UnixNanos((m_columns.level(i).indexAt(to) + 1) * duration);
    window.columnNanos = duration;
    const std::int64_t middle = (m_view.prices().low.raw() / 2 + m_view.prices().high.raw() / 2) / tick().raw();
    window.low = Price(std::max<std::int64_t>(1, middle - kRowsAsked / 2) * tick().raw());
    window.rowHeight = tick();
    window.rows = kRowsAsked;
    if (window.to <= window.from) return;
    m_asking = true;
    m_context.history.depth(window, [this, i, window, alive = std::weak_ptr(m_question)](auto answer) {
        if (!alive.expired()) take(i, window, std::move(answer));
    });
}

void HeatScene::take(std::size_t level, const DepthWindow& window,
                     Result<std::vector<DepthColumn>, ports::HistoryCode> answer) {
    m_asking = false;
    if (!answer) {
        m_problem = answer.error().detail;
        return;
    }
    m_knownFrom[level] = window.from;
    const auto first = static_cast<std::int32_t>(window.low.raw() / window.rowHeight.raw());
    std::vector<Column> columns;
    columns.reserve(answer->size());
    for (const DepthColumn& c : *answer) {
        Column column;
        column.index = c.begin.value() / window.columnNanos;
        column.doubtful = !c.reliable;
        column.bestBid = static_cast<std::int32_t>(c.bestBid.raw() / tick().raw());
        column.bestAsk = static_cast<std::int32_t>(c.bestAsk.raw() / tick().raw());
        column.cells.reserve(c.cells.size());
        for (const DepthColumn::Cell& cell : c.cells) {
            column.cells.push_back(
                {first + static_cast<std::int32_t>(cell.row),
                 intensityOf(static_cast<float>(cell.size.raw()) / static_cast<float>(step().raw()))});
        }
        columns.push_back(std::move(column));
    }
    m_columns.insert(level, std::move(columns));
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
    if (m_held || !m_fitted || !m_book || m_book->bids.empty() || m_book->asks.empty()) return;
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

void HeatScene::setFitsPrices(bool fits) {
    m_centres = fits;
    if (!fits) return;
    m_fitted = false;
    fit();
}

} // namespace qd::heatmap
