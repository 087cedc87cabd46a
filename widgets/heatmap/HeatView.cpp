#include "widgets/heatmap/HeatView.h"

#include "widgets/base/Format.h"
#include "widgets/base/Words.h"
#include "widgets/heatmap/HeatPane.h"
#include "widgets/heatmap/HeatScale.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <cmath>

namespace qd::heatmap {
namespace {

constexpr double kZoomStep = 1.15;
constexpr double kArrowShare = 0.1;
constexpr double kLeastRow = 3; ///< pixels
constexpr std::int64_t kScaleEvery = 500 * kNanosPerMilli;
constexpr float kScaleCalm = 0.15F; ///< a new scale differs by more than this share, or the old one stays

std::int64_t floorDivide(std::int64_t value, std::int64_t unit) { return value / unit - (value % unit < 0 ? 1 : 0); }

} // namespace

HeatView::HeatView(HeatPane& pane, ui::PaneContext& context)
    : QWidget(&pane)
    , m_pane(pane)
    , m_context(context)
    , m_scene(context) {
    setObjectName(QStringLiteral("heatView"));
    setAccessibleName(tr("Liquidity heat map"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMinimumSize(160, 100);
    m_newest = overlayButton(QStringLiteral("newest"), tr("Newest"), tr("Back to now (End)"));
    connect(m_newest, &QPushButton::clicked, this, [this] {
        m_scene.setFollows(true);
        moved();
    });
    m_centre = overlayButton(QStringLiteral("centre"), tr("Centre"), tr("Keep the market in the middle (0)"));
    connect(m_centre, &QPushButton::clicked, this, [this] {
        m_scene.setCentres(true);
        moved();
    });
}

QPushButton* HeatView::overlayButton(const QString& name, const QString& text, const QString& help) {
    auto* button = new QPushButton(this);
    button->setObjectName(name);
    button->setText(text);
    button->setAccessibleName(help);
    button->setToolTip(help);
    button->setFocusPolicy(Qt::TabFocus);
    button->hide();
    return button;
}

void HeatView::refresh() {
    m_ratio = devicePixelRatioF();
    m_small.prepare(m_context.theme().font(ui::FontRole::Hint), m_ratio);
    m_text.prepare(m_context.theme().font(ui::FontRole::Interface), m_ratio);
    m_axisWidth = 0;
    m_colours.prepare(m_context.theme(), m_colours.full());
    layOut();
    scale(true);
    moved();
}

/// What changed the view: everything that hangs on it, and a repaint.
void HeatView::moved() {
    layOut();
    placeButtons();
    update();
}

void HeatView::layOut() {
    // It only grows, so that the plot does not tremble with the digits.
    m_axisWidth = std::max(m_axisWidth, plot::priceAxisWidth(m_scene.view(), m_scene.tick(), {}, ink()));
    m_scene.setPlot(QRect(0, 0, width() - m_axisWidth, height() - m_small.height() - 6));
    m_window = windowOf(m_scene.view(), m_scene.columns(), m_scene.tick(), kLeastRow);
}

void HeatView::placeButtons() {
    const QRect& plot = m_scene.view().plot();
    m_newest->setVisible(!m_scene.follows() && !m_empty);
    m_centre->setVisible(!m_scene.centres() && !m_empty);
    int left = plot.left() + 8;
    for (QPushButton* button : {m_newest, m_centre}) {
        if (button->isHidden()) continue;
        const QSize size = button->sizeHint();
        button->setGeometry(QRect(QPoint(left, plot.top() + plot.height() - size.height() - 8), size));
        left += size.width() + 4;
    }
}

void HeatView::readNew(const ui::Frame& frame) {
    if (!m_scene.market()) return;
    m_frameNanos = frame.nanos;
    const bool other = m_scene.readNew(frame);
    const QString before = m_sentence;
    readSentence(frame);
    if (!other && before == m_sentence) return;
    layOut();
    scale(false);
    placeButtons();
    update();
}

void HeatView::readSentence(const ui::Frame& frame) {
    const DepthColumns& columns = m_scene.columns();
    m_empty = columns.level(0).columns().empty() && columns.level(m_window.level).columns().empty();
    m_sentence.clear();
    m_stale = false;
    const Ticker& ticker = m_scene.ticker();
    if (m_empty) {
        m_sentence = m_context.venue.playback().paused
                         ? tr("Nothing seen yet. The market is paused: press play in the status bar to start it.")
                         : tr("Nothing seen yet. The map begins with the next change of the book.");
    } else if (!isLive(ticker.status)) {
        m_stale = true;
        m_sentence =
            ticker.receivedNanos == 0
                ? ui::word(ticker.status)
                : tr("%1 · %2 old").arg(ui::word(ticker.status), ui::ageText(frame.nanos - ticker.receivedNanos));
    } else if (!m_scene.problem().empty()) {
        m_sentence = tr("What was recorded earlier could not be read (%1). R tries again.")
                         .arg(QString::fromStdString(m_scene.problem()));
    }
}

/// The brightest colour: what was chosen, or what is usual in view; looked at twice a second.
void HeatView::scale(bool atOnce) {
    if (!atOnce && m_frameNanos - m_scaledAt < kScaleEvery) return;
    m_scaledAt = m_frameNanos;
    const Quantity chosen = m_scene.options().full;
    const float full = chosen.isZero() ? usualFull(m_scene.columns().level(m_window.level), m_window)
                                       : static_cast<float>(chosen.raw()) / static_cast<float>(m_scene.step().raw());
    if (full <= 0 || std::abs(full - m_colours.full()) <= m_colours.full() * (chosen.isZero() ? kScaleCalm : 0)) return;
    m_colours.prepare(m_context.theme(), full);
}

HeatReading HeatView::readingAt(const QPointF& at) const {
    const plot::Viewport& view = m_scene.view();
    const ColumnLevel& level = m_scene.columns().level(m_window.level);
    const std::int64_t tick = m_scene.tick().raw();
    HeatReading reading;
    const std::int64_t index = level.indexAt(view.timeAt(at.x()));
    reading.t = UnixNanos(index * level.duration());
    const std::int64_t row = floorDivide(view.priceAt(at.y(), m_scene.tick()).raw() / tick, m_window.ticksARow);
    reading.low = Price(row * m_window.ticksARow * tick);
    reading.high = Price(((row + 1) * m_window.ticksARow - 1) * tick);
    const Column* column = level.at(index);
    if (column == nullptr) return reading;
    double steps = 0;
    for (const Cell& c : column->cells) {
        if (floorDivide(c.tick, m_window.ticksARow) == row) steps += stepsOf(c.size);
    }
    reading.size = Quantity(std::llround(std::min(steps * static_cast<double>(m_scene.step().raw()), 9e18)));
    reading.doubtful = column->doubtful;
    return reading;
}

QString HeatView::readout() const {
    if (!m_cross) return {};
    const HeatReading r = readingAt(*m_cross);
    const int decimals = ui::decimalsOf(m_scene.tick());
    const QString price = r.low == r.high ? ui::text(r.low, decimals)
                                          : tr("%1 to %2").arg(ui::text(r.low, decimals), ui::text(r.high, decimals));
    const QString size = !r.size ? tr("not seen") : r.size->isZero() ? tr("nothing") : ui::shortText(*r.size);
    return QStringLiteral("%1  %2  %3%4")
        .arg(ui::clockText(r.t, 1), price, size, r.doubtful ? QStringLiteral("?") : QString());
}

void HeatView::resizeEvent(QResizeEvent*) { refresh(); }

void HeatView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) refresh();
}

// ---- mouse

HeatView::Part HeatView::partAt(const QPoint& at) const {
    const QRect& plot = m_scene.view().plot();
    const bool right = at.x() >= plot.left() + plot.width();
    const bool below = at.y() >= plot.top() + plot.height();
    if (right && below) return Part::Corner;
    return right ? Part::Prices : below ? Part::Times : Part::Plot;
}

void HeatView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    m_lastAt = event->pos();
    m_grip = partAt(event->pos());
}

