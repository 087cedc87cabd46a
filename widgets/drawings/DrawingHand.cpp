#include "widgets/drawings/DrawingHand.h"

#include <algorithm>
#include <cmath>

namespace qd::drawings {
namespace {

constexpr double kMeant = 4;     ///< pixels that make a press a drag
constexpr double kBrushStep = 3; ///< pixels between the points of a brush

double apart(const QPointF& a, const QPointF& b) { return std::hypot(a.x() - b.x(), a.y() - b.y()); }

} // namespace

Drawing shifted(const Drawing& drawing, const QPointF& pixels, const Places& places) {
    Drawing moved = drawing;
    if (moved.points.empty()) return moved;
    const Anchor& first = drawing.points.front();
    // Where distances are distances, all prices move by the same ticks.
    const double y = places.yOfRaw(static_cast<double>(first.price.raw()));
    const std::int64_t raw = places.priceAt(y + pixels.y()).raw() - places.priceAt(y).raw();
    for (Anchor& anchor : moved.points) {
        const QPointF at = places.pointOf(anchor);
        const UnixNanos t = pixels.x() == 0 ? anchor.t : places.timeAt(at.x() + pixels.x());
        Price price = anchor.price;
        if (pixels.y() != 0)
            price = places.isLogarithmic() ? places.priceAt(at.y() + pixels.y()) : Price(anchor.price.raw() + raw);
        anchor = bounded({t, std::max(price, places.tick())});
    }
    return moved;
}

void DrawingHand::choose(std::optional<Tool> tool) {
    cancel();
    m_tool = tool;
}

void DrawingHand::setStyle(std::uint8_t colour, std::uint8_t width) {
    m_colour = colour;
    m_width = width;
}

void DrawingHand::press(const QPointF& at, const Anchor& anchor) {
    if (!m_tool) return;
    m_pressedAt = m_lastAt = at;
    m_moved = false;
    if (isPlacing() && m_drawing->tool != Tool::Brush) { // a stroke whose button was lost begins anew
        m_first = false;
        return setRest(anchor);
    }
    const ToolInfo& info = infoOf(*m_tool);
    m_drawing = Drawing{.tool = *m_tool, .colour = m_colour, .width = m_width};
    m_drawing->points.assign(info.points, anchor);
    m_placed = info.points == 1 ? 0 : 1;
    m_first = true;
}

void DrawingHand::grab(const Drawing& drawing, std::optional<std::size_t> handle, const QPointF& at) {
    m_drawing = m_before = drawing;
    m_handle = handle;
    m_pressedAt = m_lastAt = at;
    m_moved = false;
}

void DrawingHand::setRest(const Anchor& anchor) {
    for (std::size_t i = m_placed; i < m_drawing->points.size(); ++i) m_drawing->points[i] = anchor;
}

void DrawingHand::moveTo(const QPointF& at, const Anchor& anchor, const Places& places, bool held) {
    if (!m_drawing) return;
    m_moved = m_moved || (held && apart(at, m_pressedAt) >= kMeant);
    if (isPlacing()) {
        if (m_drawing->tool != Tool::Brush) return setRest(anchor);
        if (!held || apart(at, m_lastAt) < kBrushStep || m_drawing->points.size() >= kMostBrushPoints) return;
        m_lastAt = at;
        m_drawing->points.push_back(anchor);
        return;
    }
    if (!m_moved) return;
    if (m_handle && *m_handle < m_drawing->points.size())
        m_drawing->points[*m_handle] = anchor;
    else
        *m_drawing = shifted(m_before, at - m_pressedAt, places);
}

std::optional<Drawing> DrawingHand::release(const QPointF& at, const Anchor& anchor) {
    if (!m_drawing) return std::nullopt;
    if (!isPlacing()) {
        const std::optional<Drawing> moved = m_moved && *m_drawing != m_before ? m_drawing : std::nullopt;
        m_drawing.reset();
        return moved;
    }
    if (m_drawing->tool != Tool::Brush) {
        const bool dragged = apart(at, m_pressedAt) >= kMeant;
        const bool one = m_drawing->points.size() == 1;
        if (m_first && !one && !dragged) return std::nullopt; // the next click sets the next point
        if (!one && m_drawing->points[m_placed - 1] == anchor) return std::nullopt;
        setRest(anchor);
        if (++m_placed < m_drawing->points.size()) return std::nullopt;
    }
    return std::exchange(m_drawing, std::nullopt);
}

void DrawingHand::cancel() { m_drawing.reset(); }

} // namespace qd::drawings
