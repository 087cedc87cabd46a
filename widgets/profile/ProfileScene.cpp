#include "widgets/profile/ProfileScene.h"

#include "widgets/flow/FlowLook.h"
#include "widgets/flow/ProfileBars.h"

#include <algorithm>
#include <utility>

namespace qd::profile {
namespace {

constexpr std::int64_t kMakeEvery = 200 * kNanosPerMilli;
/// The plot has no time: what it tells linked panes lies before all of theirs.
constexpr UnixNanos kNoTime(-2'000'000'000'000'000'000);

} // namespace

ProfileScene::ProfileScene(ui::PaneContext& context) : m_context(context), m_feed(context.history, context.market) {
    m_view.setRight(kNoTime);
}

Price ProfileScene::tick() const {
    const MarketInfo* info = m_market ? m_context.info(*m_market) : nullptr;
    return info == nullptr ? Price(1) : info->params.tick;
}
Quantity ProfileScene::step() const {
    const MarketInfo* info = m_market ? m_context.info(*m_market) : nullptr;
    return info == nullptr ? Quantity(1) : info->params.step;
}

void ProfileScene::showMarket(MarketId market) {
    m_market = market;
    m_shown = false;
    m_fits = true;
    choose();
    make();
}

void ProfileScene::setOptions(const ProfileOptions& options) {
    const ProfileOptions before = std::exchange(m_options, options);
    if (before.range != options.range || before.from != options.from || before.to != options.to) m_fits = true;
    choose();
    make();
}

void ProfileScene::setLinked(std::optional<ui::LinkedWindow> window) {
    m_linked = window;
    choose();
}

ui::LinkedWindow ProfileScene::wanted(UnixNanos now) const {
    const UnixNanos day = openTimeOf(now, Interval::D1);
    const ui::LinkedWindow session{day, day + kNanosPerDay};
    switch (m_options.range) {
    case Range::Visible: return m_linked.value_or(session);
    case Range::Session: return session;
    case Range::Previous: return {day + -kNanosPerDay, day};
    case Range::Hour: return {now + -kNanosPerHour, now + 1}; // what happens now belongs to it
    case Range::Fixed: return {m_options.from, m_options.to};
    }
    return session;
}

/// The window, and the bars it is made of.
void ProfileScene::choose() {
    if (!m_market) return;
    const UnixNanos now = m_context.market.now();
    const ui::LinkedWindow window = wanted(now);
    const std::int64_t length = window.to - window.from;
    // A chart that is zoomed changes its length all the time; bars are asked for anew only where it must be.
    const Interval before = m_feed.footprint().interval();
    const Interval interval = flow::barsFor(length, m_shown ? std::optional(before) : std::nullopt);
    const bool past = m_options.range == Range::Previous || m_options.range == Range::Fixed;
    const std::optional<UnixNanos> end = past ? std::optional(flow::barsEnd(window.to, interval)) : std::nullopt;
    if (!m_shown || interval != before || end != m_end) {
        m_shown = true;
        m_end = end;
        m_due = true;
        m_feed.show(*m_market, interval, tick(), end);
    }
    const ui::LinkedWindow whole = flow::wholeBars(window, interval);
    m_due = m_due || whole != m_window;
    m_window = whole;
}

bool ProfileScene::readNew(const ui::Frame& frame) {
    if (!m_market) return false;
    choose();
    m_feed.readNew();
    m_feed.reach(m_window.from);
    const bool other = m_feed.revision() != m_revision;
    if (!m_due && (!other || frame.nanos - m_madeAt < kMakeEvery)) return false;
    m_madeAt = frame.nanos;
    make();
    return true;
}

void ProfileScene::make() {
    m_due = false;
    m_revision = m_feed.revision();
    if (m_fits) fit();
    m_ticks = m_options.ticks != 0 ? m_options.ticks : m_view.ticksARow(tick(), m_rowPixels);
    const orderflow::Footprint& footprint = m_feed.footprint();
    m_profile = orderflow::profileOf(footprint.bars(), footprint.gaps(), m_window.from, m_window.to, m_ticks);
}

void ProfileScene::fit() {
    const auto bars = m_feed.footprint().bars();
    const auto first = std::ranges::lower_bound(bars, m_window.from, {}, &FootprintBar::openTime);
    const auto last = std::ranges::lower_bound(bars, m_window.to, {}, &FootprintBar::openTime);
    if (first >= last) return;
    if (const auto prices = flow::pricesOf(std::span(first, last), tick())) m_view.setPrices(*prices);
}

bool ProfileScene::hasGap() const {
    return std::ranges::any_of(m_feed.footprint().gaps(),
                               [&](const TradeGap& g) { return g.from < m_window.to && g.to > m_window.from; });
}

double ProfileScene::lowerEdge(std::int64_t row) const { return flow::lowerEdge(row, m_ticks, tick()); }

void ProfileScene::setPlot(const QRect& plot) {
    if (plot == m_view.plot()) return;
    m_view.setPlot(plot);
    m_view.setRight(kNoTime);
    make();
}

void ProfileScene::zoomTime(double factor, double) { zoomPrice(factor, m_view.plot().center().y()); }
void ProfileScene::panTime(double) {}
void ProfileScene::setFollows(bool) {}

void ProfileScene::zoomPrice(double factor, double y) {
    m_fits = false;
    m_view.zoomPrice(factor, y);
    make();
}

void ProfileScene::panPrice(double pixels) {
    m_fits = false;
    m_view.panPrice(pixels);
}

void ProfileScene::setFitsPrices(bool fits) {
    m_fits = fits;
    make();
}

} // namespace qd::profile