void HeatView::mouseMoveEvent(QMouseEvent* event) {
    const QPoint at = event->pos();
    const QPoint by = at - m_lastAt;
    m_lastAt = at;
    const Part part = partAt(at);
    setCross(part == Part::Plot ? std::optional(at) : std::nullopt);
    if (!m_grip) {
        setCursor(part == Part::Plot     ? Qt::CrossCursor
                  : part == Part::Prices ? Qt::SizeVerCursor
                  : part == Part::Times  ? Qt::SizeHorCursor
                                         : Qt::ArrowCursor);
        return update();
    }
    switch (*m_grip) {
    case Part::Plot:
        if (by.x() != 0) m_scene.panTime(by.x());
        if (by.y() != 0) m_scene.panPrice(by.y());
        break;
    case Part::Prices: m_scene.zoomPrice(std::pow(1.01, -by.y()), m_scene.view().plot().center().y()); break;
    case Part::Times: m_scene.zoomTime(std::pow(1.005, by.x()), m_scene.view().plot().width()); break;
    case Part::Corner: break;
    }
    moved();
}

void HeatView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) m_grip.reset();
}

void HeatView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    if (partAt(event->pos()) == Part::Prices) m_scene.setCentres(true);
    if (partAt(event->pos()) == Part::Times) m_scene.setFollows(true);
    moved();
}

