#include "widgets/drawings/DrawingShape.h"

#include "widgets/base/Format.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace qd::drawings {
namespace {

constexpr double kReach = 4;       ///< pixels from a line
constexpr double kHandleReach = 6; ///< from a point
constexpr int kPadding = 4;        ///< around labels
/// In parts of a thousand of the move, from its end.
constexpr std::array<int, 7> kRetracements{0, 236, 382, 500, 618, 786, 1'000};

QString tr(const char* text) { return QCoreApplication::translate("qd::drawings", text); }

double distanceTo(const QLineF& line, const QPointF& at) {
    const QPointF along = line.p2() - line.p1();
    const double length = QPointF::dotProduct(along, along);
    const double part = length == 0 ? 0 : std::clamp(QPointF::dotProduct(at - line.p1(), along) / length, 0.0, 1.0);
    return std::hypot(at.x() - line.p1().x() - part * along.x(), at.y() - line.p1().y() - part * along.y());
}

/// Builds a shape. Everything that is not a handle stays within the plot, wherever the points are.
class Shaper {
  public:
    Shaper(const Drawing& drawing, const Places& places, const Letters& letters)
        : m_drawing(drawing)
        , m_places(places)
        , m_letters(letters)
        , m_plot(places.plot()) {
        for (const Anchor& anchor : drawing.points) m_shape.handles.push_back(places.pointOf(anchor));
    }

    Shape build() {
        const auto& at = m_shape.handles;
        switch (m_drawing.tool) {
        case Tool::Trend: line(at[0], at[1], false); break;
        case Tool::Ray: line(at[0], at[1], true); break;
        case Tool::Horizontal: horizontal(); break;
        case Tool::Vertical: line({at[0].x(), m_plot.top()}, {at[0].x(), m_plot.bottom()}, false); break;
        case Tool::Channel: channel(); break;
        case Tool::Rectangle: rectangle(at[0], at[1]); break;
        case Tool::Fibonacci: fibonacci(); break;
        case Tool::Ruler: ruler(); break;
        case Tool::Risk: risk(); break;
        case Tool::Text: note(); break;
        case Tool::Brush: brush(); break;
        }
        return std::move(m_shape);
    }

  private:
    void line(const QPointF& from, const QPointF& to, bool beyond, Tone tone = Tone::Own, bool dashed = false) {
        if (const auto seen = cut(from, to, beyond, m_plot)) m_shape.lines.push_back({*seen, tone, dashed});
    }
    void ground(double left, double right, double top, double bottom, Tone tone) {
        const QRectF rect = QRectF(QPointF(std::clamp(left, m_plot.left(), m_plot.right()),
                                           std::clamp(top, m_plot.top(), m_plot.bottom())),
                                   QPointF(std::clamp(right, m_plot.left(), m_plot.right()),
                                           std::clamp(bottom, m_plot.top(), m_plot.bottom())))
                                .normalized();
        if (!rect.isEmpty()) m_shape.grounds.push_back({rect, tone});
    }
    /// Left of `x` or, where there is no room, as far right as the plot goes; nothing when `y` is out of the plot.
    void label(double x, double y, const QString& text, bool large = false) {
        const ui::GlyphAtlas& letters = large ? m_letters.large : m_letters.small;
        const int width = letters.width(text) + 2 * kPadding;
        if (!m_plot.contains(QPointF(m_plot.center().x(), y)) || !std::isfinite(x)) return;
        const double most = std::max(m_plot.left(), m_plot.right() - width);
        const double lowest = std::max(m_plot.top(), m_plot.bottom() - letters.height() - 2);
        m_shape.labels.push_back(
            {QRect(static_cast<int>(std::clamp(x, m_plot.left(), most)),
                   static_cast<int>(std::clamp(y, m_plot.top(), lowest)), width, letters.height() + 2),
             text, large});
    }
    [[nodiscard]] QString priceText(double raw) const {
        return ui::text(Price(std::llround(raw)), ui::decimalsOf(m_places.tick()));
    }
    [[nodiscard]] double raw(std::size_t point) const {
        return static_cast<double>(m_drawing.points[point].price.raw());
    }

    [[nodiscard]] bool spans(double left, double right) const {
        return right >= m_plot.left() && left <= m_plot.right();
    }

    void horizontal() {
        const double y = m_shape.handles[0].y();
        line({m_plot.left(), y}, {m_plot.right(), y}, false);
        label(m_plot.right(), y - m_letters.small.height() - 3, priceText(raw(0))); // off the readout
    }
    void channel() {
        const auto& at = m_shape.handles;
        const QPointF along = at[1] - at[0];
        // The parallel lies above or below the line by as much as the third point.
        const double part = along.x() == 0 ? 0 : (at[2].x() - at[0].x()) / along.x();
        const double by = at[2].y() - at[0].y() - part * along.y();
        line(at[0], at[1], false);
        line(at[0] + QPointF(0, by), at[1] + QPointF(0, by), false);
        line(at[0] + QPointF(0, by / 2), at[1] + QPointF(0, by / 2), false, Tone::Own, true);
    }
    void rectangle(const QPointF& a, const QPointF& b) {
        ground(a.x(), b.x(), a.y(), b.y(), Tone::Own);
        line(a, {b.x(), a.y()}, false);
        line({b.x(), a.y()}, b, false);
        line(b, {a.x(), b.y()}, false);
        line({a.x(), b.y()}, a, false);
    }
    void fibonacci() {
        const auto& at = m_shape.handles;
        const double left = std::min(at[0].x(), at[1].x());
        const double right = std::max(at[0].x(), at[1].x());
        line(at[0], at[1], false, Tone::Own, true);
        for (const int part : kRetracements) {
            const double level = raw(1) + (raw(0) - raw(1)) * part / 1'000;
            const double y = m_places.yOfRaw(level);
            line({left, y}, {right, y}, false);
            if (!spans(left, right)) continue;
            label(left, y - m_letters.small.height() - 3,
                  QStringLiteral("%1 %  %2").arg(part / 10.0, 0, 'f', 1).arg(priceText(level)));
        }
    }
    [[nodiscard]] QString timeText(std::size_t from, std::size_t to) const {
        const UnixNanos a = m_drawing.points[from].t;
        const UnixNanos b = m_drawing.points[to].t;
        const std::int64_t bars = m_places.barsBetween(a, b);
        return tr("%1 bars, %2").arg(ui::number(bars, 0, 0), ui::durationText(b - a));
    }
    void ruler() {
        const auto& at = m_shape.handles;
        const Tone tone = raw(1) >= raw(0) ? Tone::Gain : Tone::Loss;
        const double left = std::min(at[0].x(), at[1].x());
        ground(at[0].x(), at[1].x(), at[0].y(), at[1].y(), tone);
        line(at[0], {at[1].x(), at[0].y()}, false, tone);
        line({at[1].x(), at[0].y()}, at[1], false, tone);
        line(at[0], at[1], false, tone, true);
        if (!spans(left, std::max(at[0].x(), at[1].x()))) return;
        const double below = raw(1) >= raw(0) ? -2.0 * m_letters.small.height() - 8 : 4;
        label(left, at[1].y() + below,
              distanceText(m_drawing.points[0].price, m_drawing.points[1].price, m_places.tick()));
        label(left, at[1].y() + below + m_letters.small.height() + 2, timeText(0, 1));
    }
    void risk() {
        const auto& p = m_drawing.points;
        const auto& at = m_shape.handles;
        const auto [left, right] = std::minmax({at[0].x(), at[1].x(), at[2].x()});
        ground(left, right, at[0].y(), at[1].y(), Tone::Loss);
        ground(left, right, at[0].y(), at[2].y(), Tone::Gain);
        line({left, at[0].y()}, {right, at[0].y()}, false);
        line({left, at[1].y()}, {right, at[1].y()}, false, Tone::Loss);
        line({left, at[2].y()}, {right, at[2].y()}, false, Tone::Gain);
        if (!spans(left, right)) return;
        const double high = m_letters.small.height() + 3.0;
        const auto beside = [&](std::size_t which, std::size_t other, const QString& text) {
            label(left, at[which].y() + (at[which].y() <= at[other].y() ? -high : 2), text);
        };
        beside(1, 0, tr("Stop %1").arg(distanceText(p[0].price, p[1].price, m_places.tick())));
        QString reward = rewardText(p[0].price, p[1].price, p[2].price);
        if (!reward.isEmpty()) reward = QStringLiteral(" · ") + reward;
        beside(2, 0, tr("Target %1").arg(distanceText(p[0].price, p[2].price, m_places.tick())) + reward);
        label(left, at[0].y() + (at[1].y() > at[0].y() ? 2 : -high),
              tr("Entry %1 · %2").arg(priceText(raw(0)), timeText(0, 2)));
    }
    void note() {
        const QPointF at = m_shape.handles[0];
        if (m_plot.contains(at)) label(at.x() + 2, at.y() - m_letters.large.height() / 2.0, text(), true);
    }
    /// While it is being placed it has no words yet.
    [[nodiscard]] QString text() const {
        return m_drawing.text.empty() ? tr("Text") : QString::fromStdString(m_drawing.text);
    }
    void brush() {
        const auto& at = m_shape.handles;
        for (std::size_t i = 1; i < at.size(); ++i) line(at[i - 1], at[i], false);
        const QPointF dot(0.5, 0);
        if (at.size() == 1) line(at[0] - dot, at[0] + dot, false);
        m_shape.handles.clear(); // hundreds of points are no handles
    }

    const Drawing& m_drawing;
    const Places& m_places;
    const Letters& m_letters;
    const QRectF m_plot;
    Shape m_shape;
};

} // namespace

std::optional<QLineF> cut(QPointF from, QPointF to, bool beyond, const QRectF& rect) {
    const QPointF along = to - from;
    double first = 0;
    double last = beyond ? std::numeric_limits<double>::max() : 1;
    const auto keep = [&](double speed, double start, double low, double high) {
        if (speed == 0) return start >= low && start <= high;
        const auto [in, out] = std::minmax({(low - start) / speed, (high - start) / speed});
        first = std::max(first, in);
        last = std::min(last, out);
        return first <= last;
    };
    if (along.isNull() && beyond) return std::nullopt;
    if (!keep(along.x(), from.x(), rect.left(), rect.right())) return std::nullopt;
    if (!keep(along.y(), from.y(), rect.top(), rect.bottom())) return std::nullopt;
    return QLineF(from + first * along, from + last * along);
}

Shape shapeOf(const Drawing& drawing, const Places& places, const Letters& letters) {
    if (drawing.points.size() < infoOf(drawing.tool).points) return {};
    return Shaper(drawing, places, letters).build();
}

std::optional<Hit> hitOf(const Shape& shape, const QPointF& at) {
    for (std::size_t i = shape.handles.size(); i-- > 0;) {
        const QPointF by = shape.handles[i] - at;
        if (std::hypot(by.x(), by.y()) <= kHandleReach) return Hit{i};
    }
    const auto near = [&](const ShapeLine& line) { return distanceTo(line.line, at) <= kReach; };
    const auto over = [&](const ShapeLabel& label) { return QRectF(label.rect).contains(at); };
    if (std::ranges::any_of(shape.lines, near) || std::ranges::any_of(shape.labels, over)) return Hit{};
    return std::nullopt;
}

QString distanceText(Price from, Price to, Price tick) {
    const std::int64_t by = to.raw() - from.raw();
    const std::int64_t ticks = by / std::max<std::int64_t>(1, tick.raw());
    return tr("%1 · %2 ticks · %3 %")
        .arg(ui::signedNumber(by, Price::kDecimals, ui::decimalsOf(tick)), ui::number(std::abs(ticks), 0, 0),
             ui::changePercent(from, to));
}

QString rewardText(Price entry, Price stop, Price target) {
    const double risk = static_cast<double>(entry.raw() - stop.raw());
    if (risk == 0) return {};
    const double reward = static_cast<double>(target.raw() - entry.raw()) / risk;
    return QStringLiteral("%1 R").arg(ui::number(std::llround(reward * 100), 2, 2));
}

} // namespace qd::drawings
