#include "widgets/profile/ProfileView.h"

#include "widgets/base/Format.h"
#include "widgets/flow/FlowLook.h"
#include "widgets/profile/ProfilePane.h"

#include <QKeyEvent>

#include <algorithm>
#include <cmath>

namespace qd::profile {

ProfileView::ProfileView(ProfilePane& pane, ui::PaneContext& context)
    : PlotView(pane)
    , m_pane(pane)
    , m_context(context)
    , m_scene(context) {
    setObjectName(QStringLiteral("profileView"));
    setAccessibleName(tr("Traded volume by price"));
    setMinimumSize(140, 120);
    attach(m_scene,
           {tr("Newest"), tr("Back to now (End)"), QStringLiteral("fit"), tr("Fit"), tr("Prices fit what traded (0)")});
}

plot::AxisInk ProfileView::ink() { return plot::inkOf(m_context.theme(), m_small, m_context.theme().scaled(8)); }

void ProfileView::refresh() {
    m_ratio = devicePixelRatioF();
    m_small.prepare(m_context.theme().font(ui::FontRole::Hint), m_ratio);
    m_text.prepare(m_context.theme().font(ui::FontRole::Interface), m_ratio);
    m_axisWidth = 0;
    moved();
}

void ProfileView::moved() {
    layOut();
    placeButtons();
    update();
}

void ProfileView::layOut() {
    // It only grows, so that the plot does not tremble with the digits.
    m_axisWidth = std::max(m_axisWidth, plot::priceAxisWidth(m_scene.view(), m_scene.tick(), {}, ink()));
    const int head = 3 * (m_text.height() + 2) + 6;
    m_scene.setPlot(QRect(0, head, width() - m_axisWidth, height() - head));
}

void ProfileView::readNew(const ui::Frame& frame) {
    if (!m_scene.market()) return;
    const bool other = m_scene.readNew(frame);
    const flow::FeedStanding before = std::exchange(m_standing, flow::standingOf(m_scene.feed(), m_context, frame));
    const Price last = std::exchange(m_last, m_context.market.ticker(*m_scene.market()).last);
    if (other || before != m_standing || last != m_last) moved();
}

QString ProfileView::rangeText() const {
    const ProfileOptions& options = m_scene.options();
    const UnixNanos now = m_context.market.now();
    const ui::LinkedWindow& window = m_scene.window();
    const QString title =
        titleOf(options.range == Range::Visible && !m_scene.linked() ? Range::Session : options.range);
    if (options.range == Range::Hour) return title;
    const bool whole = window.to - window.from == kNanosPerDay && openTimeOf(window.from, Interval::D1) == window.from;
    if (whole) return QStringLiteral("%1 %2").arg(title, ui::dateTimeText(window.from).left(10));
    // The chart keeps some room for what is to come.
    return QStringLiteral("%1 %2 – %3")
        .arg(title, flow::sinceText(window.from, now), flow::sinceText(std::min(window.to, now), now));
}

QString ProfileView::summary() const {
    const orderflow::Profile& profile = m_scene.profile();
    const Quantity step = m_scene.step();
    const MarketInfo* info = m_scene.market() ? m_context.info(*m_scene.market()) : nullptr;
    const QString base = info == nullptr ? QString() : QString::fromStdString(info->params.baseAsset);
    return tr("%1  ·  volume %2 %3  ·  delta %4%5")
        .arg(rangeText(), flow::sizeText(Quantity(profile.bought.raw() + profile.sold.raw()), step), base,
             flow::signedText(Quantity(profile.bought.raw() - profile.sold.raw()), step),
             profile.reliable ? QString() : QStringLiteral(" ?"));
}

QString ProfileView::coverage() const {
    if (m_scene.options().range == Range::Visible && !m_scene.linked())
        return tr("No chart is in the link group of this pane: the session is shown.");
    const flow::FlowFeed& feed = m_scene.feed();
    const UnixNanos known = feed.footprint().knownFrom();
    if (hasContent() && feed.state() == flow::FlowFeed::State::Ready && known > m_scene.window().from) {
        if (!feed.complete() && feed.problem().empty()) return tr("Reading earlier trades …");
        return tr("Trades are known since %1").arg(flow::sinceText(known, m_context.market.now()));
    }
    return m_scene.hasGap() ? tr("Some trades in between were not recorded") : QString();
}

QString ProfileView::emptySentence() const {
    const flow::FlowFeed& feed = m_scene.feed();
    if (feed.asking() || feed.state() != flow::FlowFeed::State::Ready || !feed.problem().empty())
        return m_standing.sentence;
    return m_standing.empty && !m_scene.ended() ? m_standing.sentence : tr("No trades were recorded in this time.");
}

QString ProfileView::readout() const {
    if (!cross()) return {};
    const std::int64_t ticks = m_scene.ticksARow();
    const Price tick = m_scene.tick();
    const std::int64_t row = flow::rowOf(m_scene.view().priceAt(cross()->y(), tick), ticks, tick);
    const auto& rows = m_scene.profile().rows;
    const auto at = std::ranges::lower_bound(rows, row, {}, &FootprintRow::row);
    const FootprintRow cell = at != rows.end() && at->row == row ? *at : FootprintRow{row, {}, {}};
    const Quantity step = m_scene.step();
    return tr("%1  sold %2 × bought %3  ·  volume %4  delta %5")
        .arg(flow::rowText(row, ticks, tick), flow::sizeText(cell.sold, step), flow::sizeText(cell.bought, step),
             flow::sizeText(orderflow::volumeOf(cell), step), flow::signedText(orderflow::deltaOf(cell), step));
}

QRectF ProfileView::rowRect(std::int64_t row) const {
    const plot::Viewport& view = m_scene.view();
    const double top = std::round(view.yOfRaw(m_scene.lowerEdge(row + 1)));
    const double bottom = std::round(view.yOfRaw(m_scene.lowerEdge(row)));
    const double gap = bottom - top >= 3 ? 1 : 0;
    return {static_cast<double>(view.plot().left()), top, static_cast<double>(view.plot().width()),
            std::max(1.0, bottom - top - gap)};
}

/// The crosshair by keys goes from row to row, and is told to assistive technology.
void ProfileView::moveCross(int columns, int rows) {
    const double high = m_scene.view().yOfRaw(m_scene.lowerEdge(0)) - m_scene.view().yOfRaw(m_scene.lowerEdge(1));
    const QPoint from = cross().value_or(m_scene.view().plot().center());
    setCross(inPlot(from + QPoint(columns, -static_cast<int>(std::lround(rows * std::max(1.0, high))))));
    setAccessibleDescription(readout());
}

bool ProfileView::ownKey(const QKeyEvent& event) {
    if (event.key() != Qt::Key_R || (event.modifiers() & (Qt::ControlModifier | Qt::AltModifier))) return false;
    m_scene.reload();
    return true;
}

} // namespace qd::profile
