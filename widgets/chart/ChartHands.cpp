// The mouse and the keys of ChartView.
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
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>

#include <cmath>

namespace qd::chart {
namespace {

constexpr double kZoomStep = 1.15;
constexpr int kMeant = 3; ///< pixels an order must be moved before it is a drag
constexpr double kArrowShare = 0.1;

} // namespace

ChartView::Part ChartView::partAt(const QPoint& at) const {
    const QRect& plot = m_scene.view().plot();
    const bool right = at.x() >= plot.left() + plot.width();
    const bool below = at.y() >= plot.top() + plot.height();
    if (right && below) return Part::Corner;
    return right ? Part::Prices : below ? Part::Times : Part::Plot;
}

void ChartView::showCursor(const QPoint& at) {
    const PlacedMark* order = m_marks.orderAt(at, m_scene.view());
    if (order != nullptr) return setCursor(order->cross.contains(at) ? Qt::PointingHandCursor : Qt::SizeVerCursor);
    switch (partAt(at)) {
    case Part::Plot: return setCursor(Qt::CrossCursor);
    case Part::Prices: return setCursor(Qt::SizeVerCursor);
    case Part::Times: return setCursor(Qt::SizeHorCursor);
    case Part::Corner: return setCursor(Qt::ArrowCursor);
    }
}

void ChartView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    m_pressedAt = m_lastAt = event->pos();
    if (const PlacedMark* order = m_marks.orderAt(event->pos(), m_scene.view())) {
        if (order->cross.contains(event->pos())) {
            m_context.gate.cancel({order->mark.order, {}});
            m_accountChanged = true;
            return;
        }
        if (m_moves.target(order->mark.order))
            return tell(tr("The order is still being moved; wait for the venue's answer."));
        m_grip = Grip::Order;
        m_drag.grab(order->mark.order);
        m_scene.holdPrices(true);
        return;
    }
    switch (partAt(event->pos())) {
    case Part::Plot: m_grip = Grip::Plot; break;
    case Part::Prices: m_grip = Grip::Prices; break;
    case Part::Times: m_grip = Grip::Times; break;
    case Part::Corner: break;
    }
}

void ChartView::mouseMoveEvent(QMouseEvent* event) {
    const QPoint at = event->pos();
    if (m_grip != Grip::None)
        dragTo(at);
    else
        showCursor(at);
    const bool free = m_grip == Grip::None || m_grip == Grip::Plot;
    setCross(free && partAt(at) == Part::Plot ? std::optional(at) : std::nullopt);
    m_lastAt = at;
    update();
}

void ChartView::dragTo(const QPoint& at) {
    const QPoint by = at - m_lastAt;
    switch (m_grip) {
    case Grip::Plot:
        m_scene.panTime(by.x());
        if (!m_scene.scalesItself()) m_scene.panPrice(by.y());
        break;
    case Grip::Prices: m_scene.zoomPrice(std::pow(1.01, -by.y()), m_scene.view().plot().center().y()); break;
    case Grip::Times: m_scene.zoomTime(std::pow(1.005, by.x()), m_scene.view().plot().width()); break;
    case Grip::Order:
        if (m_drag.moving() || (at - m_pressedAt).manhattanLength() >= kMeant)
            m_drag.moveTo(m_scene.view().priceAt(at.y(), m_scene.tick()));
        break;
    case Grip::None: return;
    }
    layMarks();
    placeButtons();
}

void ChartView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    if (m_grip == Grip::Order) dropOrder();
    endGrip();
    showCursor(event->pos());
}

/// One drag is one amend: the order as it stands now, at the price where it was let go.
void ChartView::dropOrder() {
    if (!m_drag.moving()) return;
    const Price target = m_drag.target();
    const TrackedOrder* order = workingOrder(m_context.accounts.orders(), *m_drag.order());
    if (order == nullptr) return tell(tr("The order is not working any more; nothing was moved."));
    if (ui::standsAt(order->order) == target) return;
    const TrackedOrder before = *order;
    const auto amendment = ui::movedTo(before.order, target);
    if (!amendment) return tell(tr("The order was not moved. %1").arg(amendment.error()));
    const auto sent = m_context.gate.amend(before.order, *amendment, ui::Intent::OneClick);
    m_accountChanged = true;
    if (sent)
        m_moves.sent(before, target);
    else
        tell(tr("The order was not moved. %1").arg(QString::fromStdString(sent.error().detail)));
}

void ChartView::endGrip() {
    m_grip = Grip::None;
    m_drag.cancel();
    m_scene.holdPrices(false);
    layMarks();
    update();
}

