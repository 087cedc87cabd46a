#include "widgets/plot/PlotView.h"

#include "widgets/base/Pane.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace qd::plot {
namespace {

constexpr double kArrowShare = 0.1;

} // namespace

PlotView::PlotView(ui::Pane& pane) : QWidget(&pane), m_pane(pane) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
}

void PlotView::attach(PlotScene& scene, const ButtonTexts& texts) {
    m_plotted = &scene;
    m_newest = button(QStringLiteral("newest"), texts.newest, texts.newestHelp);
    connect(m_newest, &QPushButton::clicked, this, [this] {
        toNewest();
        refresh();
    });
    m_fit = button(texts.fitName, texts.fit, texts.fitHelp);
    connect(m_fit, &QPushButton::clicked, this, [this] {
        m_plotted->setFitsPrices(true);
        refresh();
    });
}

QPushButton* PlotView::button(const QString& name, const QString& text, const QString& help) {
    auto* made = new QPushButton(this);
    made->setObjectName(name);
    made->setText(text);
    made->setAccessibleName(help);
    made->setToolTip(help);
    made->setFocusPolicy(Qt::TabFocus);
    made->hide();
    return made;
}

void PlotView::placeButtons() {
    const QRect& plot = m_plotted->view().plot();
    m_newest->setVisible(!m_plotted->follows() && hasContent());
    m_fit->setVisible(!m_plotted->fitsPrices() && hasContent());
    int left = plot.left() + 8; // what is newest is at the right
    for (QPushButton* each : {m_newest, m_fit}) {
        if (each->isHidden()) continue;
        const QSize size = each->sizeHint();
        each->setGeometry(QRect(QPoint(left, plot.top() + plot.height() - size.height() - 8), size));
        left += size.width() + 4;
    }
}

void PlotView::resizeEvent(QResizeEvent*) { refresh(); }

void PlotView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) refresh();
}

void PlotView::hideEvent(QHideEvent*) {
    emptyHand();
    m_pane.tellWindow({}); // what is not on the screen shows no time
}

void PlotView::paintFocus(QPainter& painter, const QColor& color) const {
    if (!hasFocus()) return;
    painter.setPen(color);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

// ---- crosshair

void PlotView::setCross(std::optional<QPoint> at) {
    m_cross = at;
    const Viewport& view = m_plotted->view();
    if (!at) return m_pane.tellCross({});
    const bool overPrices = at->y() < view.plot().top() + view.plot().height();
    m_pane.tellCross(
        ui::LinkedCross{m_plotted->timeAt(at->x()), overPrices ? view.priceAt(at->y(), m_plotted->tick()) : Price()});
}

void PlotView::showLinked(std::optional<ui::LinkedCross> cross) {
    m_linked = cross;
    update();
}

QPoint PlotView::inPlot(const QPoint& at) const {
    const QRect& plot = m_plotted->view().plot();
    return {std::clamp(at.x(), plot.left(), plot.left() + plot.width() - 1),
            std::clamp(at.y(), plot.top(), plot.top() + plot.height() - 1)};
}

std::optional<QPoint> PlotView::pointAtPrice(Price price) const {
    const Viewport& view = m_plotted->view();
    if (!view.shows(price)) return std::nullopt;
    const QRect& plot = view.plot();
    const int y = static_cast<int>(std::lround(view.yOf(price)));
    for (const int near : {y, y - 1, y + 1}) {
        const QPoint point(plot.left() + plot.width() / 2, near);
        if (plot.contains(point) && view.priceAt(near, m_plotted->tick()) == price) return point;
    }
    return std::nullopt;
}

// ---- mouse

PlotView::Part PlotView::partAt(const QPoint& at) const {
    const QRect& plot = m_plotted->view().plot();
    const bool right = at.x() >= plot.left() + plot.width();
    if (at.y() >= m_plotted->view().bottom()) return right ? Part::Corner : Part::Times;
    if (at.y() >= plot.top() + plot.height()) return Part::Below;
    return right ? Part::Prices : Part::Plot;
}

void PlotView::showCursor(const QPoint& at) {
    if (const auto own = ownCursor(at)) return setCursor(*own);
    switch (partAt(at)) {
    case Part::Plot:
    case Part::Below: return setCursor(Qt::CrossCursor);
    case Part::Prices: return setCursor(Qt::SizeVerCursor);
    case Part::Times: return setCursor(Qt::SizeHorCursor);
    case Part::Corner: return setCursor(Qt::ArrowCursor);
    }
}

void PlotView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    m_pressedAt = m_lastAt = event->pos();
    if (const auto own = take(event->pos())) {
        m_hand = *own;
        return;
    }
    switch (partAt(event->pos())) {
    case Part::Plot:
    case Part::Below: m_hand = Hand::Plot; break;
    case Part::Prices: m_hand = Hand::Prices; break;
    case Part::Times: m_hand = Hand::Times; break;
    case Part::Corner: break;
    }
}

