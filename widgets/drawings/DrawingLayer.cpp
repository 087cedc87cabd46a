#include "widgets/drawings/DrawingLayer.h"

#include <ranges>

namespace qd::drawings {
namespace {

constexpr int kGround = 28; ///< opacity of what is filled, of 255

QColor colourOf(Tone tone, const QColor& own, const DrawingInk& ink) {
    return tone == Tone::Gain ? ink.gain : tone == Tone::Loss ? ink.loss : own;
}

/// A little bell beside a line that tells when it is crossed; hollow when it has told.
void paintWatch(QPainter& painter, const Drawing& drawing, const Shape& shape, const QColor& own) {
    if (drawing.watch == Watch::Off || shape.lines.empty()) return;
    const QPointF at = shape.lines.front().line.center();
    painter.setPen(QPen(own, 1.5));
    painter.setBrush(drawing.watch == Watch::On ? QBrush(own) : QBrush(Qt::NoBrush));
    painter.drawEllipse(at, 4, 4);
}

} // namespace

void DrawingLayer::paintLabel(QPainter& painter, const ShapeLabel& label, const QColor& colour, const DrawingInk& ink) {
    painter.fillRect(label.rect, ink.veil);
    (label.large ? ink.large : ink.small)
        .drawLeft(painter, label.rect.left() + 4, label.rect.top() + 1, label.text, colour);
}

void DrawingLayer::paintShape(QPainter& painter, const Drawing& drawing, const Shape& shape,
                              const DrawingInk& ink) const {
    const QColor own = ink.colours[drawing.colour];
    for (const ShapeGround& ground : shape.grounds) {
        QColor filled = colourOf(ground.tone, own, ink);
        filled.setAlpha(kGround);
        painter.fillRect(ground.rect, filled);
    }
    painter.setRenderHint(QPainter::Antialiasing);
    for (const ShapeLine& line : shape.lines) {
        QPen pen(colourOf(line.tone, own, ink), drawing.width, Qt::SolidLine, Qt::RoundCap);
        if (line.dashed) pen = QPen(pen.brush(), 1, Qt::DashLine);
        painter.setPen(pen);
        painter.drawLine(line.line);
    }
    paintWatch(painter, drawing, shape, own);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

DrawingLayer::Key DrawingLayer::key() const {
    return {m_drawings, m_drawings == nullptr ? 0 : m_drawings->revision(), m_live == nullptr ? 0 : m_live->id};
}

void DrawingLayer::paintKept(QPainter& painter, const Places& places, const DrawingInk& ink) const {
    m_labels.clear();
    if (m_drawings == nullptr) return;
    for (const Drawing& drawing : m_drawings->all()) {
        if (m_live != nullptr && drawing.id == m_live->id) continue;
        const Shape shape = shapeOf(drawing, places, ink.letters());
        paintShape(painter, drawing, shape, ink);
        for (const ShapeLabel& label : shape.labels) m_labels.push_back({label, ink.colours[drawing.colour]});
    }
}

void DrawingLayer::paintLive(QPainter& painter, const Places& places, const DrawingInk& ink) const {
    for (const SeenLabel& seen : m_labels) paintLabel(painter, seen.label, seen.colour, ink);
    const Drawing* marked = m_drawings == nullptr ? nullptr : m_drawings->find(m_selected);
    if (m_live != nullptr) {
        marked = m_live;
        const Shape shape = shapeOf(*m_live, places, ink.letters());
        paintShape(painter, *m_live, shape, ink);
        for (const ShapeLabel& label : shape.labels) paintLabel(painter, label, ink.colours[m_live->colour], ink);
    }
    if (marked == nullptr) return;
    const Shape shape = shapeOf(*marked, places, ink.letters());
    const QColor own = ink.colours[marked->colour];
    painter.setPen(QPen(own, 1));
    painter.setBrush(ink.veil);
    std::vector<QPointF> handles = shape.handles;
    // A brush has no points to hold; its ends show that it is selected.
    if (marked->tool == Tool::Brush && !shape.lines.empty())
        handles = {shape.lines.front().line.p1(), shape.lines.back().line.p2()};
    for (const QPointF& at : handles) {
        if (QRectF(places.plot()).contains(at)) painter.drawRect(QRectF(at - QPointF(3, 3), QSizeF(6, 6)));
    }
}

std::optional<DrawingLayer::Found> DrawingLayer::at(const QPointF& at, const Places& places,
                                                    const Letters& letters) const {
    if (m_drawings == nullptr || !places.plot().contains(at.toPoint())) return std::nullopt;
    if (const Drawing* selected = m_drawings->find(m_selected)) {
        if (const auto hit = hitOf(shapeOf(*selected, places, letters), at)) return Found{selected->id, *hit};
    }
    for (const Drawing& drawing : m_drawings->all() | std::views::reverse) {
        if (const auto hit = hitOf(shapeOf(drawing, places, letters), at)) return Found{drawing.id, *hit};
    }
    return std::nullopt;
}

} // namespace qd::drawings
