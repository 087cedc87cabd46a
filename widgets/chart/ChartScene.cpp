#include "widgets/chart/ChartScene.h"

#include <algorithm>
#include <cmath>

namespace qd::chart {
namespace {

constexpr int kPanesShare = 620; ///< of the height, in thousandths: what all panes below the prices may take

} // namespace

std::vector<StudyChoice> standardStudies() {
    std::vector<StudyChoice> studies;
    for (const char* name : {"EMA", "VWAP"}) studies.push_back(studyOf(*indicators::findIndicator(name), studies));
    return studies;
}

void chooseSessions(ChartOptions& options, const SessionChoice& sessions) {
    moveSessions(options.studies, options.sessions.start(), sessions.start());
    options.sessions = sessions;
}

ChartScene::ChartScene(ui::PaneContext& context)
    : m_context(context)
    , m_timeBars(context.history, context.market)
    , m_tradeBars(context.history, context.market)
    , m_fills(context.history, context.accounts, context.market)
    , m_frames(context.history, context.market)
    , m_comparisons(context)
    , m_profiles(context) {
    m_studies.choose(m_options.studies);
}

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
    if (options != before) ++m_optionsRevision;
    m_studies.choose(options.studies);
    layPanes();
    if (m_market) chooseCompared();
    if (options.interval == before.interval && options.bars == before.bars) return settle();
    m_follows = true;
    begin();
}

void ChartScene::begin() {
    m_view.setInterval(m_options.bars.kind ? BarTimes::kUnit : m_options.interval);
    m_fitsPrices = true;
    m_placed = false;
    m_newestFromRight.reset();
    if (!m_market) return;
    showBars();
    chooseCompared();
    settle();
}

void ChartScene::showBars() {
    if (m_options.bars.kind) {
        m_timeBars.stop();
        m_source = &m_tradeBars;
        return m_tradeBars.show(*m_market, ruleOf(m_options.bars, tick()));
    }
    m_tradeBars.stop();
    m_source = &m_timeBars;
    m_timeBars.show(*m_market, m_options.interval);
}

double ChartScene::xOfEvent(UnixNanos t) const {
    if (!bars().sideBySide() || bars().empty() || t < bars().opened(0)) return xOf(t);
    const std::size_t bar = bars().firstSince(t + 1) - 1;
    return m_view.xOf(bars()[bar].openTime) + m_view.slot() / 2;
}

std::optional<UnixNanos> ChartScene::openingAt(double x) const {
    const UnixNanos place = openTimeOf(m_view.timeAt(x), m_view.interval());
    if (!bars().sideBySide()) return place;
    const std::size_t bar = bars().lowerBound(place);
    return bar < bars().size() && bars()[bar].openTime == place ? std::optional(bars().opened(bar)) : std::nullopt;
}

void ChartScene::readNew() {
    if (!m_market) return;
    // The ticks of a market may be known only now.
    if (m_options.bars.kind && m_tradeBars.rule() != ruleOf(m_options.bars, tick())) showBars();
    m_source->readNew();
    m_frames.readNew();
    m_comparisons.readNew();
    if (m_marketsKnown != m_context.market.markets().size()) chooseCompared();
    settle();
    followProfiles();
}

/// As high as rows are in a profile beside them that can be told apart.
void ChartScene::followProfiles() {
    constexpr double kRowPixels = 3;
    m_profiles.show(m_market, m_options.profile, m_options.sessions.start(), tick());
    if (m_options.profile.kind == ProfileChoice::Kind::Off || bars().empty()) return;
    m_profiles.follow({bars().timeAt(m_view.left()), bars().timeAt(m_view.right())},
                      m_view.ticksARow(tick(), kRowPixels));
}

void ChartScene::reload() {
    m_source->reload();
    m_frames.reload();
    m_comparisons.reload();
    m_profiles.reload();
}

/// Room right of the newest bar, so that what comes next has a place.
double ChartScene::restingPlace() const { return m_view.slot() + std::max(16.0, m_view.plot().width() * 0.12); }

void ChartScene::settle() {
    // Places are counted anew when the bars are.
    if (bars().sideBySide() && !bars().empty() && visibleBars(bars(), m_view).empty()) m_placed = false;
    if (!bars().empty() && (m_follows || !m_placed)) {
        m_placed = true;
        const double pixels = m_newestFromRight.value_or(restingPlace());
        const auto nanos = static_cast<std::int64_t>(pixels * static_cast<double>(m_view.nanosPerPixel()));
        m_view.setRight(bars().back().openTime + nanos);
    }
    reach();
    followStudies();
    settleScale();
    scalePrices();
}

/// Over the bars that are shown, or over longer ones beside them.
void ChartScene::followStudies() {
    if (m_market) {
        const auto shown = m_options.bars.kind ? std::nullopt : std::optional(m_options.interval);
        m_frames.choose(*m_market, m_studies.frames(shown));
        m_frames.follow(bars());
    }
    m_studies.follow(*m_source, &m_frames);
    m_studies.reachFrames(bars().timeAt(m_view.left()));
}

