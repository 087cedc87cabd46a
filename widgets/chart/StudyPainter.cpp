#include "widgets/chart/StudyPainter.h"

#include "widgets/base/Format.h"
#include "widgets/base/PlotAxes.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace qd::chart {
namespace {

using indicators::LineStyle;

constexpr double kRoom = 0.08;   ///< above and below, in parts of what is drawn
constexpr int kTickSpacing = 26; ///< pixels
constexpr double kFar = 20'000;  ///< pixels, far outside any plot
constexpr int kBandAlpha = 26;
constexpr double kShortestOpen = 14; ///< pixels
constexpr double kUnits = static_cast<double>(Money::kScale);

bool isDrawn(const indicators::Line& line) { return line.style != LineStyle::Sign && line.style != LineStyle::Figure; }

QRect deviceRect(const QRect& rect, qreal ratio) {
    return QRectF(rect.left() * ratio, rect.top() * ratio, rect.width() * ratio, rect.height() * ratio).toRect();
}

} // namespace

void StudyPainter::widen(Span& span, const Study& study, const std::vector<PlotBar>& plotted) {
    const auto& lines = study.choice.kind->lines;
    for (std::size_t line = 0; line < lines.size(); ++line) {
        if (!isDrawn(lines[line])) continue;
        for (const PlotBar& p : plotted) {
            const double value = study.at(p.bars.last - 1, line);
            if (!indicators::hasValue(value)) continue;
            span.low = std::min(span.low, value);
            span.high = std::max(span.high, value);
        }
        if (lines[line].style == LineStyle::Columns && span.low <= span.high) {
            span.low = std::min(span.low, 0.0);
            span.high = std::max(span.high, 0.0);
        }
    }
}

bool StudyPainter::scale(const ChartScene& scene, const std::vector<PlotBar>& plotted, const std::vector<PlotBar>& last,
                         bool anew) {
    const auto& panes = scene.panes();
    constexpr double kInfinite = std::numeric_limits<double>::infinity();
    anew = anew || m_plotted.size() != panes.size();
    if (anew) m_plotted.assign(panes.size(), {kInfinite, -kInfinite});
    m_axes.resize(panes.size());
    bool changed = false;
    for (std::size_t i = 0; i < panes.size(); ++i) {
        const Study& study = scene.studies().all()[panes[i].study];
        if (anew) widen(m_plotted[i], study, plotted);
        Span span = m_plotted[i];
        widen(span, study, last);
        for (const double level : study.carriesOn() ? std::vector<double>() : study.choice.kind->levels) {
            span.low = std::min(span.low, level);
            span.high = std::max(span.high, level);
        }
        if (span.low > span.high) span = {0, 1};
        const bool fits = m_axes[i].rect == panes[i].rect && span.low >= m_axes[i].low && span.high <= m_axes[i].high;
        if (!anew && fits) continue;
        // Where all is one value, or nothing is there but a level.
        const double flat = span.high == 0 ? 1 : std::abs(span.high) * kRoom;
        const double room = span.high > span.low ? (span.high - span.low) * kRoom : flat;
        const ValueAxis axis{panes[i].rect, span.low - room, span.high + room};
        changed = changed || axis != m_axes[i];
        m_axes[i] = axis;
    }
    return changed;
}

int StudyPainter::axisWidth(const ChartScene& scene, const Study& study, ChartLook& look) {
    int width = 0;
    for (std::size_t line = 0; line < study.choice.kind->lines.size() && !scene.bars().empty(); ++line) {
        const double value = study.at(scene.bars().size() - 1, line);
        if (isDrawn(study.choice.kind->lines[line])) width = std::max(width, look.small.width(studyValueText(value)));
    }
    return look.axisPadding + 6 + width;
}

void StudyPainter::ground(QPainter& painter, const ChartScene& scene, ChartLook& look) const {
    for (std::size_t i = 0; i < m_axes.size(); ++i) {
        const ValueAxis& axis = m_axes[i];
        const QRect& rect = axis.rect;
        const int right = rect.left() + rect.width();
        painter.fillRect(rect.left(), rect.top() - 1, right + look.axisPadding, 1, look.frame);
        const auto y = [&](double value) { return static_cast<int>(std::lround(axis.yOf(value))); };
        for (const double level : scene.studies().all()[scene.panes()[i].study].choice.kind->levels) {
            if (level < axis.low || level > axis.high) continue;
            QPen pen(look.hint, 1);
            pen.setDashPattern({4, 4});
            painter.setPen(pen);
            painter.drawLine(rect.left(), y(level), right - 1, y(level));
        }
    }
}

