// What lies under the pointer of ChartView: orders, fills, studies, and what can be placed.
#include "core/base/Decimal.h"
#include "widgets/base/Format.h"
#include "widgets/base/PaneHeader.h"
#include "widgets/base/Words.h"
#include "widgets/chart/ChartPane.h"
#include "widgets/chart/ChartView.h"
#include "widgets/chart/Readout.h"
#include "widgets/terms/Waiting.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QToolTip>

#include <cmath>

namespace qd::chart {
namespace {

constexpr int kMeant = 3;     ///< pixels an order must be moved before it is a drag
constexpr int kEdgeReach = 3; ///< pixels

} // namespace

void ChartView::mousePressEvent(QMouseEvent* event) {
    m_drawer.setModifiers(event->modifiers());
    PlotView::mousePressEvent(event);
}

void ChartView::mouseMoveEvent(QMouseEvent* event) {
    m_drawer.setModifiers(event->modifiers());
    m_drawer.hover(event->pos());
    PlotView::mouseMoveEvent(event);
}

void ChartView::mouseReleaseEvent(QMouseEvent* event) {
    m_drawer.setModifiers(event->modifiers());
    PlotView::mouseReleaseEvent(event);
}

std::optional<Qt::CursorShape> ChartView::ownCursor(const QPoint& at) const {
    if (m_drawer.hasTool() && partAt(at) == Part::Plot) return m_drawer.cursorAt(at);
    if (const PlacedMark* order = m_marks.orderAt(at, m_scene.view()))
        return order->cross.contains(at) ? Qt::PointingHandCursor : Qt::SizeVerCursor;
    if (const PlacedMark* alert = m_marks.alertAt(at, m_scene.view()))
        return alert->cross.contains(at) ? Qt::PointingHandCursor : Qt::SizeVerCursor;
    if (const PlacedMark* draft = m_marks.draftAt(at, m_scene.view()))
        return draft->cross.contains(at) ? Qt::PointingHandCursor : Qt::SizeVerCursor;
    if (m_marks.entryAt(at, m_scene.view()) != nullptr) return Qt::SizeVerCursor;
    if (const PlacedPaneAlert* alert = m_paneAlerts.at(at))
        return alert->cross.contains(at) ? Qt::PointingHandCursor : Qt::SizeVerCursor;
    if (edgeAt(at)) return Qt::SplitVCursor;
    return studyAt(at) ? std::optional(Qt::PointingHandCursor) : m_drawer.cursorAt(at);
}

std::optional<std::size_t> ChartView::studyAt(const QPoint& at) const {
    const auto& legend = m_canvas.legend();
    const auto found = std::ranges::find_if(legend, [&](const LegendEntry& e) { return e.rect.contains(at); });
    return found == legend.end() ? std::nullopt : std::optional(found->study);
}

std::optional<std::size_t> ChartView::edgeAt(const QPoint& at) const {
    const auto& panes = m_scene.panes();
    const auto found = std::ranges::find_if(
        panes, [&](const StudyPane& pane) { return std::abs(at.y() - (pane.rect.top() - 1)) <= kEdgeReach; });
    if (found == panes.end()) return std::nullopt;
    return static_cast<std::size_t>(found - panes.begin());
}

std::optional<ChartView::Hand> ChartView::take(const QPoint& at) {
    // Whoever draws means no order: a press in the plot sets a point and does nothing else.
    if (m_drawer.press(at)) {
        m_scene.holdPrices(true);
        return Hand::Own;
    }
    // Orders lie over everything: what is meant for one must not be taken for anything else.
    m_edge.reset();
    if (const PlacedMark* draft = m_marks.draftAt(at, m_scene.view())) return takeDraft(*draft, at);
    if (const PlacedMark* order = m_marks.orderAt(at, m_scene.view())) return takeOrder(*order, at);
    if (const PlacedMark* alert = m_marks.alertAt(at, m_scene.view())) return takeAlert(*alert, at);
    if (m_marks.entryAt(at, m_scene.view()) != nullptr) {
        m_entryHeld = true;
        m_scene.holdPrices(true);
        return Hand::Own;
    }
    if (const PlacedPaneAlert* alert = m_paneAlerts.at(at)) return takePaneAlert(*alert, at);
    m_edge = edgeAt(at);
    if (m_edge) return Hand::Own;
    if (const auto study = studyAt(at)) {
        emit studyClicked(*study, mapToGlobal(at));
        return Hand::Free;
    }
    if (!m_drawer.grab(at)) return std::nullopt;
    m_scene.holdPrices(true);
    return Hand::Own;
}

std::optional<ChartView::Hand> ChartView::takeOrder(const PlacedMark& order, const QPoint& at) {
    if (order.cross.contains(at)) {
        m_context.gate.cancel({order.mark.order, {}});
        m_accountChanged = true;
        return Hand::Free;
    }
    if (m_moves.target(order.mark.order)) {
        tell(tr("The order is still being moved; wait for the venue's answer."));
        return Hand::Free;
    }
    m_drag.grab(order.mark.order);
    m_scene.holdPrices(true);
    return Hand::Own;
}

std::optional<ChartView::Hand> ChartView::takeAlert(const PlacedMark& alert, const QPoint& at) {
    if (alert.cross.contains(at)) {
        if (const auto removed = m_alerts.remove(alert.mark.alert); !removed) tell(removed.error());
        return Hand::Free;
    }
    m_alerts.grab(alert.mark.alert);
    m_scene.holdPrices(true);
    return Hand::Own;
}

void ChartView::carry(const QPoint&, const QPoint& to) {
    if (m_edge) return m_scene.movePaneEdge(*m_edge, to.y());
    if (m_drawer.isHeld()) return m_drawer.carry(to);
    const Price price = m_scene.view().priceAt(to.y(), m_scene.tick());
    const bool meant = (to - pressedAt()).manhattanLength() >= kMeant;
    if (m_draftHeld) {
        if (meant) m_draft.moveTo(*m_draftHeld, price, m_scene.tick());
        return layMarks();
    }
    if (m_entryHeld) {
        if (m_exitTo || meant) m_exitTo = price;
        return layMarks();
    }
    if (m_alerts.held()) {
        if ((m_alerts.isMoved() || meant) && !carryPaneAlert(to.y())) m_alerts.moveTo(price);
        return;
    }
    if (m_drag.moving() || (m_drag.active() && meant)) m_drag.moveTo(price);
}

/// One drag is one amend, or from the position's line one exit: the order as it stands now, at the price where it was
/// let go.
void ChartView::drop() {
    if (m_edge) return emit optionsChanged();
    if (m_drawer.isHeld()) return m_drawer.drop();
    if (m_exitTo) return placeExit(*m_exitTo);
    if (m_alerts.held()) {
        if (const auto moved = m_alerts.drop(); !moved) tell(tr("The alert was not moved. %1").arg(moved.error()));
        return;
    }
    if (!m_drag.moving()) return;
    const auto dropped = ui::dropOrder(m_context, m_drag, m_moves);
    m_accountChanged = true;
    if (!dropped) tell(dropped.error());
}

void ChartView::letGo() {
    m_edge.reset();
    m_entryHeld = false;
    m_exitTo.reset();
    m_draftHeld.reset();
    m_drawer.letGo();
    m_alerts.letGo();
    m_drag.cancel();
    m_scene.holdPrices(false);
    layMarks();
}

QPointF ChartView::zoomCentre() const {
    const QRect& plot = m_scene.view().plot();
    if (cross()) return *cross();
    // What is newest stays where it is.
    const bool newest = m_scene.follows() && !m_scene.bars().empty();
    const double x =
        newest ? m_scene.view().xOf(m_scene.bars().back().openTime) : static_cast<double>(plot.left() + plot.width());
    return QPointF(x, plot.center().y());
}

bool ChartView::ownKey(const QKeyEvent& event) {
    const bool held = m_drawer.isHeld();
    if (m_entryHeld && event.key() == Qt::Key_Escape) {
        emptyHand();
        return true;
    }
    const bool emptyHanded = !m_drag.active() && !m_alerts.held();
    if (emptyHanded && !m_drawer.hasTool() && !held && draftKey(event.key())) return true;
    if (emptyHanded && m_drawer.key(event, cross())) {
        if (held && !m_drawer.isHeld()) emptyHand(); // what was in it went back, or is gone
        return true;
    }
    switch (event.key()) {
    case Qt::Key_Escape:
        if (!m_drag.active() && !m_alerts.held()) return false;
        emptyHand();
        return true;
    case Qt::Key_Up:
    case Qt::Key_Down: return nudge(event.key() == Qt::Key_Up ? 1 : -1);
    case Qt::Key_Home:
        m_scene.goToOldest();
        handMovedTime();
        return true;
    case Qt::Key_S: emit studiesWanted(mapToGlobal(QPoint(8, 8))); return true;
    case Qt::Key_R:
        if (m_scene.feed().problem().empty()) return false;
        m_scene.reload();
        return true;
    default: return false;
    }
}

/// What is in the hand goes by ticks, from where it stands. False: nothing is.
bool ChartView::nudge(int ticks) {
    if (m_alerts.held()) return nudgeAlert(ticks);
    if (!m_drag.active()) return false;
    const TrackedOrder* order = ui::workingOrder(m_context.accounts.orders(), *m_drag.order());
    if (order == nullptr) return false;
    if (!m_drag.moving()) m_drag.moveTo(*ui::standsAt(order->order));
    m_drag.nudge(ticks, m_scene.tick());
    moved();
    return true;
}

/// The crosshair by keys goes from bar to bar and from tick to tick, and is told to assistive technology.
void ChartView::moveCross(int bars, int ticks) {
    const BarSeries& series = m_scene.bars();
    const Viewport& view = m_scene.view();
    const IndexRange seen = visibleBars(series, view);
    if (seen.empty()) return;
    IndexRange at{seen.last - 1, seen.last};
    Price price = series[at.first].close;
    if (cross()) {
        at = barsAt(m_scene, cross()->x(), m_look.ratio);
        price = view.priceAt(cross()->y(), m_scene.tick());
        if (bars < 0) at.first = std::max(at.first, seen.first + 1) - 1;
        if (bars > 0) at.first = std::max(at.last, at.first + 1);
    }
    at.first = std::clamp(at.first, seen.first, seen.last - 1);
    const std::int64_t half = static_cast<std::int64_t>(series.interval()) / 2;
    const int x = static_cast<int>(std::floor(view.xOf(series[at.first].openTime + half)));
    // At least a pixel, where a tick is less.
    int y = static_cast<int>(std::lround(view.yOf(Price(price.raw() + ticks * m_scene.tick().raw()))));
    if (ticks != 0 && cross() && y == cross()->y()) y -= ticks;
    setCross(inPlot({x, y}));
    m_drawer.hover(*cross());
    QStringList words;
    const IndexRange under = barsAt(m_scene, cross()->x(), m_look.ratio);
    for (const ReadoutPart& part : readoutOf(m_scene, under)) words << part.text;
    for (const ReadoutPart& part : comparedParts(m_scene, m_scene.timeAt(cross()->x()))) words << part.text;
    for (const Study& study : m_scene.studies().all()) {
        if (under.empty()) break;
        for (const ReadoutPart& part : studyParts(m_scene, study, under.last - 1)) words << part.text;
    }
    setAccessibleDescription(words.join(QLatin1Char(' ')));
}

void ChartView::contextMenuEvent(QContextMenuEvent* event) {
    const bool keyboard = event->reason() == QContextMenuEvent::Keyboard;
    if (keyboard && !cross()) moveCross(0, 0);
    if (keyboard && !cross()) return;
    const QPoint at = keyboard ? *cross() : event->pos();
    const Part part = partAt(at);
    if (m_scene.info() == nullptr || part == Part::Times || part == Part::Corner) return;
    openMenu(at, part != Part::Below);
}

void ChartView::openMenu(const QPoint& at, bool overPrices) {
    QMenu* menu = ui::popupMenu(this);
    menu->setObjectName(QStringLiteral("priceMenu"));
    menu->setToolTipsVisible(true);
    const QPoint global = mapToGlobal(at);
    if (m_marks.orderAt(at, m_scene.view()) == nullptr) m_drawer.addEntries(*menu, at);
    if (overPrices) {
        const Price price = m_scene.view().priceAt(at.y(), m_scene.tick());
        addOrderAction(*menu, Side::Buy, price);
        addOrderAction(*menu, Side::Sell, price);
        addDraftActions(*menu, Side::Buy, price);
        addDraftActions(*menu, Side::Sell, price);
        addExitAction(*menu, price);
        addAlertActions(*menu, at, price);
        menu->addSeparator();
    }
    addStudyAlerts(*menu, at);
    m_drawer.fillMenu(*menu->addMenu(tr("Draw")));
    menu->addAction(tr("Studies …"), this, [this, global] { emit studiesWanted(global); });
    if (const auto from = m_scene.openingAt(at.x()))
        menu->addAction(tr("Volume-weighted average from here on"), this, [this, from] { emit anchorWanted(*from); });
    menu->addSeparator();
    menu->addAction(tr("Go to the newest bar"), this, [this] {
        m_scene.setFollows(true);
        handMovedTime();
        refresh();
    });
    menu->addAction(tr("Fit prices to the bars in view"), this, [this] {
        m_scene.setFitsPrices(true);
        refresh();
    });
    addExports(*menu);
    menu->popup(global);
}

void ChartView::addAlertActions(QMenu& menu, const QPoint& at, Price price) {
    const QString level = ui::text(price, ui::decimalsOf(m_scene.tick()));
    QAction* set = menu.addAction(tr("Alert at %1").arg(level), this, [this, price] {
        const auto told = m_alerts.set(price);
        say(told ? *told : told.error(), told.has_value());
    });
    set->setObjectName(QStringLiteral("setAlert"));
    if (const PlacedMark* alert = m_marks.alertAt(at, m_scene.view())) addDeletion(menu, alert->mark.alert);
}

void ChartView::addExports(QMenu& menu) {
    menu.addSeparator();
    menu.addAction(tr("Copy the picture"), &m_export, &ChartExport::copyPicture);
    menu.addAction(tr("Save the picture …"), this, [this] { m_export.choose(QStringLiteral("png")); });
    menu.addAction(tr("Save the bars …"), this, [this] { m_export.choose(QStringLiteral("csv")); });
}

std::optional<Quantity> ChartView::quickSize() const {
    const auto size = parseFixed<Quantity>(m_context.settings.text(ui::setting::kLadderSize1));
    return size && size->raw() > 0 ? std::optional(*size) : std::nullopt;
}

void ChartView::addOrderAction(QMenu& menu, Side side, Price price) {
    const MarketParams& params = m_scene.info()->params;
    const auto size = quickSize();
    QAction* action = menu.addAction(QString());
    action->setObjectName(side == Side::Buy ? QStringLiteral("buyLimit") : QStringLiteral("sellLimit"));
    const QString what =
        tr("%1 %2 %3 limit at %4")
            .arg(ui::word(side), size ? plainText(*size) : ui::unknownText(), QString::fromStdString(params.baseAsset),
                 ui::text(price, ui::decimalsOf(params.tick))) +
        m_context.whose();
    action->setText(what);
    if (!size) {
        action->setEnabled(false);
        action->setText(tr("%1 – the first quick size in the settings is no size").arg(what));
        return;
    }
    OrderTerms terms;
    terms.market = params.id;
    terms.side = side;
    terms.price = price;
    terms.size = *size;
    if (const auto objection = m_context.gate.objection(terms, ui::Intent::OneClick)) {
        action->setEnabled(false);
        const QString reason = QString::fromStdString(objection->detail);
        action->setText(tr("%1 – %2").arg(what, reason));
        return;
    }
    const bool takes = side == Side::Buy ? !m_ticker.bestAsk.isZero() && price >= m_ticker.bestAsk
                                         : !m_ticker.bestBid.isZero() && price <= m_ticker.bestBid;
    if (takes) action->setText(tr("%1 (trades at once)").arg(what));
    connect(action, &QAction::triggered, this, [this, terms] {
        const auto placed = m_context.gate.place(terms, ui::Intent::OneClick);
        if (!placed) tell(QString::fromStdString(placed.error().detail));
        m_accountChanged = true;
    });
}

QString ChartView::fillAt(const QPoint& at) const {
    if (!m_scene.options().fills) return {};
    const Viewport& view = m_scene.view();
    // Those of a bar may be drawn in its middle.
    const double reach = 7 + (m_scene.bars().sideBySide() ? view.slot() : 0);
    const UnixNanos from = m_scene.timeAt(at.x() - reach);
    const UnixNanos to = m_scene.timeAt(at.x() + reach);
    const auto& fills = m_scene.fills().fills();
    QStringList lines;
    for (auto fill = std::ranges::lower_bound(fills, from, {}, &FillView::ts); fill != fills.end() && fill->ts <= to;
         ++fill) {
        if (std::abs(m_scene.xOfEvent(fill->ts) - at.x()) > 7 || std::abs(view.yOf(fill->fill.price) - at.y()) > 10)
            continue;
        lines << tr("%1 %2 @ %3  %4")
                     .arg(ui::word(fill->fill.side), plainText(fill->fill.size),
                          ui::text(fill->fill.price, ui::decimalsOf(m_scene.tick())), ui::clockText(fill->ts, 3));
        if (lines.size() == 12) return (lines << QStringLiteral("…")).join(QLatin1Char('\n'));
    }
    return lines.join(QLatin1Char('\n'));
}

bool ChartView::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto study = studyAt(help->pos());
    const auto& studies = m_scene.options().studies; // the legend is of the last picture
    const QString told = study && *study < studies.size() ? definitionOf(studies[*study]) : fillAt(help->pos());
    if (told.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), told, this);
    return true;
}

} // namespace qd::chart