/// Anew when the venue knows other markets.
void ChartScene::chooseCompared() {
    m_marketsKnown = m_context.market.markets().size();
    // Others have no trades at the ends of these bars.
    const bool byTime = !m_options.bars.kind.has_value();
    m_comparisons.choose(byTime ? m_options.compared : std::vector<std::string>(), *m_market, m_options.interval);
}

void ChartScene::settleScale() {
    const IndexRange range = visibleBars(bars(), m_view);
    const bool percent = m_options.scale == PriceScale::Percent || !m_comparisons.all().empty();
    const bool based = percent && !range.empty();
    m_base = based ? std::optional(bars()[range.first].close) : std::nullopt;
    const UnixNanos ahead = m_view.left() + -(m_view.right() - m_view.left()) / 2; // of who scrolls
    m_comparisons.settle(m_view, ahead, based ? std::optional(bars()[range.first].openTime) : std::nullopt);
    m_view.setLogarithmic(m_options.scale == PriceScale::Log && !percent);
}

void ChartScene::scalePrices() {
    if (!m_fitsPrices || m_held) return;
    const IndexRange range = visibleBars(bars(), m_view);
    const auto room = m_view.isLogarithmic() ? &plot::roomForRatios : &plot::roomFor;
    const auto total = bars().total(range.first, range.last);
    if (!total) {
        const Price last = m_market ? m_context.market.ticker(*m_market).last : Price();
        if (bars().empty()) m_view.setPrices(room(last, last, tick()));
        return;
    }
    Price low = total->low;
    Price high = total->high;
    for (const auto& other : m_comparisons.all()) {
        const auto span = other->feed.bars().total(other->seen.first, other->seen.last);
        if (!span || !m_base || other->base.isZero()) continue;
        low = std::min(low, Price(std::llround(drawnAt(*other, span->low, *m_base))));
        high = std::max(high, Price(std::llround(drawnAt(*other, span->high, *m_base))));
    }
    m_view.setPrices(room(low, high, tick()));
}

void ChartScene::reach() {
    if (bars().empty()) return;
    const UnixNanos left = m_view.left();
    // Half a screen ahead of who scrolls, and what the studies need to be true at the left edge.
    const UnixNanos from = left + -(m_view.right() - left) / 2;
    m_source->reach(std::min(from, m_studies.reach(left, bars())));
    if (m_options.fills) m_fills.reach(std::max(bars().timeAt(left), bars().opened(0)));
}

void ChartScene::setArea(const QRect& area) {
    if (area == m_area) return;
    m_area = area;
    layPanes();
    settle();
}

int ChartScene::wantedShare() const {
    int wanted = 0;
    for (const StudyChoice& study : m_options.studies) wanted += study.hasOwnPane() ? study.share : 0;
    return wanted;
}

void ChartScene::layPanes() {
    const int most = std::max(wantedShare(), kPanesShare);
    m_panes.clear();
    int bottom = m_area.top() + m_area.height();
    for (std::size_t i = m_options.studies.size(); i-- > 0;) {
        const StudyChoice& study = m_options.studies[i];
        if (!study.hasOwnPane()) continue;
        const int height = m_area.height() * study.share / 1'000 * kPanesShare / most;
        m_panes.insert(m_panes.begin(), {i, QRect(m_area.left(), bottom - height + 1, m_area.width(), height - 1)});
        bottom -= height;
    }
    const int below = m_area.top() + m_area.height() - bottom;
    m_view.setPlot(QRect(m_area.topLeft(), QSize(m_area.width(), m_area.height() - below)), below);
}

void ChartScene::movePaneEdge(std::size_t pane, int y) {
    if (pane >= m_panes.size()) return; // it went while it was held
    const QRect& rect = m_panes[pane].rect;
    const std::size_t moved = m_panes[pane].study;
    // Where there are too many for what they want they are drawn lower than that: from now on they want no more.
    int others = 0;
    const int most = std::max(wantedShare(), kPanesShare);
    for (std::size_t i = 0; i < m_options.studies.size(); ++i) {
        StudyChoice& study = m_options.studies[i];
        if (!study.hasOwnPane()) continue;
        study.share = std::max(kLeastStudyShare, study.share * kPanesShare / most);
        others += i == moved ? 0 : study.share;
    }
    const int share = (rect.top() + rect.height() - y) * 1'000 / std::max(1, m_area.height());
    const int room = std::clamp(kPanesShare - others, kLeastStudyShare, kMostStudyShare);
    m_options.studies[moved].share = std::clamp(share, kLeastStudyShare, room);
    m_studies.choose(m_options.studies);
    layPanes();
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