void StudyPainter::lines(QPainter& painter, const ChartScene& scene, const std::vector<PlotBar>& plotted,
                         StudyStroke stroke, const ChartLook& look) {
    const auto& lines = stroke.study.choice.kind->lines;
    const auto draw = [&](bool columns) { // under the others
        for (stroke.line = 0; stroke.line < lines.size(); ++stroke.line) {
            if ((lines[stroke.line].style == LineStyle::Columns) != columns) continue;
            stroke.color = look.studies[static_cast<std::size_t>(stroke.study.choice.colours[stroke.line])];
            m_bars.line(painter, plotted, scene.bars(), stroke, scene.view(), look);
        }
    };
    draw(true);
    draw(false);
}

void StudyPainter::band(QPainter& painter, const ChartScene& scene, const std::vector<PlotBar>& plotted,
                        const Study& study, bool beyond, const ChartLook& look) {
    const BarSeries& bars = scene.bars();
    const Viewport& view = scene.view();
    const std::size_t first = study.choice.kind->band->first;
    const std::size_t second = study.choice.kind->band->second;
    const std::int64_t shift = study.shift(first);
    const auto length = static_cast<std::int64_t>(bars.interval());
    const auto together = std::max(static_cast<double>(length), 1.5 * static_cast<double>(view.nanosPerPixel()));
    const auto add = [&](double x, std::int64_t index) {
        const auto source = static_cast<std::size_t>(index - shift);
        const double a = index < shift ? indicators::kNoValue : study.at(source, first);
        const double b = index < shift ? indicators::kNoValue : study.at(source, second);
        if (!indicators::hasValue(a) || !indicators::hasValue(b)) return fillBand(painter, study, look);
        m_edges.push_back({x, std::clamp(view.yOfRaw(a) * look.ratio, -kFar, kFar),
                           std::clamp(view.yOfRaw(b) * look.ratio, -kFar, kFar)});
    };
    painter.setPen(Qt::NoPen);
    UnixNanos before;
    for (const PlotBar& p : plotted) {
        if (static_cast<double>(bars[p.bars.first].openTime - before) > together) fillBand(painter, study, look);
        before = bars[p.bars.last - 1].openTime;
        add(p.middle() + 0.5, static_cast<std::int64_t>(p.bars.last) - 1);
    }
    for (std::int64_t k = 1; beyond && k <= shift && !bars.empty(); ++k) {
        const double x = view.xOf(bars.back().openTime + (k * length + length / 2)) * look.ratio;
        add(x, static_cast<std::int64_t>(bars.size()) - 1 + k);
    }
    fillBand(painter, study, look);
}

void StudyPainter::fillBand(QPainter& painter, const Study& study, const ChartLook& look) {
    const bool turns = study.choice.kind->band->turns;
    const auto upper = [](const Edge& e) { return e.first <= e.second; };
    for (std::size_t i = 0; i + 1 < m_edges.size();) {
        QPolygonF ground;
        std::size_t end = i + 1;
        while (end < m_edges.size() && (!turns || upper(m_edges[end]) == upper(m_edges[i]))) ++end;
        const std::size_t last = std::min(end, m_edges.size() - 1); // to where the other way begins
        for (std::size_t k = i; k <= last; ++k) ground << QPointF(m_edges[k].x, m_edges[k].first);
        for (std::size_t k = last + 1; k-- > i;) ground << QPointF(m_edges[k].x, m_edges[k].second);
        QColor color =
            !turns ? look.studies[static_cast<std::size_t>(study.choice.colours[study.choice.kind->band->first])]
            : upper(m_edges[i]) ? look.up
                                : look.down;
        color.setAlpha(kBandAlpha);
        painter.setBrush(color);
        painter.drawPolygon(ground);
        i = last == i ? i + 1 : last;
    }
    m_edges.clear();
}

