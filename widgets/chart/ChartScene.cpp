#include "widgets/chart/ChartScene.h"

#include <algorithm>

namespace qd::chart {
namespace {

/// Bars that an EMA needs before its seed no longer shows: 10 periods leave e^-20 of it.
constexpr int kEmaWarmUp = 10;

IndicatorLine emaLine(int period) { return {*indicators::findIndicator("EMA"), std::vector<double>{1.0 * period}}; }
IndicatorLine vwapLine() {
    const indicators::IndicatorKind& kind = *indicators::findIndicator("VWAP");
    return {kind, indicators::standardValues(kind)};
}

} // namespace

ChartScene::ChartScene(ui::PaneContext& context)
    : m_context(context)
    , m_feed(context.history, context.market)
    , m_fills(context.history, context.accounts)
    , m_ema{emaLine(m_options.emaPeriod)}
    , m_vwap{vwapLine()} {}

Price ChartScene::tick() const {
    const MarketInfo* known = info();
    return known == nullptr ? Price(1) : known->params.tick;
}

void ChartScene::showMarket(MarketId market) {
    if (m_market && *m_market != market) m_follows = true;
    m_market = market;
    m_fills.show(market);
    begin();
}

void ChartScene::setOptions(const ChartOptions& options) {
    const ChartOptions before = std::exchange(m_options, options);
    if (options.emaPeriod != before.emaPeriod) m_ema = {emaLine(options.emaPeriod)};
    if (options.interval == before.interval) return settle();
    m_follows = true;
    begin();
}

void ChartScene::begin() {
    m_view.setInterval(m_options.interval);
    m_fitsPrices = true;
    m_placed = false;
    m_newestFromRight.reset();
    if (!m_market) return;
    m_feed.show(*m_market, m_options.interval);
    settle();
}

void ChartScene::readNew() {
    if (!m_market) return;
    m_feed.readNew();
    settle();
}

/// Room right of the newest bar, so that what comes next has a place.
double ChartScene::restingPlace() const { return m_view.slot() + std::max(16.0, m_view.plot().width() * 0.12); }

void ChartScene::settle() {
    if (!bars().empty() && (m_follows || !m_placed)) {
        m_placed = true;
        const double pixels = m_newestFromRight.value_or(restingPlace());
        const auto nanos = static_cast<std::int64_t>(pixels * static_cast<double>(m_view.nanosPerPixel()));
        m_view.setRight(bars().back().openTime + nanos);
    }
    reach();
    followStudies();
    scalePrices();
}

void ChartScene::scalePrices() {
    if (!m_fitsPrices || m_held) return;
    const IndexRange range = visibleBars(bars(), m_view);
    if (const auto total = bars().total(range.first, range.last))
        m_view.setPrices(plot::roomFor(total->low, total->high, tick()));
    else if (const Price last = m_market ? m_context.market.ticker(*m_market).last : Price(); bars().empty())
        m_view.setPrices(plot::roomFor(last, last, tick()));
}

void ChartScene::reach() {
    if (bars().empty()) return;
    const auto length = static_cast<std::int64_t>(bars().interval());
    const UnixNanos left = m_view.left();
    // Half a screen ahead of who scrolls, and what the studies need to be true at the left edge.
    UnixNanos from = left + -(m_view.right() - left) / 2;
    if (m_options.ema) from = std::min(from, left + -kEmaWarmUp * m_options.emaPeriod * length);
    if (m_options.vwap) from = std::min(from, openTimeOf(left, Interval::D1));
    m_feed.reach(from);
    if (m_options.fills) m_fills.reach(std::max(left, bars().front().openTime));
}

void ChartScene::followStudies() {
    if (m_options.ema) {
        m_ema.line.follow(bars());
        m_ema.from = m_feed.complete()
                         ? 0
                         : static_cast<std::size_t>(kEmaWarmUp) * static_cast<std::size_t>(m_options.emaPeriod);
    }
    if (!m_options.vwap) return;
    m_vwap.line.follow(bars());
    m_vwap.from = 0;
    if (bars().empty() || m_feed.complete()) return;
    // The first day here may have begun before the first bar here.
    const UnixNanos day = openTimeOf(bars().front().openTime, Interval::D1);
    if (bars().front().openTime != day) m_vwap.from = bars().lowerBound(day + kNanosPerDay);
}

bool ChartScene::isDoubtful(const Study& study, std::size_t index) const {
    if (index >= bars().size()) return false;
    const auto length = static_cast<std::int64_t>(bars().interval());
    const UnixNanos to = bars()[index].openTime + length;
    const UnixNanos from = &study == &m_vwap ? openTimeOf(bars()[index].openTime, Interval::D1)
                                             : to + -kEmaWarmUp * m_options.emaPeriod * length;
    return std::ranges::any_of(m_feed.doubtful(), [&](const TimeRange& r) { return r.from < to && r.to > from; });
}

void ChartScene::setPlot(const QRect& plot) {
    if (plot == m_view.plot()) return;
    m_view.setPlot(plot);
    settle();
}

void ChartScene::setBarsVisible(double bars) {
    m_view.setBars(bars);
    m_newestFromRight.reset();
    settle();
}

void ChartScene::moved() {
    if (!bars().empty()) {
        const auto& plot = m_view.plot();
        const double right = plot.left() + plot.width();
        // Something stays in view, whichever way it was moved.
        if (m_view.xOf(bars().back().openTime) < plot.left())
            m_view.setRight(bars().back().openTime + (m_view.right() - m_view.left()));
        if (m_view.xOf(bars().front().openTime) > right - m_view.slot())
            m_view.setRight(bars().front().openTime + static_cast<std::int64_t>(bars().interval()));
        const double newest = m_view.xOf(bars().back().openTime);
        m_follows = newest < right;
        m_newestFromRight = right - newest;
    }
    settle();
}

void ChartScene::zoomTime(double factor, double x) {
    m_view.zoomTime(factor, x);
    moved();
}

void ChartScene::panTime(double pixels) {
    m_view.panTime(pixels);
    moved();
}

void ChartScene::zoomPrice(double factor, double y) {
    m_fitsPrices = false;
    m_view.zoomPrice(factor, y);
}

void ChartScene::panPrice(double pixels) {
    m_fitsPrices = false;
    m_view.panPrice(pixels);
}

void ChartScene::goToOldest() {
    if (bars().empty()) return;
    m_view.setRight(bars().front().openTime + (m_view.right() - m_view.left()));
    moved();
}

void ChartScene::setFollows(bool follows) {
    m_follows = follows;
    if (follows) m_newestFromRight.reset();
    settle();
}

void ChartScene::setFitsPrices(bool fits) {
    m_fitsPrices = fits;
    settle();
}

} // namespace qd::chart