void ChartView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    if (partAt(event->pos()) == Part::Prices) m_scene.setScalesItself(true);
    if (partAt(event->pos()) == Part::Times) m_scene.goToNewest();
    refresh();
}

void ChartView::setCross(std::optional<QPoint> at) {
    m_overlay.cross = at;
    const Viewport& view = m_scene.view();
    m_pane.tellCross(at ? std::optional(ui::LinkedCross{view.timeAt(at->x()), view.priceAt(at->y(), m_scene.tick())})
                        : std::nullopt);
}

void ChartView::showLinked(std::optional<ui::LinkedCross> cross) {
    m_overlay.linked = cross;
    update();
}

void ChartView::leaveEvent(QEvent*) {
    setCross({});
    update();
}

void ChartView::wheelEvent(QWheelEvent* event) {
    const QPoint turned = event->angleDelta();
    const QPointF at = event->position();
    const bool sideways = event->modifiers().testFlag(Qt::ShiftModifier) || turned.y() == 0;
    const double steps = (turned.y() != 0 ? turned.y() : turned.x()) / 120.0;
    if (sideways)
        m_scene.panTime(steps * m_scene.view().plot().width() * kArrowShare);
    else if (event->modifiers().testFlag(Qt::ControlModifier) || partAt(at.toPoint()) == Part::Prices)
        m_scene.zoomPrice(std::pow(kZoomStep, steps), at.y());
    else
        m_scene.zoomTime(std::pow(kZoomStep, steps), std::min<double>(at.x(), m_scene.view().plot().width()));
    event->accept();
    layMarks();
    placeButtons();
    update();
}

void ChartView::zoom(double factor, bool prices) {
    const QRect& plot = m_scene.view().plot();
    const QPoint at = m_overlay.cross.value_or(QPoint(plot.left() + plot.width(), plot.center().y()));
    if (prices)
        m_scene.zoomPrice(factor, at.y());
    else if (m_overlay.cross || !m_scene.follows())
        m_scene.zoomTime(factor, at.x());
    else
        m_scene.zoomTime(factor, m_scene.view().xOf(m_scene.bars().empty() ? m_scene.view().right()
                                                                           : m_scene.bars().back().openTime));
}

void ChartView::keyPressEvent(QKeyEvent* event) {
    if (!crossKey(*event) && !viewKey(*event)) return QWidget::keyPressEvent(event);
    event->accept();
    layMarks();
    placeButtons();
    update();
}

bool ChartView::crossKey(const QKeyEvent& event) {
    const int key = event.key();
    if (key == Qt::Key_Escape) {
        const bool something = m_drag.active() || m_overlay.cross.has_value();
        if (m_drag.active())
            endGrip();
        else
            setCross({});
        return something;
    }
    if (m_drag.moving() && (key == Qt::Key_Up || key == Qt::Key_Down)) {
        m_drag.nudge(key == Qt::Key_Up ? 1 : -1, m_scene.tick());
        return true;
    }
    if (!event.modifiers().testFlag(Qt::ShiftModifier)) return false;
    switch (key) {
    case Qt::Key_Left: moveCross(-1, 0); return true;
    case Qt::Key_Right: moveCross(1, 0); return true;
    case Qt::Key_Up: moveCross(0, 1); return true;
    case Qt::Key_Down: moveCross(0, -1); return true;
    default: return false;
    }
}

bool ChartView::viewKey(const QKeyEvent& event) {
    const QRect& plot = m_scene.view().plot();
    const bool control = event.modifiers().testFlag(Qt::ControlModifier);
    const double share = control ? 1.0 : kArrowShare;
    switch (event.key()) {
    case Qt::Key_Left: m_scene.panTime(plot.width() * share); return true;
    case Qt::Key_Right: m_scene.panTime(-plot.width() * share); return true;
    case Qt::Key_Up: m_scene.panPrice(plot.height() * share); return true;
    case Qt::Key_Down: m_scene.panPrice(-plot.height() * share); return true;
    case Qt::Key_Home: m_scene.goToOldest(); return true;
    case Qt::Key_End: m_scene.goToNewest(); return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal: zoom(kZoomStep, control); return true;
    case Qt::Key_Minus: zoom(1 / kZoomStep, control); return true;
    case Qt::Key_0: m_scene.setScalesItself(true); return true;
    case Qt::Key_R:
        if (m_scene.feed().problem().empty()) return false;
        m_scene.reload();
        return true;
    default: return false;
    }
}