void PlotView::mouseMoveEvent(QMouseEvent* event) {
    const QPoint at = event->pos();
    // A button that went up elsewhere, over a list that had opened: nothing is in the hand any more.
    if (m_hand != Hand::Free && !(event->buttons() & Qt::LeftButton)) emptyHand();
    if (m_hand == Hand::Free)
        showCursor(at);
    else
        dragTo(at);
    const bool free = m_hand == Hand::Free || m_hand == Hand::Plot;
    const Part part = partAt(at);
    const QRect& plot = m_plotted->view().plot();
    const bool shown =
        part == Part::Plot || (part == Part::Below && at.x() >= plot.left() && at.x() < plot.left() + plot.width());
    setCross(free && shown ? std::optional(at) : std::nullopt);
    m_lastAt = at;
    update();
}

void PlotView::dragTo(const QPoint& at) {
    const QPoint by = at - m_lastAt;
    const QRect& plot = m_plotted->view().plot();
    switch (m_hand) {
    case Hand::Plot:
        if (by.x() != 0) panTime(by.x());
        if (by.y() != 0 && dragMovesPrices()) m_plotted->panPrice(by.y());
        break;
    case Hand::Prices: m_plotted->zoomPrice(std::pow(1.01, -by.y()), plot.center().y()); break;
    case Hand::Times: zoomTime(std::pow(1.005, by.x()), plot.left() + plot.width()); break;
    case Hand::Own: carry(m_lastAt, at); break;
    case Hand::Free: return;
    }
    moved();
}

void PlotView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    if (m_hand == Hand::Own) drop();
    emptyHand();
    showCursor(event->pos());
}

void PlotView::emptyHand() {
    m_hand = Hand::Free;
    letGo();
    update();
}

void PlotView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    if (partAt(event->pos()) == Part::Prices) m_plotted->setFitsPrices(true);
    if (partAt(event->pos()) == Part::Times) toNewest();
    refresh();
}

void PlotView::leaveEvent(QEvent*) {
    setCross({});
    update();
}

void PlotView::wheelEvent(QWheelEvent* event) {
    const QPoint turned = event->angleDelta();
    const QPointF at = event->position();
    const QRect& plot = m_plotted->view().plot();
    const bool sideways = event->modifiers().testFlag(Qt::ShiftModifier) || turned.y() == 0;
    const double steps = (turned.y() != 0 ? turned.y() : turned.x()) / 120.0;
    if (sideways)
        panTime(steps * plot.width() * kArrowShare);
    else if (event->modifiers().testFlag(Qt::ControlModifier) || partAt(at.toPoint()) == Part::Prices)
        m_plotted->zoomPrice(std::pow(kZoomStep, steps), at.y());
    else
        zoomTime(std::pow(kZoomStep, steps), std::min<double>(at.x(), plot.left() + plot.width()));
    event->accept();
    moved();
}

