#include "widgets/heatmap/HeatView.h"

#include "core/base/FloorDivide.h"
#include "widgets/base/Format.h"
#include "widgets/base/Words.h"
#include "widgets/heatmap/HeatPane.h"
#include "widgets/heatmap/HeatScale.h"

#include <QKeyEvent>

#include <cmath>

namespace qd::heatmap {
namespace {

constexpr double kLeastRow = 3;                               ///< pixels
constexpr std::int64_t kTimeShownEvery = 50 * kNanosPerMilli; ///< what only moves on waits for news so long
constexpr std::int64_t kScaleEvery = 500 * kNanosPerMilli;
constexpr float kScaleCalm = 0.15F; ///< a new scale differs by more than this share, or the old one stays

} // namespace

HeatView::HeatView(HeatPane& pane, ui::PaneContext& context)
    : PlotView(pane)
    , m_pane(pane)
    , m_context(context)
    , m_scene(context) {
    setObjectName(QStringLiteral("heatView"));
    setAccessibleName(tr("Liquidity heat map"));
    setMinimumSize(160, 100);
    attach(m_scene, {tr("Newest"), tr("Back to now (End)"), QStringLiteral("centre"), tr("Centre"),
                     tr("Keep the market in the middle (0)")});
}

void HeatView::showMarket(MarketId market) {
    emptyHand();
    m_scene.showMarket(market);
    refresh();
}

void HeatView::refresh() {
    m_ratio = devicePixelRatioF();
    m_small.prepare(m_context.theme().font(ui::FontRole::Hint), m_ratio);
    m_text.prepare(m_context.theme().font(ui::FontRole::Interface), m_ratio);
    m_axisWidth = 0;
    m_labelRoom = m_small.width(QStringLiteral("00000000000000000000"));
    m_colours.prepare(m_context.theme(), m_colours.full());
    layOut();
    scale(true);
    moved();
}

/// What changed the view: everything that hangs on it, and a repaint.
void HeatView::moved() {
    layOut();
    placeButtons();
    repaintChanged(true);
}

void HeatView::layOut() {
    // It only grows, so that the plot does not tremble with the digits.
    m_axisWidth = std::max(m_axisWidth, plot::priceAxisWidth(m_scene.view(), m_scene.tick(), {}, ink()));
    m_scene.setPlot(QRect(0, 0, width() - m_axisWidth, height() - m_small.height() - 6));
    m_window = windowOf(m_scene.view(), m_scene.columns(), m_scene.tick(), kLeastRow);
    m_window.past = m_scene.isPast(m_window.level);
    m_open = m_scene.open(m_window.level);
    layOrders();
}

void HeatView::readNew(const ui::Frame& frame) {
    if (!m_scene.market()) return;
    m_frameNanos = frame.nanos;
    using Change = HeatScene::Change;
    const Change change = m_scene.readNew(frame);
    m_timePassed = m_timePassed || change == Change::Time;
    const bool other = change == Change::News || (m_timePassed && frame.nanos - m_shownNanos >= kTimeShownEvery);
    const QString before = m_sentence;
    readSentence(frame);
    bool everything = before != m_sentence;
    if (std::exchange(m_accountChanged, false)) {
        readMoves();
        everything = true;
    }
    if (m_noticeUntil != 0 && frame.nanos > m_noticeUntil) tell({});
    if (!other && !everything) return;
    m_timePassed = false;
    m_shownNanos = frame.nanos;
    layOut();
    scale(false);
    placeButtons();
    repaintChanged(everything);
}

void HeatView::repaintChanged(bool everything) {
    const plot::Viewport& view = m_scene.view();
    m_bubbles.read(m_scene.traded(), view, m_scene.options().leastTrade);
    const UnixNanos from = m_scene.takeChangedFrom();
    const Shown shown{view, m_colours.revision(), m_bubbles.largest()};
    // The words over the plot are of the crosshair, which may be over what is new.
    if (std::exchange(m_shown, shown) != shown || everything || from == HeatScene::kEverywhere || cross())
        return update();
    const ColumnLevel& level = m_scene.level(m_window.level);
    const double begin = view.xOf(UnixNanos(level.indexAt(std::min(from, m_scene.now())) * level.duration()));
    const QRect& plot = view.plot();
    const int left = std::clamp(static_cast<int>(std::floor(begin - Bubbles::kReach)), plot.left(),
                                plot.left() + std::max(0, plot.width() - m_labelRoom));
    update(QRect(left, plot.top(), plot.left() + plot.width() - left, plot.height()));
}

void HeatView::readSentence(const ui::Frame& frame) {
    const DepthColumns& columns = m_scene.columns();
    m_empty = columns.level(0).columns().empty() && columns.level(m_window.level).columns().empty() &&
              !m_scene.isPast(m_window.level);
    m_sentence.clear();
    m_stale = false;
    const Ticker& ticker = m_scene.ticker();
    if (m_empty) {
        m_sentence = m_context.venue.playback().paused
                         ? tr("Nothing seen yet. The market is paused: press play in the status bar to start it.")
                         : tr("Nothing seen yet. The map begins with the next change of the book.");
    } else if (m_scene.isPast(m_window.level) && m_scene.problem().empty()) {
        if (m_scene.level(m_window.level).columns().empty())
            m_sentence = m_scene.isReading() ? tr("Reading what was recorded …")
                                             : tr("Nothing was recorded at this time. End goes back to the market.");
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
    const float full = chosen.isZero() ? usualFull(m_scene.level(m_window.level), m_window)
                                       : static_cast<float>(chosen.raw()) / static_cast<float>(m_scene.step().raw());
    if (full <= 0 || std::abs(full - m_colours.full()) <= m_colours.full() * (chosen.isZero() ? kScaleCalm : 0)) return;
    m_colours.prepare(m_context.theme(), full);
}

HeatReading HeatView::readingAt(const QPointF& at) const {
    const plot::Viewport& view = m_scene.view();
    const ColumnLevel& level = m_scene.level(m_window.level);
    const std::int64_t tick = m_scene.tick().raw();
    HeatReading reading;
    const std::int64_t index = level.indexAt(view.timeAt(at.x()));
    reading.t = UnixNanos(index * level.duration());
    const std::int64_t row = floorDivide(view.priceAt(at.y(), m_scene.tick()).raw() / tick, m_window.ticksARow);
    reading.low = Price(row * m_window.ticksARow * tick);
    reading.high = Price(((row + 1) * m_window.ticksARow - 1) * tick);
    const Column* column = m_open && m_open->index == index ? &*m_open : level.at(index);
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
    if (!cross()) return {};
    const HeatReading r = readingAt(*cross());
    const int decimals = ui::decimalsOf(m_scene.tick());
    const QString price = r.low == r.high ? ui::text(r.low, decimals)
                                          : tr("%1 to %2").arg(ui::text(r.low, decimals), ui::text(r.high, decimals));
    const QString size = !r.size ? tr("not seen") : r.size->isZero() ? tr("nothing") : ui::shortText(*r.size);
    return QStringLiteral("%1  %2  %3%4")
        .arg(ui::clockText(r.t, 1), price, size, r.doubtful ? QStringLiteral("?") : QString());
}

/// The crosshair by keys goes from column to column and from row to row, and is told to assistive technology.
void HeatView::moveCross(int columns, int rows) {
    const QRect& plot = m_scene.view().plot();
    const double across = std::max(1.0, static_cast<double>(m_scene.columns().level(m_window.level).duration()) /
                                            static_cast<double>(m_scene.view().nanosPerPixel()));
    const double high =
        std::max(1.0, m_scene.view().yOfRaw(0) -
                          m_scene.view().yOfRaw(static_cast<double>(m_window.ticksARow * m_scene.tick().raw())));
    const QPoint from = cross().value_or(plot.center());
    const QPoint to(from.x() + static_cast<int>(std::lround(columns * across)),
                    from.y() - static_cast<int>(std::lround(rows * high)));
    setCross(inPlot(to));
    const QString own = ownAt(*cross());
    setAccessibleDescription(own.isEmpty() ? readout() : readout() + QStringLiteral(". ") + own);
}

bool HeatView::ownKey(const QKeyEvent& event) {
    if (m_drag.active()) return orderKey(event);
    switch (event.key()) {
    case Qt::Key_R: m_scene.reload(); return true;
    case Qt::Key_BracketLeft: m_pane.brighten(1 / kZoomStep); return true;
    case Qt::Key_BracketRight: m_pane.brighten(kZoomStep); return true;
    default: return false;
    }
}

} // namespace qd::heatmap