/// The crosshair by keys goes from bar to bar and from tick to tick, and is told to assistive technology.
void ChartView::moveCross(int bars, int ticks) {
    const BarSeries& series = m_scene.bars();
    const Viewport& view = m_scene.view();
    const IndexRange seen = visibleBars(series, view);
    if (seen.empty()) return;
    const QRect& plot = view.plot();
    IndexRange at{seen.last - 1, seen.last};
    Price price = series[at.first].close;
    if (m_overlay.cross) {
        at = barsAt(m_scene, m_overlay.cross->x(), m_look.ratio);
        price = view.priceAt(m_overlay.cross->y(), m_scene.tick());
        if (bars < 0) at.first = std::max(at.first, seen.first + 1) - 1;
        if (bars > 0) at.first = std::max(at.last, at.first + 1);
    }
    at.first = std::clamp(at.first, seen.first, seen.last - 1);
    const std::int64_t half = static_cast<std::int64_t>(series.interval()) / 2;
    const int x = static_cast<int>(std::floor(view.xOf(series[at.first].openTime + half)));
    // At least a pixel, where a tick is less.
    int y = static_cast<int>(std::lround(view.yOf(Price(price.raw() + ticks * m_scene.tick().raw()))));
    if (ticks != 0 && m_overlay.cross && y == m_overlay.cross->y()) y -= ticks;
    setCross(QPoint(std::clamp(x, plot.left(), plot.left() + plot.width() - 1),
                    std::clamp(y, plot.top(), plot.top() + plot.height() - 1)));
    QStringList words;
    for (const ReadoutPart& part : readoutOf(m_scene, barsAt(m_scene, m_overlay.cross->x(), m_look.ratio)))
        words << part.text;
    setAccessibleDescription(words.join(QLatin1Char(' ')));
}

void ChartView::focusOutEvent(QFocusEvent* event) {
    if (event->reason() != Qt::PopupFocusReason) endGrip();
    update();
}

void ChartView::contextMenuEvent(QContextMenuEvent* event) {
    const bool keyboard = event->reason() == QContextMenuEvent::Keyboard;
    if (keyboard && !m_overlay.cross) moveCross(0, 0);
    if (keyboard && !m_overlay.cross) return;
    const QPoint at = keyboard ? *m_overlay.cross : event->pos();
    if (m_scene.info() == nullptr || partAt(at) == Part::Times || partAt(at) == Part::Corner) return;
    openPriceMenu(m_scene.view().priceAt(at.y(), m_scene.tick()), mapToGlobal(at));
}

void ChartView::openPriceMenu(Price price, const QPoint& global) {
    QMenu* menu = ui::popupMenu(this);
    menu->setObjectName(QStringLiteral("priceMenu"));
    menu->setToolTipsVisible(true);
    addOrderAction(*menu, Side::Buy, price);
    addOrderAction(*menu, Side::Sell, price);
    menu->addSeparator();
    menu->addAction(tr("Go to the newest bar"), this, [this] {
        m_scene.goToNewest();
        refresh();
    });
    menu->addAction(tr("Fit prices to the bars in view"), this, [this] {
        m_scene.setScalesItself(true);
        refresh();
    });
    menu->popup(global);
}

void ChartView::addOrderAction(QMenu& menu, Side side, Price price) {
    const MarketParams& params = m_scene.info()->params;
    const auto size = parseFixed<Quantity>(m_context.settings.text(ui::setting::kLadderSize1));
    QAction* action = menu.addAction(QString());
    action->setObjectName(side == Side::Buy ? QStringLiteral("buyLimit") : QStringLiteral("sellLimit"));
    const QString what =
        tr("%1 %2 %3 limit at %4")
            .arg(ui::word(side), size ? plainText(*size) : ui::unknownText(), QString::fromStdString(params.baseAsset),
                 ui::text(price, ui::decimalsOf(params.tick)));
    action->setText(what);
    if (!size || size->raw() <= 0) {
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
    const UnixNanos from = view.timeAt(at.x() - 7);
    const UnixNanos to = view.timeAt(at.x() + 7);
    const auto& fills = m_scene.fills().fills();
    QStringList lines;
    for (auto fill = std::ranges::lower_bound(fills, from, {}, &FillView::ts); fill != fills.end() && fill->ts <= to;
         ++fill) {
        if (std::abs(view.yOf(fill->fill.price) - at.y()) > 10) continue;
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
    const QString fill = fillAt(help->pos());
    if (fill.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), fill, this);
    return true;
}

} // namespace qd::chart
