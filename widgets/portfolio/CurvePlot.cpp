#include "widgets/portfolio/CurvePlot.h"

#include "widgets/base/Format.h"
#include "widgets/base/PlotAxes.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace qd::ui {
namespace {

constexpr int kPadding = 6;
constexpr int kFaint = 14;    ///< percent of the colour in areas
constexpr int kTickRoom = 74; ///< pixels a tick of the time axis needs

} // namespace

CurvePlot::CurvePlot(ThemeHost& themes, const QString& name, const QString& title, const QString& tip, Write write,
                     WriteTick tick)
    : m_themes(themes)
    , m_title(title)
    , m_write(std::move(write))
    , m_tick(std::move(tick)) {
    setObjectName(name);
    setAccessibleName(title);
    setToolTip(tip);
    setMouseTracking(true);
    connect(&themes, &ThemeHost::changed, this, qOverload<>(&QWidget::update));
}

void CurvePlot::setData(PlotData data) {
    if (data == m_data) return;
    m_data = std::move(data);
    if (m_pointed && *m_pointed >= m_data.points.size()) m_pointed.reset();
    setAccessibleDescription(readout());
    update();
}

void CurvePlot::setEmptyText(const QString& text) {
    if (text == m_emptyText) return;
    m_emptyText = text;
    update();
}

QString CurvePlot::readout() const {
    if (m_data.points.empty()) return unknownText();
    const PlotPoint& point = m_data.points[m_pointed.value_or(m_data.points.size() - 1)];
    if (!m_pointed) return m_write(point.value);
    const bool daily = m_data.step >= kNanosPerDay;
    return m_write(point.value) + QStringLiteral(" · ") +
           (daily ? dateTimeText(point.t).left(10) : dateTimeText(point.t).left(16));
}

QSize CurvePlot::minimumSizeHint() const {
    const Theme& theme = m_themes.theme();
    return {theme.scaled(200), theme.scaled(96)};
}

CurvePlot::Frame CurvePlot::frame() const {
    const Theme& theme = m_themes.theme();
    const QFontMetrics metrics(theme.font(FontRole::Hint));
    Frame f;
    if (!m_data.points.empty()) {
        const auto [low, high] = std::ranges::minmax_element(m_data.points, {}, &PlotPoint::value);
        f.low = low->value;
        f.high = high->value;
        if (m_data.shape != PlotShape::Line) {
            f.low = std::min(f.low, 0.0);
            f.high = std::max(f.high, 0.0);
        }
        const double room = std::max((f.high - f.low) * 0.06, std::max(std::abs(f.high), 1e-9) * 1e-6);
        if (m_data.shape == PlotShape::Line || f.low < 0) f.low -= room;
        if (m_data.shape == PlotShape::Line || f.high > 0) f.high += room;
    }
    const int height = this->height() - theme.rowHeight() - metrics.height() - 2;
    f.ticks = ticksOf(f.low, f.high, std::max(1, height / (metrics.height() * 2)));
    int labels = 0;
    for (const auto& [value, label] : f.ticks) labels = std::max(labels, metrics.horizontalAdvance(label));
    f.box = rect().adjusted(kPadding, theme.rowHeight(), -labels - 2 * kPadding, -metrics.height() - 2);
    return f;
}

std::vector<std::pair<double, QString>> CurvePlot::ticksOf(double low, double high, int most) const {
    const std::vector<double> values = valueTicks(low, high, most);
    const double step = values.size() > 1 ? values[1] - values[0] : high - low;
    std::vector<std::pair<double, QString>> ticks;
    for (const double value : values) ticks.emplace_back(value, m_tick(value, step));
    return ticks;
}

double CurvePlot::xOf(const Frame& frame, UnixNanos t) const {
    const auto span = static_cast<double>(std::max<std::int64_t>(1, m_data.until - m_data.from));
    return frame.box.left() + static_cast<double>(t - m_data.from) / span * frame.box.width();
}

double CurvePlot::yOf(const Frame& frame, double value) {
    return frame.box.bottom() - (value - frame.low) / (frame.high - frame.low) * frame.box.height();
}

void CurvePlot::paintAxes(QPainter& painter, const Frame& frame) const {
    const Theme& theme = m_themes.theme();
    painter.setFont(theme.font(FontRole::Hint));
    const int lineHeight = painter.fontMetrics().height();
    QColor faint = theme.color(Token::Line);
    faint.setAlphaF(0.6F);
    for (const auto& [value, label] : frame.ticks) {
        const int y = static_cast<int>(std::lround(yOf(frame, value)));
        painter.setPen(value == 0 ? theme.color(Token::Line) : faint);
        painter.drawLine(frame.box.left(), y, frame.box.right(), y);
        painter.setPen(theme.color(Token::Text3));
        painter.drawText(
            QRect(frame.box.right() + 2, y - lineHeight / 2, width() - frame.box.right() - kPadding, lineHeight),
            Qt::AlignRight | Qt::AlignVCenter, label);
    }
    for (const PlotTick& tick :
         timeTicks(m_data.from, m_data.until, std::max(1, frame.box.width() / theme.scaled(kTickRoom)))) {
        const int x = static_cast<int>(std::lround(xOf(frame, tick.t)));
        const int wide = painter.fontMetrics().horizontalAdvance(tick.label);
        if (x - wide / 2 < 0 || x + wide / 2 > frame.box.right() + kPadding) continue;
        painter.setPen(faint);
        painter.drawLine(x, frame.box.top(), x, frame.box.bottom());
        painter.setPen(theme.color(Token::Text3));
        painter.drawText(QRect(x - wide, frame.box.bottom() + 2, 2 * wide, lineHeight), Qt::AlignCenter, tick.label);
    }
}

