#include "widgets/heatmap/HeatScene.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace qd::heatmap {
namespace {

constexpr std::int64_t kLongestFrame = 500 * kNanosPerMilli; ///< after a longer one what happened is not known
constexpr double kRoomRight = 0.06;                          ///< share of the width that is ahead of the market
constexpr double kCalmZone = 0.36;                           ///< of the height, either side of the middle
constexpr std::size_t kLevelsFitted = 40;
constexpr std::int64_t kFewestTicks = 30;   ///< either side of the middle
constexpr std::uint32_t kRowsAsked = 8'192; ///< around the middle of the view
/// Columns back to which what was recorded is joined to what was seen.
constexpr std::int64_t kJoined = static_cast<std::int64_t>(ColumnLevel::kMost) - 2 * PastColumns::kPage;

} // namespace

bool isLive(DataStatus status) {
    return status == DataStatus::Live || status == DataStatus::Estimated || status == DataStatus::Unknown;
}

HeatScene::HeatScene(ui::PaneContext& context)
    : m_context(context)
    , m_runs(context.market.onMarketsChanged([this] { m_anotherRun = true; }))
    , m_pastTrades(context.history)
    , m_trails(context.history, context.accounts, context.market) {
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
    m_tapeRead = false;
    m_columns.reset(tick(), step());
    m_trades.clear();
    ++m_tradesRun;
    m_marks.begin();
    m_book.reset();
    askAnew(m_now);
}

void HeatScene::askAnew(UnixNanos now) {
    m_knownFrom.fill(now);
    m_seenFrom = now;
    m_rows.fill(std::nullopt);
    m_past.reset();
    m_pastTrades.clear();
    m_problem.clear();
    dropQuestion();
    if (m_market) m_trails.show(*m_market, now);
}

void HeatScene::dropQuestion() {
    m_asking = false;
    m_question = std::make_shared<int>(0);
}

const std::string& HeatScene::problem() const {
    if (!m_problem.empty()) return m_problem;
    return m_pastTrades.problem().empty() ? m_trails.problem() : m_pastTrades.problem();
}

HeatScene::Change HeatScene::readNew(const ui::Frame& frame) {
    if (!m_market) return Change::None;
    const bool anew = std::exchange(m_anotherRun, false);
    const UnixNanos told = m_context.market.now();
    const UnixNanos readTo = m_now;
    m_now = anew ? told : std::max(told, m_now); // a venue that is late sets its clock back a little
    const bool unbroken = m_readAt != 0 && frame.nanos - m_readAt < kLongestFrame;
    // What happened while nobody looked was recorded.
    if (m_readAt != 0 && !unbroken) askAnew(m_now);
    if (anew) begin();
    m_readAt = frame.nanos;
    m_ticker = m_context.market.ticker(*m_market);
    const plot::Viewport before = m_view;
    const Drawn drawn = drawnNow();
    if (std::exchange(m_accountChanged, false)) m_trails.readAccount(m_now);
    const bool anotherBook = readBook(unbroken);
    const std::size_t traded = readTape();
    m_marks.follow(m_book, m_trades, traded, m_now, m_options);
    if (!m_fitted) fit();
    if (m_centres) centre();
    if (m_follows) follow();
    reach();
    if (m_fitted && m_options.bubbles) m_pastTrades.reach(*m_market, tick(), m_view, m_tapeFrom);
    if (m_options.trails || m_options.fills) m_trails.reach(m_view.left());
    if (m_pastTrades.takeChanged()) {
        ++m_tradesRun;
        m_changed = true;
    }
    const Drawn now = drawnNow();
    const bool other = std::exchange(m_changed, false) || !drawn.samePast(now);
    const UnixNanos oldest = traded == 0 ? readTo : m_trades[m_trades.size() - traded].ts;
    m_changedFrom = std::min(m_changedFrom, other || !unbroken || anew ? kEverywhere : std::min(readTo, oldest));
    if (other || anotherBook || traded != 0) return Change::News;
    return before != m_view || drawn.columns != now.columns ? Change::Time : Change::None;
}

HeatScene::Drawn HeatScene::drawnNow() const {
    const auto& absorbed = m_marks.absorbed();
    return {.columns = m_columns.revision(),
            .rewrites = m_columns.level(m_columns.levelFor(m_view.nanosPerPixel())).rewrites(),
            .trails = m_trails.revision(),
            .absorbed = absorbed.empty() ? UnixNanos() : absorbed.back().to,
            .absorptions = absorbed.size()};
}

bool HeatScene::readBook(bool unbroken) {
    auto book = m_context.market.book(*m_market);
    if (!book) return false;
    const bool another = book != m_book;
    if (another) m_arrival = book->receivedNanos;
    m_book = book;
    m_columns.observe(std::move(book), m_now, unbroken, !isLive(m_ticker.status));
    return another;
}

std::size_t HeatScene::readTape() {
    ports::TradeRun run = m_context.market.trades(*m_market, m_cursor);
    // What came before, or in between while nobody looked for long, was recorded.
    if (!std::exchange(m_tapeRead, true) || run.missed > 0) {
        m_trades.clear();
        m_pastTrades.clear();
        ++m_tradesRun;
        m_tapeFrom = run.trades.empty() ? m_now : run.trades.front().ts;
    }
    m_cursor = run.next;
    m_trades.insert(m_trades.end(), run.trades.begin(), run.trades.end());
    m_tradesSeen += run.trades.size();
    if (m_trades.size() > kTradesKept) {
        m_trades.erase(m_trades.begin(), m_trades.end() - static_cast<std::ptrdiff_t>(kTradesKept));
        m_tapeFrom = m_trades.front().ts;
    }
    return run.trades.size();
}

