#include "widgets/footprint/FootprintView.h"

#include "widgets/base/Format.h"
#include "widgets/flow/FlowLook.h"
#include "widgets/footprint/FootprintPane.h"

#include <QKeyEvent>

#include <algorithm>
#include <cmath>

namespace qd::footprint {
namespace {

constexpr int kTotalRows = 5;
constexpr int kCandle = 6;  ///< pixels left of the cells
constexpr int kBetween = 3; ///< right of them
constexpr int kMargin = 5;  ///< of a text, left and right together

} // namespace

FootprintView::FootprintView(FootprintPane& pane, ui::PaneContext& context)
    : PlotView(pane)
    , m_pane(pane)
    , m_context(context)
    , m_scene(context) {
    setObjectName(QStringLiteral("footprintView"));
    setAccessibleName(tr("Footprint of trades"));
    setMinimumSize(160, 120);
    attach(m_scene, {tr("Newest"), tr("Back to the newest bar (End)"), QStringLiteral("fit"), tr("Fit"),
                     tr("Prices fit the bars in view (0)")});
}

plot::AxisInk FootprintView::ink() { return plot::inkOf(m_context.theme(), m_small, m_context.theme().scaled(8)); }

void FootprintView::refresh() {
    m_ratio = devicePixelRatioF();
    m_small.prepare(m_context.theme().font(ui::FontRole::Hint), m_ratio);
    m_text.prepare(m_context.theme().font(ui::FontRole::Interface), m_ratio);
    m_cells.prepare(m_context.theme().font(ui::FontRole::Dense), m_ratio);
    m_scene.setRowPixels(m_cells.height() + 1);
    m_widest = m_cells.width(flow::widestText(m_scene.step()));
    m_axisWidth = 0;
    moved();
}

void FootprintView::moved() {
    layOut();
    placeButtons();
    update();
}

void FootprintView::layOut() {
    // It only grows, so that the plot does not tremble with the digits.
    m_axisWidth = std::max({m_axisWidth, plot::priceAxisWidth(m_scene.view(), m_scene.tick(), {}, ink()),
                            m_small.width(tr("Cumulative")) + m_context.theme().scaled(14)});
    m_scene.setPlot(QRect(0, 0, width() - m_axisWidth, height() - m_small.height() - 6 - totalsHeight()));
}

int FootprintView::totalsHeight() const {
    return m_scene.options().totals ? kTotalRows * (m_small.height() + 3) + 2 : 0;
}

bool FootprintView::showsCells() const {
    const auto& view = m_scene.view();
    const int texts = m_scene.options().mode == CellMode::BidAsk ? 2 : 1;
    const double room = view.slot() - kCandle - kBetween;
    const double row = view.yOfRaw(m_scene.lowerEdge(0)) - view.yOfRaw(m_scene.lowerEdge(1));
    return room >= texts * (m_widest + kMargin) && row >= m_cells.height();
}

void FootprintView::readNew(const ui::Frame& frame) {
    if (!m_scene.market()) return;
    const bool other = m_scene.readNew();
    const flow::FeedStanding before = std::exchange(m_standing, flow::standingOf(m_scene.feed(), m_context, frame));
    const Price last = std::exchange(m_last, m_context.market.ticker(*m_scene.market()).last);
    if (other || before != m_standing || last != m_last) moved();
}

QString FootprintView::sizeText(Quantity size) const { return flow::sizeText(size, m_scene.step()); }
QString FootprintView::signedText(Quantity size) const { return flow::signedText(size, m_scene.step()); }

FootprintView::Slot FootprintView::slotOf(const FootprintBar& bar) const {
    const double left = m_scene.view().xOf(bar.openTime);
    return {left + kCandle, left + m_scene.view().slot() - kBetween};
}

QRectF FootprintView::cellRect(const Slot& slot, std::int64_t row) const {
    const double bottom = m_scene.view().yOfRaw(m_scene.lowerEdge(row));
    const double top = m_scene.view().yOfRaw(m_scene.lowerEdge(row + 1));
    return QRectF(QPointF(slot.left, std::round(top)), QPointF(slot.right, std::round(bottom)));
}

const FootprintBar* FootprintView::barAt(double x) const {
    const UnixNanos open = openTimeOf(m_scene.view().timeAt(x), m_scene.options().interval);
    const auto visible = m_scene.visibleBars();
    const auto bar = std::ranges::lower_bound(visible, open, {}, &FootprintBar::openTime);
    return bar == visible.end() || bar->openTime != open ? nullptr : &*bar;
}

QString FootprintView::readout() const {
    if (!cross()) return {};
    const auto& view = m_scene.view();
    const UnixNanos open = openTimeOf(view.timeAt(cross()->x()), m_scene.options().interval);
    const FootprintBar* bar = barAt(cross()->x());
    if (bar == nullptr) return tr("%1  no trades").arg(ui::clockText(open).left(5));
    const std::int64_t ticks = m_scene.ticksARow();
    const std::int64_t row = flow::rowOf(view.priceAt(cross()->y(), m_scene.tick()), ticks, m_scene.tick());
    const auto rows = orderflow::mergedRows(bar->rows, ticks);
    const auto at = std::ranges::lower_bound(rows, row, {}, &FootprintRow::row);
    const FootprintRow cell = at != rows.end() && at->row == row ? *at : FootprintRow{row, {}, {}};
    const auto sum = m_scene.cumulativeAt(*bar);
    return tr("%1  %2  sold %3 × bought %4  ·  bar: delta %5  volume %6  cumulative %7%8")
        .arg(ui::clockText(open).left(5), flow::rowText(row, ticks, m_scene.tick()), sizeText(cell.sold),
             sizeText(cell.bought), signedText(orderflow::deltaOf(*bar)), sizeText(orderflow::volumeOf(*bar)),
             signedText(sum.delta), sum.reliable && bar->reliable ? QString() : QStringLiteral(" ?"));
}

QString FootprintView::coverage() const {
    const auto& footprint = m_scene.feed().footprint();
    if (m_standing.empty || m_scene.view().left() >= footprint.knownFrom()) return {};
    if (!m_scene.feed().complete() && m_scene.feed().problem().empty()) return tr("Reading earlier trades …");
    return tr("Trades are known since %1").arg(flow::sinceText(footprint.knownFrom(), m_context.market.now()));
}

/// The crosshair by keys goes from bar to bar and from row to row, and is told to assistive technology.
void FootprintView::moveCross(int columns, int rows) {
    const auto& view = m_scene.view();
    const double row = view.yOfRaw(m_scene.lowerEdge(0)) - view.yOfRaw(m_scene.lowerEdge(1));
    const QPoint from = cross().value_or(view.plot().center());
    setCross(inPlot(from + QPoint(static_cast<int>(std::lround(columns * std::max(1.0, view.slot()))),
                                  -static_cast<int>(std::lround(rows * std::max(1.0, row))))));
    setAccessibleDescription(readout());
}

bool FootprintView::ownKey(const QKeyEvent& event) {
    if (event.modifiers() & (Qt::ControlModifier | Qt::AltModifier)) return false;
    switch (event.key()) {
    case Qt::Key_R: m_scene.reload(); return true;
    case Qt::Key_M: m_pane.nextMode(); return true;
    default: return false;
    }
}

} // namespace qd::footprint
