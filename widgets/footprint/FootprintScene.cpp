#include "widgets/footprint/FootprintScene.h"

#include "widgets/flow/FlowLook.h"

#include <algorithm>
#include <utility>

namespace qd::footprint {
namespace {

constexpr double kSlotPixels = 104; ///< of a bar until somebody zooms: room for two texts
constexpr double kRoomRight = 12;   ///< pixels

} // namespace

FootprintScene::FootprintScene(ui::PaneContext& context) : m_context(context), m_feed(context.history, context.market) {
    m_view.setInterval(m_options.interval);
}

Price FootprintScene::tick() const {
    const MarketInfo* info = m_market ? m_context.info(*m_market) : nullptr;
    return info == nullptr ? Price(1) : info->params.tick;
}
Quantity FootprintScene::step() const {
    const MarketInfo* info = m_market ? m_context.info(*m_market) : nullptr;
    return info == nullptr ? Quantity(1) : info->params.step;
}

void FootprintScene::showMarket(MarketId market) {
    m_market = market;
    begin();
}

void FootprintScene::setOptions(const FootprintOptions& options) {
    const FootprintOptions before = std::exchange(m_options, options);
    if (options.interval != before.interval) return begin();
    settle();
}

void FootprintScene::begin() {
    m_view.setInterval(m_options.interval);
    m_follows = true;
    m_fits = true;
    if (!m_market) return;
    m_feed.show(*m_market, m_options.interval, tick());
    settle();
}

bool FootprintScene::readNew() {
    if (!m_market) return false;
    const plot::Viewport before = m_view;
    m_feed.readNew();
    const bool other = m_revision != m_feed.revision(); // answers come between frames
    if (other) settle();
    // A page that came and brought nothing lets the next one be asked for.
    m_feed.reach(std::min(m_view.left() + -(m_view.right() - m_view.left()) / 2,
                          m_options.totals ? openTimeOf(m_view.left(), Interval::D1) : m_view.left()));
    return other || before != m_view;
}

/// What follows from the bars, the options and the plot.
void FootprintScene::settle() {
    if (!m_chosenBars) m_view.setBars(m_view.plot().width() / kSlotPixels);
    if (m_follows && !bars().empty()) {
        const auto ahead = static_cast<std::int64_t>(kRoomRight) * m_view.nanosPerPixel();
        m_view.setRight(bars().back().openTime + static_cast<std::int64_t>(m_options.interval) + ahead);
    }
    if (m_fits) fit();
    studies();
}

void FootprintScene::fit() {
    if (const auto prices = flow::pricesOf(visibleBars(), tick())) m_view.setPrices(*prices);
}

void FootprintScene::studies() {
    const std::int64_t ticks = ticksARow();
    if (m_revision == m_feed.revision() && m_ticks == ticks) return;
    const bool anew = m_pastRevision != m_feed.pastRevision() || m_ticks != ticks || m_passed >= bars().size();
    m_revision = m_feed.revision();
    m_pastRevision = m_feed.pastRevision();
    m_ticks = ticks;
    if (anew) {
        m_passed = 0;
        m_pocs = orderflow::NakedPocs(ticks);
    }
    for (; m_passed + 1 < bars().size(); ++m_passed) m_pocs.pass(bars()[m_passed]);
    m_cumulative = orderflow::cumulativeDelta(bars(), m_feed.footprint().gaps(), m_options.interval);
    m_naked = m_pocs.naked(bars().empty() ? nullptr : &bars().back(), kMostNaked);
}

std::span<const FootprintBar> FootprintScene::visibleBars() const {
    const auto all = bars();
    const UnixNanos from = openTimeOf(m_view.left(), m_options.interval);
    const auto first = std::ranges::lower_bound(all, from, {}, &FootprintBar::openTime);
    const auto last = std::ranges::lower_bound(all, m_view.right(), {}, &FootprintBar::openTime);
    return first < last ? std::span(first, last) : std::span<const FootprintBar>();
}

orderflow::CumulativeDelta FootprintScene::cumulativeAt(const FootprintBar& bar) const {
    const auto index = static_cast<std::size_t>(&bar - bars().data());
    return index < m_cumulative.size() ? m_cumulative[index] : orderflow::CumulativeDelta{{}, false};
}

BarLook FootprintScene::lookOf(const FootprintBar& bar) const {
    BarLook look;
    look.rows = orderflow::mergedRows(bar.rows, ticksARow());
    look.control = orderflow::pointOfControl(look.rows).value_or(0);
    if (look.rows.empty()) return look;
    look.area = orderflow::valueArea(look.rows).value_or(orderflow::ValueArea{});
    look.most = orderflow::volumeOf(look.rows[look.control]);
    if (!m_options.imbalances) return look;
    orderflow::ImbalanceRule rule = m_options.rule;
    if (rule.least.isZero()) rule.least = Quantity(look.most.raw() / 10);
    look.marks = orderflow::imbalances(look.rows, rule);
    look.stacks = orderflow::stackedImbalances(look.rows, look.marks, rule);
    return look;
}

std::int64_t FootprintScene::ticksARow() const {
    return m_options.ticks != 0 ? m_options.ticks : m_view.ticksARow(tick(), m_rowPixels);
}

double FootprintScene::lowerEdge(std::int64_t row) const { return flow::lowerEdge(row, ticksARow(), tick()); }

void FootprintScene::setPlot(const QRect& plot) {
    if (plot == m_view.plot()) return;
    m_view.setPlot(plot);
    settle();
}

void FootprintScene::setBarsVisible(double bars) {
    m_chosenBars = true;
    m_view.setBars(bars);
    settle();
}

std::optional<double> FootprintScene::barsChosen() const {
    return m_chosenBars ? std::optional(m_view.bars()) : std::nullopt;
}

void FootprintScene::zoomTime(double factor, double x) {
    m_chosenBars = true;
    m_view.zoomTime(factor, x);
    settle();
}

void FootprintScene::panTime(double pixels) {
    m_chosenBars = true;
    m_follows = false;
    m_view.panTime(pixels);
    settle();
}

void FootprintScene::zoomPrice(double factor, double y) {
    m_fits = false;
    m_view.zoomPrice(factor, y);
    settle();
}

void FootprintScene::panPrice(double pixels) {
    m_fits = false;
    m_view.panPrice(pixels);
    settle();
}

void FootprintScene::setFollows(bool follows) {
    m_follows = follows;
    settle();
}

void FootprintScene::setFitsPrices(bool fits) {
    m_fits = fits;
    settle();
}

} // namespace qd::footprint
