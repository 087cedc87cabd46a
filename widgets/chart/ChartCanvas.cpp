#include "widgets/chart/ChartCanvas.h"

#include "widgets/base/Format.h"
#include "widgets/chart/BarAxis.h"
#include "widgets/chart/ChartPlaces.h"
#include "widgets/chart/HeikinAshi.h"
#include "widgets/chart/ProfilePainter.h"
#include "widgets/chart/Readout.h"
#include "widgets/plot/AxisPainter.h"
#include "widgets/plot/AxisTicks.h"
#include "widgets/plot/FillArrow.h"

#include <algorithm>
#include <cmath>

namespace qd::chart {
namespace {

constexpr double kVolumeRoom = 1.2; ///< what the last bar may grow by before all volumes are drawn anew

} // namespace

const drawings::DrawingLayer ChartCanvas::kNoDrawings;

int ChartCanvas::axisWidth(const ChartScene& scene, const std::vector<Mark>& marks, ChartLook& look) {
    Price highest;
    for (const Mark& mark : marks) highest = std::max(highest, mark.price);
    int width = plot::priceAxisWidth(scene.view(), scene.axis(), highest, look.axes());
    for (const StudyPane& pane : scene.panes())
        width = std::max(width, StudyPainter::axisWidth(scene, scene.studies().all()[pane.study], look));
    return width;
}

void ChartCanvas::paint(QPainter& painter, const QSize& size, const ChartScene& scene, MarkLayer& marks,
                        const Overlay& overlay, ChartLook& look, const ui::Theme& theme) {
    const Viewport& view = scene.view();
    const IndexRange range = visibleBars(scene.bars(), view);
    const bool newestInView = range.last == scene.bars().size() && !range.empty();
    const IndexRange last =
        newestInView ? lastTogether(scene.bars(), range, view, look.ratio) : IndexRange{range.last, range.last};
    plotBars(scene.bars(), last, view, look.ratio, m_last);
    const Key key{view,
                  size,
                  look.ratio,
                  scene.bars().rewrites(),
                  scene.bars().prepended(),
                  {range.first, last.first},
                  scene.optionsRevision(),
                  scene.feed().doubtRevision(),
                  scene.fills().revision(),
                  scene.studies().revision(),
                  scene.comparisons().fingerprint(),
                  m_drawings->key()};
    const bool stale = key != m_key || largestVolume(m_last) > m_fullVolume;
    if (stale) plotBars(scene.bars(), key.bars, key.view, look.ratio, m_plotted);
    if (m_studies.scale(scene, m_plotted, m_last, stale) || stale) {
        paintPicture(scene, key, look);
        m_key = key;
    }
    painter.drawImage(0, 0, m_picture);
    painter.setClipRect(view.plot());
    paintProfiles(painter, scene, look);
    paintLast(painter, scene, look);
    paintOver(painter, scene, marks, overlay, look, theme);
    painter.setClipping(false);
    paintAxis(painter, scene, marks, overlay, look);
    marks.paintTags(painter, look, theme, ui::decimalsOf(scene.tick()), !overlay.status.isEmpty());
    m_studies.axes(painter, scene, look);
    if (overlay.cross && overlay.empty.isEmpty()) paintCrossTags(painter, scene, *overlay.cross, look);
    m_legend = paintReadout(painter, scene, marks, overlay, look);
}

void ChartCanvas::paintOver(QPainter& painter, const ChartScene& scene, MarkLayer& marks, const Overlay& overlay,
                            ChartLook& look, const ui::Theme& theme) const {
    const Viewport& view = scene.view();
    const QRect& plot = view.plot();
    const QRect all(plot.left(), plot.top(), plot.width(), view.bottom() - plot.top());
    painter.setClipRect(all);
    if (!overlay.status.isEmpty()) painter.fillRect(all, look.dimmed);
    painter.setClipRect(plot);
    m_drawings->paintLive(painter, ChartPlaces(scene), look.drawing());
    marks.paintLines(painter, view, theme);
    painter.setClipRect(all);
    if (overlay.cross)
        plot::paintCross(painter, view, *overlay.cross, look.axes());
    else if (overlay.linked) // the view speaks of places
        plot::paintLinkedCross(painter, view, {scene.bars().placeOf(overlay.linked->t), overlay.linked->price},
                               look.accent);
}

void ChartCanvas::paintPicture(const ChartScene& scene, const Key& key, ChartLook& look) {
    ++m_picturesMade;
    const QSize pixels = (QSizeF(key.size) * look.ratio).toSize();
    if (m_picture.size() != pixels) m_picture = QImage(pixels, QImage::Format_RGB32);
    m_picture.setDevicePixelRatio(look.ratio);
    m_picture.fill(look.background);
    m_fullVolume = largestVolume(m_plotted);
    if (const Int128 last = largestVolume(m_last); last > m_fullVolume)
        m_fullVolume = static_cast<Int128>(static_cast<double>(last) * kVolumeRoom);
    const bool columns = inColumns(key.view, look.ratio);
    {
        QPainter ground(&m_picture);
        paintDoubts(ground, scene, look);
        paintGrid(ground, scene, look);
        m_studies.ground(ground, scene, look);
    }
    if (columns) m_bars.columns(m_picture, m_plotted, key.view, look, !isLine(scene.options().style), m_fullVolume);
    QPainter painter(&m_picture);
    painter.setClipRect(key.view.plot());
    painter.scale(1 / look.ratio, 1 / look.ratio);
    if (!columns) m_bars.volumes(painter, m_plotted, key.view, look, m_fullVolume);
    if (!columns) paintBars(painter, scene, m_plotted, look);
    paintLines(painter, scene, m_plotted, false, look);
    painter.resetTransform();
    painter.setClipRect(key.view.plot());
    paintFills(painter, scene, scene.bars().timeAt(key.view.left()), look);
    m_drawings->paintKept(painter, ChartPlaces(scene), look.drawing());
}

void ChartCanvas::paintDoubts(QPainter& painter, const ChartScene& scene, const ChartLook& look) const {
    const QRect& plot = scene.view().plot();
    for (const TimeRange& r : scene.feed().doubtful()) {
        const double from = std::max<double>(plot.left(), scene.xOf(r.from));
        const double to = std::min<double>(plot.left() + plot.width(), std::max(scene.xOf(r.to), from + 2));
        if (from < to)
            painter.fillRect(QRectF(from, plot.top(), to - from, scene.view().bottom() - plot.top()), look.doubtful);
    }
}

void ChartCanvas::paintGrid(QPainter& painter, const ChartScene& scene, ChartLook& look) const {
    const plot::AxisInk ink = look.axes();
    plot::paintFrame(painter, scene.view(), ink);
    if (scene.bars().empty()) return;
    plot::paintPriceGrid(painter, scene.view(), scene.axis(), ink);
    const auto sessions = sessionMarks(scene.options().sessions, scene.bars(), scene.view());
    auto times = scene.bars().sideBySide() ? timeMarks(scene.bars(), scene.view()) : plot::timeMarksOf(scene.view());
    plot::paintTimeMarks(painter, scene.view(), withSessions(std::move(times), sessions), ink);
    QPen pen(look.session, 1);
    pen.setDashPattern({6, 4});
    painter.setPen(pen);
    for (const SessionMark& session : sessions) {
        const int x = static_cast<int>(std::lround(session.x));
        painter.drawLine(x, scene.view().plot().top(), x, scene.view().bottom() - 1);
    }
}

void ChartCanvas::paintBars(QPainter& painter, const ChartScene& scene, std::vector<PlotBar>& plotted,
                            const ChartLook& look) {
    switch (scene.options().style) {
    case BarStyle::HeikinAshi: makeHeikinAshi(scene.bars(), plotted); [[fallthrough]];
    case BarStyle::Candles: return m_bars.candles(painter, plotted, scene.view(), look);
    case BarStyle::Hollow: return m_bars.hollow(painter, plotted, scene.bars(), scene.view(), look);
    case BarStyle::Bars: return m_bars.ticks(painter, plotted, scene.view(), look);
    case BarStyle::Line:
    case BarStyle::Area: return;
    }
}

void ChartCanvas::paintLines(QPainter& painter, const ChartScene& scene, const std::vector<PlotBar>& plotted,
                             bool newest, const ChartLook& look) {
    const BarStyle style = scene.options().style;
    if (isLine(style)) m_bars.closes(painter, plotted, scene.bars(), scene.view(), look, style == BarStyle::Area);
    paintComparisons(painter, scene, newest, look);
    m_studies.overlays(painter, scene, plotted, newest, look);
    m_studies.panes(painter, scene, plotted, newest, look);
}

/// As the chart's own bars: all but the last in the picture, the last and the way to it every frame.
void ChartCanvas::paintComparisons(QPainter& painter, const ChartScene& scene, bool newest, const ChartLook& look) {
    const auto base = scene.axis().base;
    std::size_t number = 0;
    for (const auto& other : scene.comparisons().all()) {
        const QColor& color = look.studies[static_cast<std::size_t>(ChartLook::colourOfCompared(number++))];
        const BarSeries& bars = other->feed.bars();
        IndexRange range = other->seen;
        if (range.empty() || !base || other->base.isZero()) continue;
        const IndexRange last = range.last == bars.size() ? lastTogether(bars, range, scene.view(), look.ratio)
                                                          : IndexRange{range.last, range.last};
        if (newest && last.empty()) continue;
        range = newest ? IndexRange{std::max(range.first + 1, last.first) - 1, last.last}
                       : IndexRange{range.first, last.first};
        plotBars(bars, range, scene.view(), look.ratio, m_other);
        m_bars.compared(painter, m_other, *other, *base, color, scene.view(), look.ratio);
    }
}

void ChartCanvas::paintFills(QPainter& painter, const ChartScene& scene, UnixNanos from, const ChartLook& look) const {
    if (!scene.options().fills) return;
    const auto& fills = scene.fills().fills();
    const UnixNanos until = scene.bars().timeAt(scene.view().right());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(look.background, 1));
    for (auto fill = std::ranges::lower_bound(fills, from, {}, &FillView::ts); fill != fills.end() && fill->ts <= until;
         ++fill) {
        const QPointF tip(scene.xOfEvent(fill->ts), scene.view().yOf(fill->fill.price));
        if (!scene.view().shows(fill->fill.price)) continue;
        painter.setBrush(fill->fill.side == Side::Buy ? look.up : look.down);
        painter.drawPolygon(plot::fillArrow(tip, fill->fill.side, 8));
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
}

/// The bar that is being made, with the ends of the lines that lead to it.
void ChartCanvas::paintLast(QPainter& painter, const ChartScene& scene, const ChartLook& look) {
    if (m_last.empty()) return;
    painter.save();
    painter.scale(1 / look.ratio, 1 / look.ratio);
    m_bars.volumes(painter, m_last, scene.view(), look, m_fullVolume);
    const bool columns = inColumns(scene.view(), look.ratio);
    if (!columns)
        paintBars(painter, scene, m_last, look);
    else if (isLine(scene.options().style))
        m_bars.extremes(painter, m_last, scene.view(), look);
    else
        m_bars.candles(painter, m_last, scene.view(), look);
    if (!m_plotted.empty()) m_last.insert(m_last.begin(), m_plotted.back());
    paintLines(painter, scene, m_last, true, look);
    painter.restore();
    paintFills(painter, scene, scene.bars().opened(m_last.back().bars.first), look);
}

void ChartCanvas::paintCrossTags(QPainter& painter, const ChartScene& scene, const QPoint& at, ChartLook& look) const {
    const Viewport& view = scene.view();
    const auto opens = scene.openingAt(at.x());
    const Interval told = scene.bars().sideBySide() ? Interval::S1 : view.interval();
    QString value = plot::axisText(view.priceAt(at.y(), scene.tick()), scene.axis());
    for (const ValueAxis& axis : m_studies.scales()) {
        if (axis.rect.contains(at)) value = studyValueText(axis.valueAt(at.y()));
    }
    plot::paintCrossTags(painter, view, at, {value, opens ? plot::fullTime(*opens, told) : ui::unknownText()},
                         look.axes());
}

void ChartCanvas::paintAxis(QPainter& painter, const ChartScene& scene, const MarkLayer& marks, const Overlay& overlay,
                            ChartLook& look) const {
    const QRect& plot = scene.view().plot();
    plot::paintPrices(painter, scene.view(), scene.axis(), look.axes(),
                      [&](int top, int bottom) { return marks.coversAxis(top, bottom); });
    look.small.drawLeft(painter, plot.left() + plot.width() + look.axisPadding + 1, scene.view().bottom() + 3,
                        overlay.countdown, look.hint);
}

} // namespace qd::chart