void CurvePlot::paintBars(QPainter& painter, const Frame& frame) const {
    const Theme& theme = m_themes.theme();
    const double zero = yOf(frame, 0);
    const double slot = xOf(frame, m_data.from + m_data.step) - frame.box.left();
    const double wide = std::clamp(slot * 0.7, 1.0, static_cast<double>(theme.scaled(18)));
    for (const PlotPoint& point : m_data.points) {
        const double y = yOf(frame, point.value);
        const double x = xOf(frame, point.t);
        painter.fillRect(QRectF(x - wide / 2, std::min(y, zero), wide, std::max(1.0, std::abs(zero - y))),
                         theme.color(point.value < 0 ? Token::Down : Token::Up));
    }
}

void CurvePlot::paintRun(QPainter& painter, const Frame& frame, std::size_t first, std::size_t last) const {
    const Theme& theme = m_themes.theme();
    QPolygonF line;
    for (std::size_t i = first; i < last; ++i)
        line << QPointF(xOf(frame, m_data.points[i].t), yOf(frame, m_data.points[i].value));
    if (line.size() == 1) line << line.front() + QPointF(1, 0);
    const bool toZero = m_data.shape == PlotShape::Area;
    const double base = toZero ? yOf(frame, 0) : frame.box.bottom() + 1;
    QPolygonF area = line;
    area << QPointF(line.back().x(), base) << QPointF(line.front().x(), base);
    const auto paintPart = [&](const QRectF& part, Token token) {
        painter.setClipRect(part);
        QColor faint = theme.color(token);
        faint.setAlphaF(kFaint / 100.0F);
        painter.setPen(Qt::NoPen);
        painter.setBrush(faint);
        painter.drawPolygon(area);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.color(token), 1.5));
        painter.drawPolyline(line);
    };
    if (!toZero) {
        paintPart(rect(), Token::Accent);
    } else {
        paintPart(QRectF(0, 0, width(), base), Token::Up);
        paintPart(QRectF(0, base, width(), height() - base), Token::Down);
    }
    painter.setClipping(false);
}

void CurvePlot::paintCurve(QPainter& painter, const Frame& frame) const {
    painter.setRenderHint(QPainter::Antialiasing);
    std::size_t first = 0;
    for (std::size_t i = 1; i <= m_data.points.size(); ++i) {
        const bool joined = i < m_data.points.size() &&
                            (m_data.step == 0 || m_data.points[i].t - m_data.points[i - 1].t <= 2 * m_data.step);
        if (joined) continue;
        paintRun(painter, frame, first, i);
        first = i;
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void CurvePlot::paintPointer(QPainter& painter, const Frame& frame) const {
    if (!m_pointed) return;
    const PlotPoint& point = m_data.points[*m_pointed];
    const int x = static_cast<int>(std::lround(xOf(frame, point.t)));
    painter.setPen(m_themes.theme().color(Token::Text3));
    painter.drawLine(x, frame.box.top(), x, frame.box.bottom());
    painter.fillRect(QRect(x - 2, static_cast<int>(std::lround(yOf(frame, point.value))) - 2, 5, 5),
                     m_themes.theme().color(Token::Text1));
}

void CurvePlot::paintEvent(QPaintEvent*) {
    const Theme& theme = m_themes.theme();
    QPainter painter(this);
    const QRect title(kPadding, 0, width() - 2 * kPadding, theme.rowHeight());
    painter.setFont(theme.font(FontRole::Interface));
    painter.setPen(theme.color(Token::Text2));
    painter.drawText(title, Qt::AlignLeft | Qt::AlignVCenter, m_title);
    const int left = painter.fontMetrics().horizontalAdvance(m_title) + 2 * kPadding;
    painter.setFont(theme.font(FontRole::DenseStrong));
    painter.setPen(theme.color(Token::Text1));
    painter.drawText(title.adjusted(left, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, readout());
    if (m_data.points.empty()) {
        painter.setFont(theme.font(FontRole::Interface));
        painter.setPen(theme.color(Token::Text3));
        painter.drawText(rect().adjusted(kPadding, theme.rowHeight(), -kPadding, 0), Qt::AlignCenter | Qt::TextWordWrap,
                         m_emptyText);
        return;
    }
    const Frame f = frame();
    paintAxes(painter, f);
    if (m_data.shape == PlotShape::Bars)
        paintBars(painter, f);
    else
        paintCurve(painter, f);
    paintPointer(painter, f);
}

std::optional<std::size_t> CurvePlot::pointAt(int x) const {
    if (m_data.points.empty()) return std::nullopt;
    const Frame f = frame();
    const auto nearest = std::ranges::min_element(
        m_data.points, {}, [&](const PlotPoint& point) { return std::abs(xOf(f, point.t) - x); });
    return static_cast<std::size_t>(nearest - m_data.points.begin());
}

void CurvePlot::mouseMoveEvent(QMouseEvent* event) {
    m_pointed = pointAt(static_cast<int>(event->position().x()));
    update();
}

void CurvePlot::leaveEvent(QEvent* event) {
    QWidget::leaveEvent(event);
    m_pointed.reset();
    update();
}

} // namespace qd::ui
