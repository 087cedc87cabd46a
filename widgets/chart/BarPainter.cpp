#include "widgets/chart/BarPainter.h"

#include "core/indicators/SessionStart.h"

#include <algorithm>
#include <cmath>

namespace qd::chart {
namespace {

/// Far outside any plot, so that prices of any size stay within what a painter can take.
constexpr double kFar = 20'000;

int deviceY(const Viewport& view, double raw, qreal ratio) {
    return static_cast<int>(std::lround(std::clamp(view.yOfRaw(raw) * ratio, -kFar, kFar)));
}
int deviceY(const Viewport& view, Price price, qreal ratio) {
    return deviceY(view, static_cast<double>(price.raw()), ratio);
}

int volumeBottom(const Viewport& view, qreal ratio) {
    return static_cast<int>(std::lround((view.plot().top() + view.plot().height()) * ratio));
}
int volumeHeight(const PlotBar& bar, const Viewport& view, qreal ratio, Int128 full) {
    const double share = std::min(1.0, static_cast<double>(bar.span.volume) / static_cast<double>(full));
    return std::max(1, static_cast<int>(std::lround(share * view.plot().height() * ratio * kVolumeShare)));
}

void fill(QPainter& painter, const std::vector<QRect>& rects, const QColor& color) {
    painter.setBrush(color);
    painter.drawRects(rects.data(), static_cast<int>(rects.size()));
}

} // namespace

Int128 largestVolume(const std::vector<PlotBar>& plotted) {
    Int128 largest = 1;
    for (const PlotBar& p : plotted) largest = std::max(largest, p.span.volume);
    return largest;
}

void BarPainter::candles(QPainter& painter, const std::vector<PlotBar>& plotted, const Viewport& view,
                         const ChartLook& look) {
    m_up.clear();
    m_down.clear();
    const int wick = inColumns(view, look.ratio) ? 1 : std::max(1, static_cast<int>(look.ratio));
    for (const PlotBar& p : plotted) {
        std::vector<QRect>& rects = p.span.close >= p.span.open ? m_up : m_down;
        const int high = deviceY(view, p.span.high, look.ratio);
        const int low = deviceY(view, p.span.low, look.ratio);
        rects.emplace_back(p.middle() - wick / 2, high, wick, low - high + 1);
        if (p.width <= wick) continue;
        const int top = deviceY(view, std::max(p.span.open, p.span.close), look.ratio);
        const int bottom = deviceY(view, std::min(p.span.open, p.span.close), look.ratio);
        rects.emplace_back(p.left, top, p.width, bottom - top + 1);
    }
    painter.setPen(Qt::NoPen);
    fill(painter, m_up, look.up);
    fill(painter, m_down, look.down);
}

void BarPainter::hollow(QPainter& painter, const std::vector<PlotBar>& plotted, const BarSeries& bars,
                        const Viewport& view, const ChartLook& look) {
    m_up.clear();
    m_down.clear();
    const int wick = std::max(1, static_cast<int>(look.ratio));
    for (const PlotBar& p : plotted) {
        const Price before = p.bars.first == 0 ? p.span.open : bars[p.bars.first - 1].close;
        std::vector<QRect>& rects = p.span.close >= before ? m_up : m_down;
        const int high = deviceY(view, p.span.high, look.ratio);
        const int low = deviceY(view, p.span.low, look.ratio);
        const int top = deviceY(view, std::max(p.span.open, p.span.close), look.ratio);
        const int bottom = deviceY(view, std::min(p.span.open, p.span.close), look.ratio);
        const bool empty = p.span.close > p.span.open && p.width > 2 * wick && bottom - top + 1 > 2 * wick;
        if (!empty) {
            rects.emplace_back(p.middle() - wick / 2, high, wick, low - high + 1);
            rects.emplace_back(p.left, top, p.width, bottom - top + 1);
            continue;
        }
        rects.emplace_back(p.middle() - wick / 2, high, wick, top - high);
        rects.emplace_back(p.middle() - wick / 2, bottom + 1, wick, low - bottom);
        rects.emplace_back(p.left, top, p.width, wick);
        rects.emplace_back(p.left, bottom + 1 - wick, p.width, wick);
        rects.emplace_back(p.left, top, wick, bottom - top + 1);
        rects.emplace_back(p.left + p.width - wick, top, wick, bottom - top + 1);
    }
    painter.setPen(Qt::NoPen);
    fill(painter, m_up, look.up);
    fill(painter, m_down, look.down);
}

void BarPainter::ticks(QPainter& painter, const std::vector<PlotBar>& plotted, const Viewport& view,
                       const ChartLook& look) {
    m_up.clear();
    m_down.clear();
    const int line = std::max(1, static_cast<int>(look.ratio));
    for (const PlotBar& p : plotted) {
        std::vector<QRect>& rects = p.span.close >= p.span.open ? m_up : m_down;
        const int high = deviceY(view, p.span.high, look.ratio);
        const int left = p.middle() - line / 2;
        rects.emplace_back(left, high, line, deviceY(view, p.span.low, look.ratio) - high + line);
        rects.emplace_back(p.left, deviceY(view, p.span.open, look.ratio), left - p.left, line);
        rects.emplace_back(left + line, deviceY(view, p.span.close, look.ratio), p.left + p.width - left - line, line);
    }
    painter.setPen(Qt::NoPen);
    fill(painter, m_up, look.up);
    fill(painter, m_down, look.down);
}

void BarPainter::extremes(QPainter& painter, const std::vector<PlotBar>& plotted, const Viewport& view,
                          const ChartLook& look) {
    m_up.clear();
    for (const PlotBar& p : plotted) {
        const int high = deviceY(view, p.span.high, look.ratio);
        m_up.emplace_back(p.middle(), high, 1, deviceY(view, p.span.low, look.ratio) - high + 1);
    }
    painter.setPen(Qt::NoPen);
    fill(painter, m_up, look.line);
}

void BarPainter::closes(QPainter& painter, const std::vector<PlotBar>& plotted, const BarSeries& bars,
                        const Viewport& view, const ChartLook& look, bool area) {
    polyline(
        painter, plotted, bars, view, {look.line, look.ratio, {}, area ? look.area : QColor()},
        [&](std::size_t last) { return static_cast<double>(bars[last].close.raw()); },
        [&](double raw) { return view.yOfRaw(raw); });
}

void BarPainter::compared(QPainter& painter, const std::vector<PlotBar>& plotted, const Comparison& other,
                          Price ownBase, const QColor& color, const Viewport& view, qreal ratio) {
    polyline(
        painter, plotted, other.feed.bars(), view, {color, ratio, {}, {}, 0},
        [&](std::size_t last) { return drawnAt(other, other.feed.bars()[last].close, ownBase); },
        [&](double raw) { return view.yOfRaw(raw); });
}

void BarPainter::columns(QImage& picture, const std::vector<PlotBar>& plotted, const Viewport& view,
                         const ChartLook& look, bool candles, Int128 full) {
    const QRectF plot(view.plot());
    const QRect area(QPointF(plot.topLeft() * look.ratio).toPoint(), (plot.size() * look.ratio).toSize());
    const auto isUp = [](const PlotBar& p) { return p.span.close >= p.span.open; };
    m_raster.begin(area);
    const int bottom = volumeBottom(view, look.ratio);
    for (const PlotBar& p : plotted) {
        const int size = volumeHeight(p, view, look.ratio, full);
        m_raster.add(p.left, bottom - size, size, (isUp(p) ? look.upVolume : look.downVolume).rgb());
    }
    m_raster.fill(picture);
    m_raster.begin(area);
    for (const PlotBar& p : plotted) {
        const int high = deviceY(view, p.span.high, look.ratio);
        const QColor& color = !candles ? look.line : isUp(p) ? look.up : look.down;
        m_raster.add(p.left, high, deviceY(view, p.span.low, look.ratio) - high + 1, color.rgb());
    }
    m_raster.fill(picture);
}

void BarPainter::volumes(QPainter& painter, const std::vector<PlotBar>& plotted, const Viewport& view,
                         const ChartLook& look, Int128 full) {
    m_up.clear();
    m_down.clear();
    const int bottom = volumeBottom(view, look.ratio);
    for (const PlotBar& p : plotted) {
        const int size = volumeHeight(p, view, look.ratio, full);
        (p.span.close >= p.span.open ? m_up : m_down).emplace_back(p.left, bottom - size, p.width, size);
    }
    painter.setPen(Qt::NoPen);
    fill(painter, m_up, look.upVolume);
    fill(painter, m_down, look.downVolume);
}

void BarPainter::line(QPainter& painter, const std::vector<PlotBar>& plotted, const BarSeries& bars,
                      const StudyStroke& stroke, const Viewport& view, const ChartLook& look) {
    const auto& lines = stroke.study.choice.kind->lines;
    const std::int64_t shift = stroke.study.shift(stroke.line);
    const auto valueOf = [&](std::size_t index) {
        const std::int64_t source = static_cast<std::int64_t>(index) - shift;
        return source < 0 ? indicators::kNoValue : stroke.study.at(static_cast<std::size_t>(source), stroke.line);
    };
    const auto yOf = [&](double value) {
        return stroke.axis != nullptr ? stroke.axis->yOf(value) : view.yOfRaw(value);
    };
    switch (lines[stroke.line].style) {
    case indicators::LineStyle::Sign:
    case indicators::LineStyle::Figure: return;
    case indicators::LineStyle::Columns: return studyColumns(painter, plotted, stroke, look);
    case indicators::LineStyle::Dots: return dots(painter, plotted, stroke, look.ratio, valueOf, yOf);
    case indicators::LineStyle::Curve: break;
    }
    Pen pen{stroke.color, look.ratio,          stroke.study.framed ? std::nullopt : stroke.study.sessionStart(),
            {},           stroke.study.framed, stroke.beyond ? std::max<std::int64_t>(0, shift) : 0};
    const std::size_t next = stroke.line + 1;
    if (next == lines.size() || lines[next].style != indicators::LineStyle::Sign)
        return polyline(painter, plotted, bars, view, pen, valueOf, yOf);
    for (const double sign : {1.0, -1.0}) { // its colour says which way
        pen.color = sign > 0 ? look.up : look.down;
        polyline(
            painter, plotted, bars, view, pen,
            [&](std::size_t index) {
                return stroke.study.at(index, next) == sign ? valueOf(index) : indicators::kNoValue;
            },
            yOf);
    }
}

/// From zero, in the colours of gain and loss.
void BarPainter::studyColumns(QPainter& painter, const std::vector<PlotBar>& plotted, const StudyStroke& stroke,
                              const ChartLook& look) {
    m_up.clear();
    m_down.clear();
    const auto deviceOf = [&](double value) {
        return static_cast<int>(std::lround(std::clamp(stroke.axis->yOf(value) * look.ratio, -kFar, kFar)));
    };
    const int zero = deviceOf(0);
    for (const PlotBar& p : plotted) {
        const double value = stroke.study.at(p.bars.last - 1, stroke.line);
        if (!indicators::hasValue(value)) continue;
        const int y = deviceOf(value);
        (value >= 0 ? m_up : m_down).emplace_back(p.left, std::min(y, zero), p.width, std::max(1, std::abs(zero - y)));
    }
    painter.setPen(Qt::NoPen);
    fill(painter, m_up, look.upVolume);
    fill(painter, m_down, look.downVolume);
}

template<class ValueOf, class YOf>
void BarPainter::dots(QPainter& painter, const std::vector<PlotBar>& plotted, const StudyStroke& stroke, qreal ratio,
                      const ValueOf& valueOf, const YOf& yOf) {
    m_up.clear();
    const int size = std::max(2, static_cast<int>(std::lround(2.5 * ratio)));
    for (const PlotBar& p : plotted) {
        const double value = valueOf(p.bars.last - 1);
        if (!indicators::hasValue(value)) continue;
        const int y = static_cast<int>(std::lround(std::clamp(yOf(value) * ratio, -kFar, kFar)));
        m_up.emplace_back(p.middle() - size / 2, y - size / 2, size, size);
    }
    painter.setPen(Qt::NoPen);
    fill(painter, m_up, stroke.color);
}

template<class ValueOf, class YOf>
void BarPainter::polyline(QPainter& painter, const std::vector<PlotBar>& plotted, const BarSeries& bars,
                          const Viewport& view, const Pen& pen, const ValueOf& valueOf, const YOf& yOf) {
    const qreal ratio = pen.ratio;
    painter.setPen(QPen(pen.color, ratio));
    painter.setBrush(Qt::NoBrush);
    painter.setRenderHint(QPainter::Antialiasing);
    // A line that joined over missing bars would show what did not happen.
    const double together =
        std::max(static_cast<double>(bars.interval()), 1.5 * static_cast<double>(view.nanosPerPixel()));
    const double slot = view.slot() * ratio;
    const double bottom = (view.plot().top() + view.plot().height()) * ratio;
    const auto sessionOf = [&](std::size_t bar) { return indicators::sessionAt(bars.opened(bar), *pen.sessions); };
    UnixNanos before;
    std::size_t barBefore = 0;
    m_points.clear();
    for (const PlotBar& p : plotted) {
        const double value = valueOf(p.bars.last - 1);
        const UnixNanos opens = bars[p.bars.first].openTime;
        const std::size_t newest = p.bars.last - 1;
        const bool apart = static_cast<double>(opens - before) > together ||
                           (pen.sessions && sessionOf(newest) != sessionOf(barBefore));
        if (!m_points.empty() && (apart || !indicators::hasValue(value))) flush(painter, slot, pen, bottom);
        before = bars[newest].openTime;
        barBefore = newest;
        if (!indicators::hasValue(value)) continue;
        const QPointF point(p.middle() + 0.5, std::clamp(yOf(value) * ratio, -kFar, kFar));
        if (pen.steps && !m_points.empty()) m_points.append({point.x(), m_points.back().y()});
        m_points.append(point);
    }
    const auto length = static_cast<std::int64_t>(bars.interval());
    for (std::int64_t k = 1; k <= pen.ahead && !bars.empty(); ++k) {
        const double value = valueOf(bars.size() - 1 + static_cast<std::size_t>(k));
        const double x = view.xOf(bars.back().openTime + (k * length + length / 2)) * ratio;
        if (indicators::hasValue(value)) m_points.append({x, std::clamp(yOf(value) * ratio, -kFar, kFar)});
    }
    flush(painter, slot, pen, bottom);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void BarPainter::flush(QPainter& painter, double slot, const Pen& pen, double bottom) {
    if (pen.ground.isValid() && m_points.size() > 1) {
        QPolygonF ground = m_points;
        ground << QPointF(m_points.back().x(), bottom) << QPointF(m_points.front().x(), bottom);
        painter.setPen(Qt::NoPen);
        painter.setBrush(pen.ground);
        painter.drawPolygon(ground);
        painter.setPen(QPen(pen.color, pen.ratio));
        painter.setBrush(Qt::NoBrush);
    }
    if (m_points.size() == 1) { // a bar by itself
        const QPointF half(std::max(1.0, slot * 0.36), 0);
        painter.drawLine(m_points.front() - half, m_points.front() + half);
    } else if (m_points.size() > 1) {
        painter.drawPolyline(m_points);
    }
    m_points.clear();
}

} // namespace qd::chart