void HeatView::leaveEvent(QEvent*) {
    setCross({});
    update();
}

void HeatView::setCross(std::optional<QPoint> at) {
    m_cross = at;
    const plot::Viewport& view = m_scene.view();
    m_pane.tellCross(at ? std::optional(ui::LinkedCross{view.timeAt(at->x()), view.priceAt(at->y(), m_scene.tick())})
                        : std::nullopt);
}

void HeatView::showLinked(std::optional<ui::LinkedCross> cross) {
    m_linked = cross;
    update();
}

void HeatView::wheelEvent(QWheelEvent* event) {
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
    moved();
}

// ---- keys

void HeatView::keyPressEvent(QKeyEvent* event) {
    if (!crossKey(*event) && !viewKey(*event)) return QWidget::keyPressEvent(event);
    event->accept();
    moved();
}

bool HeatView::crossKey(const QKeyEvent& event) {
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

/// The crosshair by keys goes from column to column and from row to row, and is told to assistive technology.
void HeatView::moveCross(int columns, int rows) {
    const QRect& plot = m_scene.view().plot();
    const double across = std::max(1.0, static_cast<double>(m_scene.columns().level(m_window.level).duration()) /
                                            static_cast<double>(m_scene.view().nanosPerPixel()));
    const double high =
        std::max(1.0, m_scene.view().yOfRaw(0) -
                          m_scene.view().yOfRaw(static_cast<double>(m_window.ticksARow * m_scene.tick().raw())));
    const QPoint from = m_cross.value_or(plot.center());
    const QPoint to(from.x() + static_cast<int>(std::lround(columns * across)),
                    from.y() - static_cast<int>(std::lround(rows * high)));
    setCross(QPoint(std::clamp(to.x(), plot.left(), plot.left() + plot.width() - 1),
                    std::clamp(to.y(), plot.top(), plot.top() + plot.height() - 1)));
    setAccessibleDescription(readout());
}

bool HeatView::viewKey(const QKeyEvent& event) {
    const QRect& plot = m_scene.view().plot();
    const bool control = event.modifiers().testFlag(Qt::ControlModifier);
    const double share = control ? 1.0 : kArrowShare;
    switch (event.key()) {
    case Qt::Key_Left: m_scene.panTime(plot.width() * share); return true;
    case Qt::Key_Right: m_scene.panTime(-plot.width() * share); return true;
    case Qt::Key_Up: m_scene.panPrice(plot.height() * share); return true;
    case Qt::Key_Down: m_scene.panPrice(-plot.height() * share); return true;
    case Qt::Key_End: m_scene.setFollows(true); return true;
    case Qt::Key_0: m_scene.setCentres(true); return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
    case Qt::Key_Minus: {
        const double factor = event.key() == Qt::Key_Minus ? 1 / kZoomStep : kZoomStep;
        if (control)
            m_scene.zoomPrice(factor, plot.center().y());
        else
            m_scene.zoomTime(factor, plot.width());
        return true;
    }
    case Qt::Key_R: m_scene.reload(); return true;
    case Qt::Key_BracketLeft: m_pane.brighten(1 / kZoomStep); return true;
    case Qt::Key_BracketRight: m_pane.brighten(kZoomStep); return true;
    default: return false;
    }
}

} // namespace qd::heatmap
