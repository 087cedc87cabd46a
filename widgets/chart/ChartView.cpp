#include "widgets/chart/ChartView.h"

#include "widgets/base/Format.h"
#include "widgets/base/Words.h"
#include "widgets/chart/ChartPane.h"
#include "widgets/plot/Intervals.h"

#include <cmath>

namespace qd::chart {
namespace {

constexpr std::int64_t kNoticeNanos = 8 * kNanosPerSecond;

bool isLive(DataStatus status) {
    return status == DataStatus::Live || status == DataStatus::Estimated || status == DataStatus::Unknown;
}

/// Whether the chart looks different.
bool differs(const Ticker& a, const Ticker& b) {
    return a.last != b.last || a.bestBid != b.bestBid || a.bestAsk != b.bestAsk || a.prices != b.prices ||
           a.status != b.status;
}

} // namespace

ChartView::ChartView(ChartPane& pane, ui::PaneContext& context, drawings::DrawingBook& book)
    : PlotView(pane)
    , m_pane(pane)
    , m_context(context)
    , m_scene(context)
    , m_drawer(*this, m_scene, book, m_look)
    , m_alerts(context)
    , m_export(*this, context) {
    setObjectName(QStringLiteral("chartView"));
    setAccessibleName(tr("Price chart"));
    setMinimumSize(160, 80);
    attach(m_scene, {tr("Newest"), tr("Back to the newest bar (End)"), QStringLiteral("autoScale"), tr("Auto"),
                     tr("Fit prices to the bars in view (double-click)")});
    m_canvas.setDrawings(m_drawer.layer());
    connect(&m_drawer, &ChartDrawer::changed, this, qOverload<>(&QWidget::update));
    connect(&m_drawer, &ChartDrawer::refused, this, &ChartView::tell);
}

void ChartView::showMarket(MarketId market) {
    emptyHand();
    if (market != m_scene.market()) m_draft.discard();
    m_scene.showMarket(market);
    refresh();
}

void ChartView::refresh() {
    m_look.prepare(m_context.theme(), devicePixelRatioF());
    m_canvas.invalidate();
    m_axisWidth = 0;
    moved();
}

void ChartView::moved() {
    layMarks();
    placeButtons();
    update();
}

std::vector<Mark> ChartView::collectMarks() const {
    const auto account = m_context.accounts.account();
    MarkSources sources;
    sources.info = m_scene.info();
    sources.ticker = m_ticker;
    sources.account = account.get();
    sources.orders = m_context.accounts.orders();
    sources.drag = &m_drag;
    sources.moves = &m_moves;
    sources.quotes = m_scene.options().quotes;
    sources.alerts = m_alerts.marks();
    sources.alertHeld = m_alerts.held();
    sources.alertTarget = m_alerts.target();
    sources.draft = &m_draft;
    sources.exit = m_exitTo;
    return marksOf(sources);
}

void ChartView::layMarks() {
    std::vector<Mark> marks = collectMarks();
    // It only grows, so that the plot does not tremble with the digits.
    m_axisWidth = std::max(m_axisWidth, ChartCanvas::axisWidth(m_scene, marks, m_look));
    // What is left of a bar that trades end may be wider than prices are.
    if (m_scene.tradeBars() != nullptr)
        m_axisWidth = std::max(m_axisWidth, m_look.axisPadding + m_look.small.width(m_overlay.countdown) + 6);
    m_scene.setArea(QRect(0, 0, width() - m_axisWidth, height() - m_look.small.height() - 6));
    m_marks.lay(std::move(marks), m_scene.view(), m_axisWidth, m_look);
}

void ChartView::readNew(const ui::Frame& frame) {
    if (!m_scene.market()) return;
    m_frameNanos = frame.nanos;
    const Viewport before = m_scene.view();
    const Overlay overlayBefore = m_overlay;
    const std::uint64_t comparedBefore = m_scene.comparisons().revision();
    const std::uint64_t studiesBefore = m_scene.studies().revision();
    const std::uint64_t profilesBefore = m_scene.profiles().revision();
    m_scene.readNew();
    const Ticker ticker = m_context.market.ticker(*m_scene.market());
    const bool newPrices = m_scene.bars().revision() != m_barsShown || differs(ticker, m_ticker) ||
                           m_scene.comparisons().revision() != comparedBefore;
    if (newPrices) m_receivedNanos = ticker.receivedNanos;
    m_ticker = ticker;
    m_barsShown = m_scene.bars().revision();
    const bool newAccount = std::exchange(m_accountChanged, false);
    if (newAccount) {
        m_scene.readAccount();
        readMoves(frame);
    }
    readStatus(frame);
    readCountdown();
    m_alerts.show(m_scene);
    const bool newDrawings = m_drawer.follow();
    const bool newAlerts = m_alerts.takeChanged();
    const bool newProfiles = m_scene.profiles().revision() != profilesBefore ||
                             m_scene.studies().revision() != studiesBefore; // longer bars were read
    if (newPrices || newAccount || newProfiles || newDrawings || newAlerts || before != m_scene.view()) return moved();
    if (overlayBefore != m_overlay) update();
}

void ChartView::readStatus(const ui::Frame& frame) {
    if (m_noticeUntil != 0 && frame.nanos > m_noticeUntil) {
        m_noticeUntil = 0;
        m_overlay.notice.clear();
    }
    m_overlay.status.clear();
    m_overlay.empty = m_scene.bars().empty() ? emptySentence() : QString();
    if (!isLive(m_ticker.status)) {
        const std::int64_t age = frame.nanos - m_ticker.receivedNanos;
        m_overlay.status = m_ticker.receivedNanos == 0
                               ? ui::word(m_ticker.status)
                               : tr("%1 · %2 old").arg(ui::word(m_ticker.status), ui::ageText(age));
    }
    m_overlay.beginning = beginningSentence();
    m_overlay.problem.clear();
    if (!m_scene.feed().problem().empty()) {
        m_overlay.problem = tr("Older bars could not be read (%1). Bars of live trades are shown; R reads them again.")
                                .arg(QString::fromStdString(m_scene.feed().problem()));
    }
}

QString ChartView::emptySentence() const {
    if (m_scene.feed().state() == BarSource::State::Loading)
        return m_scene.tradeBars() != nullptr ? tr("Reading the trades of the day …") : tr("Loading bars …");
    const QString interval = QLatin1String(plot::nameOf(m_scene.options().interval));
    if (m_context.venue.playback().paused)
        return tr("No bars yet. The market is paused: press play in the status bar to start it.");
    if (m_scene.tradeBars() != nullptr) return tr("No bars yet. The next trade begins one.");
    return tr("No bars yet. The first trade begins a %1 bar; wait for it or choose another market.").arg(interval);
}

/// Where the bars that trades end begin, while that is in view.
QString ChartView::beginningSentence() const {
    const TradeBarFeed* made = m_scene.tradeBars();
    if (made == nullptr || !made->complete() || m_scene.bars().empty()) return {};
    if (m_scene.view().left() > m_scene.bars().front().openTime) return {};
    const QString since = ui::dateTimeText(m_scene.bars().opened(0));
    return made->full() ? tr("Bars before %1 are too many to keep.").arg(since)
                        : tr("No trades were recorded before %1.").arg(since);
}

void ChartView::readCountdown() {
    if (m_scene.bars().empty()) return m_overlay.countdown.clear();
    if (const TradeBarFeed* made = m_scene.tradeBars()) {
        m_overlay.countdown = remainderText(made->rule(), made->forming(), m_scene.tick());
        return;
    }
    const auto length = static_cast<std::int64_t>(m_scene.options().interval);
    const UnixNanos now = m_context.market.now();
    const std::int64_t left = openTimeOf(now, m_scene.options().interval) + length - now;
    // Whole seconds, so that it changes once a second.
    m_overlay.countdown = length <= kNanosPerSecond ? QString() : ui::ageText(left - 1 + kNanosPerSecond);
}

void ChartView::readMoves(const ui::Frame& frame) {
    const auto& orders = m_context.accounts.orders();
    for (const QString& refused : ui::refusedMoves(m_moves, orders, ui::decimalsOf(m_scene.tick()))) {
        tell(refused);
        m_noticeUntil = frame.nanos + kNoticeNanos;
    }
    if (m_drag.active() && ui::workingOrder(orders, *m_drag.order()) == nullptr) {
        emptyHand();
        tell(tr("The order is not working any more; nothing was moved."));
    }
}

void ChartView::say(const QString& notice, bool good) {
    m_overlay.notice = notice;
    m_overlay.good = good;
    m_noticeUntil = m_context.clock.monotonicNanos() + kNoticeNanos;
    update();
}

void ChartView::paintEvent(QPaintEvent*) {
    const ChartPane::PaintScope scope(m_pane, std::exchange(m_receivedNanos, 0));
    if (m_look.ratio != devicePixelRatioF()) m_look.prepare(m_context.theme(), devicePixelRatioF());
    m_overlay.cross = cross();
    m_overlay.linked = linked();
    m_overlay.hint = m_drawer.hint();
    QPainter painter(this);
    m_canvas.paint(painter, size(), m_scene, m_marks, m_overlay, m_look, m_context.theme());
    paintPaneAlerts(painter);
    paintFocus(painter, m_look.accent);
}

QImage ChartView::picture(const QString& caption) {
    const int top = m_look.text.height() + 8;
    QImage image(QSize(width(), height() + top) * m_look.ratio, QImage::Format_RGB32);
    image.setDevicePixelRatio(m_look.ratio);
    image.fill(m_look.background);
    Overlay overlay = m_overlay;
    overlay.cross.reset();
    overlay.linked.reset();
    overlay.notice.clear();
    overlay.hint.clear();
    QPainter painter(&image);
    m_look.text.drawLeft(painter, 8, 4, caption, m_look.label);
    painter.translate(0, top);
    m_canvas.paint(painter, size(), m_scene, m_marks, overlay, m_look, m_context.theme());
    paintPaneAlerts(painter);
    return image;
}

std::optional<QPoint> ChartView::pointOfOrder(OrderId order) const {
    const PlacedMark* mark = m_marks.ofOrder(order);
    if (mark == nullptr || mark->place.hidden) return std::nullopt;
    const QRect box = mark->label.isEmpty() ? mark->tag : mark->label;
    return QPoint(box.left() + 4, box.center().y());
}

std::optional<QPoint> ChartView::pointOfPrice(Side, Price price) const { return pointAtPrice(price); }

} // namespace qd::chart