bool HeatScene::Rows::hold(const plot::PriceRange& prices, Price tick, Price heightWanted) const {
    const Price high(low.raw() + height.raw() * kRowsAsked);
    return height <= heightWanted && (prices.low >= low || low == tick) && prices.high <= high;
}

HeatScene::Rows HeatScene::rowsWanted() const {
    const plot::PriceRange& prices = m_view.prices();
    std::int64_t height = tick().raw();
    while ((prices.high.raw() - prices.low.raw()) / height > kRowsAsked / 2) height *= 2;
    const std::int64_t middle = prices.low.raw() / 2 + prices.high.raw() / 2;
    const std::int64_t low = (middle / height - kRowsAsked / 2) * height;
    return {Price(std::max(tick().raw(), low)), Price(height)};
}

void HeatScene::reach() {
    if (!m_book || !m_fitted) return;
    const std::size_t i = m_columns.levelFor(m_view.nanosPerPixel());
    const ColumnLevel& seen = m_columns.level(i);
    const std::int64_t left = seen.indexAt(m_view.left());
    for (std::size_t each = 0; each < DepthColumns::kLevels; ++each)
        m_columns.want(each, each == i ? left - PastColumns::kPage : std::numeric_limits<std::int64_t>::max());
    settle(i, seen.indexAt(m_now) - left > kJoined);
    if (m_asking || !m_problem.empty()) return;
    if (const auto stretch = m_past ? m_past->missing(viewed(), m_now) : missingSeen(i)) ask(i, *stretch);
}

void HeatScene::settle(std::size_t i, bool far) {
    if (far != m_past.has_value() || (m_past && m_past->index() != i)) {
        m_past.reset();
        if (far) {
            m_past.emplace(i, m_columns.level(i).duration());
            m_pastRows = rowsWanted();
        }
        m_changed = true;
        dropQuestion();
    }
    const Rows wanted = rowsWanted();
    if (m_past) {
        if (m_pastRows.hold(m_view.prices(), tick(), wanted.height)) return;
        m_past->clear();
        m_pastRows = wanted;
    } else {
        if (!m_rows[i]) m_rows[i] = wanted;
        if (m_rows[i]->hold(m_view.prices(), tick(), wanted.height)) return;
        m_columns.forgetBefore(i, m_columns.level(i).indexAt(m_seenFrom));
        m_knownFrom[i] = m_seenFrom;
        m_rows[i] = wanted;
    }
    m_changed = true;
    dropQuestion();
}

std::optional<Stretch> HeatScene::missingSeen(std::size_t i) const {
    const ColumnLevel& seen = m_columns.level(i);
    const std::int64_t duration = seen.duration();
    const std::int64_t known = std::max(seen.indexAt(m_knownFrom[i]), seen.forgottenTo());
    const std::int64_t left = seen.indexAt(m_view.left());
    if (left >= known) return std::nullopt;
    // A view more than is seen, so that panning finds it.
    const std::int64_t span = std::min(seen.indexAt(m_view.right()) - left, PastColumns::kPage / 2);
    const std::int64_t from = std::max(left - span, known - PastColumns::kPage);
    return Stretch{UnixNanos(from * duration), UnixNanos((known + 1) * duration)};
}

void HeatScene::ask(std::size_t i, const Stretch& stretch) {
    const Rows& rows = m_past ? m_pastRows : *m_rows[i];
    DepthWindow window;
    window.market = *m_market;
    window.from = stretch.from;
    window.to = stretch.to;
    window.columnNanos = m_columns.level(i).duration();
    window.low = rows.low;
    window.rowHeight = rows.height;
    window.rows = kRowsAsked;
    m_asking = true;
    m_context.history.depth(window, [this, i, window, alive = std::weak_ptr(m_question)](auto answer) {
        if (!alive.expired()) take(i, window, std::move(answer));
    });
}

void HeatScene::take(std::size_t level, const DepthWindow& window,
                     Result<std::vector<DepthColumn>, ports::HistoryCode> answer) {
    m_asking = false;
    m_changed = true;
    if (!answer) {
        m_problem = answer.error().detail;
        return;
    }
    const auto ticks = [this](Price price) { return static_cast<std::int32_t>(price.raw() / tick().raw()); };
    std::vector<Column> columns;
    columns.reserve(answer->size());
    for (const DepthColumn& c : *answer) {
        Column column;
        column.index = c.begin.value() / window.columnNanos;
        column.doubtful = !c.reliable;
        column.bestBid = ticks(c.bestBid);
        column.bestAsk = ticks(c.bestAsk);
        column.cells.reserve(c.cells.size());
        for (const DepthColumn::Cell& cell : c.cells) {
            column.cells.push_back(
                {ticks(window.low) + static_cast<std::int32_t>(cell.row) * ticks(window.rowHeight),
                 intensityOf(static_cast<float>(cell.size.raw()) / static_cast<float>(step().raw()))});
        }
        columns.push_back(std::move(column));
    }
    if (m_past) return m_past->take({window.from, window.to}, std::move(columns), viewed());
    m_knownFrom[level] = window.from;
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
    m_view.setBars(std::min(seconds, kMostSeconds));
    if (m_follows) follow();
}

void HeatScene::zoomTime(double factor, double x) {
    if (m_follows) return setSeconds(m_view.bars() / factor);
    m_view.zoomTime(std::max(factor, m_view.bars() / kMostSeconds), x);
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

void HeatScene::goTo(UnixNanos t) {
    m_follows = false;
    m_view.setRight(t + (m_view.right() - m_view.left()) / 2);
}

void HeatScene::setFitsPrices(bool fits) {
    m_centres = fits;
    if (!fits) return;
    m_fitted = false;
    fit();
}

} // namespace qd::heatmap