void StudyPainter::provisional(QPainter& painter, const ChartScene& scene, const Study& study, const ValueAxis* axis,
                               const ChartLook& look) {
    if (!study.framed || study.higher == nullptr || scene.bars().empty()) return;
    const BarSeries& longer = study.higher->bars();
    const Viewport& view = scene.view();
    const double right = view.plot().left() + view.plot().width();
    const double from = view.xOf(scene.bars().back().openTime) + view.slot() / 2;
    const double to = longer.empty() ? from : std::min(right, scene.xOf(longer.ended(longer.size() - 1)));
    for (std::size_t line = 0; line < study.choice.kind->lines.size(); ++line) {
        const double value = study.provisional(line);
        if (!indicators::hasValue(value) || study.choice.kind->lines[line].style != LineStyle::Curve) continue;
        const double y = std::clamp(axis != nullptr ? axis->yOf(value) : view.yOfRaw(value), -kFar, kFar) * look.ratio;
        QPen pen(look.studies[static_cast<std::size_t>(study.choice.colours[line])], look.ratio);
        pen.setDashPattern({2, 3});
        painter.setPen(pen);
        // At least so long that it is seen in the last bar of the longer one.
        painter.drawLine(QLineF(from * look.ratio, y, std::max(to, from + kShortestOpen) * look.ratio, y));
    }
}

void StudyPainter::overlays(QPainter& painter, const ChartScene& scene, const std::vector<PlotBar>& plotted,
                            bool beyond, const ChartLook& look) {
    for (const Study& study : scene.studies().all()) {
        if (study.choice.kind->band && !study.choice.hasOwnPane()) band(painter, scene, plotted, study, beyond, look);
    }
    for (const Study& study : scene.studies().all()) {
        if (study.choice.hasOwnPane()) continue;
        lines(painter, scene, plotted, {study, 0, {}, nullptr, beyond}, look);
        if (beyond) provisional(painter, scene, study, nullptr, look);
    }
}

void StudyPainter::panes(QPainter& painter, const ChartScene& scene, const std::vector<PlotBar>& plotted, bool beyond,
                         const ChartLook& look) {
    for (std::size_t i = 0; i < m_axes.size(); ++i) {
        painter.setClipRect(deviceRect(m_axes[i].rect, look.ratio));
        const Study& study = scene.studies().all()[scene.panes()[i].study];
        lines(painter, scene, plotted, {study, 0, {}, &m_axes[i], false}, look);
        if (beyond) provisional(painter, scene, study, &m_axes[i], look);
    }
}

void StudyPainter::labels(QPainter& painter, const ValueAxis& axis, const std::vector<int>& taken, ChartLook& look) {
    const QRect& rect = axis.rect;
    const int right = rect.left() + rect.width();
    const int height = look.small.height();
    const std::vector<double> ticks = ui::valueTicks(axis.low, axis.high, std::max(1, rect.height() / kTickSpacing));
    const double step = ticks.size() > 1 ? ticks[1] - ticks[0] : axis.high - axis.low;
    for (const double tick : ticks) {
        const int middle = static_cast<int>(std::lround(axis.yOf(tick)));
        const int top = middle - height / 2;
        if (top < rect.top() || top + height > rect.top() + rect.height()) continue;
        painter.fillRect(right + 1, middle, 4, 1, look.frame);
        if (std::ranges::any_of(taken, [&](int other) { return std::abs(other - top) < height; })) continue;
        look.small.drawLeft(painter, right + look.axisPadding + 1, top, ui::moneyTick(tick * kUnits, step * kUnits),
                            look.hint);
    }
}

void StudyPainter::axes(QPainter& painter, const ChartScene& scene, ChartLook& look) const {
    const int height = look.small.height() + 2;
    for (std::size_t i = 0; i < m_axes.size(); ++i) {
        const ValueAxis& axis = m_axes[i];
        const QRect& rect = axis.rect;
        const Study& study = scene.studies().all()[scene.panes()[i].study];
        std::vector<int> taken;
        for (std::size_t line = 0; line < study.choice.kind->lines.size(); ++line) {
            const double value = scene.bars().empty() ? indicators::kNoValue : study.at(scene.bars().size() - 1, line);
            if (!indicators::hasValue(value) || study.choice.kind->lines[line].style != LineStyle::Curve) continue;
            const int middle = static_cast<int>(std::lround(axis.yOf(value)));
            const int top =
                std::clamp(middle - height / 2, rect.top(), std::max(rect.top(), rect.top() + rect.height() - height));
            if (std::ranges::any_of(taken, [&](int other) { return std::abs(other - top) < height; })) continue;
            taken.push_back(top);
            const QColor& color = look.studies[static_cast<std::size_t>(study.choice.colours[line])];
            const int left = rect.left() + rect.width() + 1;
            painter.fillRect(left, top, 3, height, color);
            look.small.drawLeft(painter, left + look.axisPadding, top + 1, studyValueText(value), color);
        }
        labels(painter, axis, taken, look);
    }
}

} // namespace qd::chart