void PlotView::focusOutEvent(QFocusEvent* event) {
    if (event->reason() != Qt::PopupFocusReason) emptyHand();
    update();
}

// ---- keys

void PlotView::keyPressEvent(QKeyEvent* event) {
    if (!ownKey(*event) && !crossKey(*event) && !viewKey(*event)) return QWidget::keyPressEvent(event);
    event->accept();
    moved();
}

bool PlotView::crossKey(const QKeyEvent& event) {
    if (event.key() == Qt::Key_Escape) {
        const bool shown = m_cross.has_value();
        setCross({});
        return shown;
    }
    if (!event.modifiers().testFlag(Qt::ShiftModifier)) return false;
    switch (event.key()) {
    case Qt::Key_Left: moveCross(-1, 0); return true;
    case Qt::Key_Right: moveCross(1, 0); return true;
    case Qt::Key_Up: moveCross(0, 1); return true;
    case Qt::Key_Down: moveCross(0, -1); return true;
    default: return false;
    }
}

QPointF PlotView::zoomCentre() const {
    const QRect& plot = m_plotted->view().plot();
    return QPointF(plot.left() + plot.width(), plot.center().y());
}

bool PlotView::viewKey(const QKeyEvent& event) {
    const QRect& plot = m_plotted->view().plot();
    const bool control = event.modifiers().testFlag(Qt::ControlModifier);
    const double share = control ? 1.0 : kArrowShare;
    switch (event.key()) {
    case Qt::Key_Left: panTime(plot.width() * share); return true;
    case Qt::Key_Right: panTime(-plot.width() * share); return true;
    case Qt::Key_Up: m_plotted->panPrice(plot.height() * share); return true;
    case Qt::Key_Down: m_plotted->panPrice(-plot.height() * share); return true;
    case Qt::Key_End: toNewest(); return true;
    case Qt::Key_0: m_plotted->setFitsPrices(true); return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
    case Qt::Key_Minus: {
        const double factor = event.key() == Qt::Key_Minus ? 1 / kZoomStep : kZoomStep;
        if (control)
            m_plotted->zoomPrice(factor, zoomCentre().y());
        else
            zoomTime(factor, zoomCentre().x());
        return true;
    }
    default: return false;
    }
}

// ---- time

void PlotView::panTime(double pixels) {
    m_movedTime = true;
    m_plotted->panTime(pixels);
}

void PlotView::zoomTime(double factor, double x) {
    m_movedTime = true;
    m_plotted->zoomTime(factor, x);
}

void PlotView::toNewest() {
    m_movedTime = true;
    m_plotted->setFollows(true);
}

void PlotView::shareTime(bool always) {
    const bool moved = std::exchange(m_movedTime, false);
    if (!hasContent()) return m_pane.tellWindow({});
    if (m_pane.linksTime() && !moved) {
        if (const auto wanted = m_pane.linkedWindow()) return showTimes(*wanted);
    }
    if (!always && !m_pane.linksTime()) return;
    const QRect& plot = m_plotted->view().plot();
    m_pane.tellWindow(ui::LinkedWindow{m_plotted->timeAt(plot.left()), m_plotted->timeAt(plot.left() + plot.width())},
                      moved);
}

void PlotView::showTimes(const ui::LinkedWindow& wanted) {
    const Viewport before = m_plotted->view();
    const double edge = before.plot().left() + before.plot().width();
    const double width = m_plotted->xOf(wanted.to) - m_plotted->xOf(wanted.from);
    if (width <= 0) return;
    // Less than a pixel is nothing that could be seen.
    if (std::abs(width - before.plot().width()) >= 1) m_plotted->zoomTime(before.plot().width() / width, edge);
    if (const double off = edge - m_plotted->xOf(wanted.to); std::abs(off) >= 1) m_plotted->panTime(off);
    if (m_plotted->view() != before) moved();
}

} // namespace qd::plot
