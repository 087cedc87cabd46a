#pragma once

#include "widgets/drawings/DrawingShape.h"
#include "widgets/drawings/Drawings.h"

#include <QPainter>

namespace qd::drawings {

/// What drawings are painted with.
struct DrawingInk {
    std::array<QColor, kColours.size()> colours;
    QColor gain;
    QColor loss;
    QColor veil; ///< behind labels; lets what is under them shine through
    ui::GlyphAtlas& small;
    ui::GlyphAtlas& large;
    [[nodiscard]] Letters letters() const { return {small, large}; }
};

/// Which drawings a plot shows, in two parts: those that stand still belong into the plot's kept picture, the one in
/// the hand and the marks of the selected one are painted every frame. Main thread.
class DrawingLayer {
  public:
    /// What the kept part depends on, besides the view.
    struct Key {
        const Drawings* drawings = nullptr;
        std::uint64_t revision = 0;
        std::uint32_t hidden = 0;
        friend bool operator==(const Key&, const Key&) = default;
    };

    /// Null: none. They outlive the layer, or are replaced.
    void show(const Drawings* drawings) { m_drawings = drawings; }
    /// The one in the hand, instead of the one of the same id; null: none. And the selected one, 0: none.
    void setHand(const Drawing* live, std::uint32_t selected) {
        m_live = live;
        m_selected = selected;
    }
    [[nodiscard]] Key key() const;

    /// The painter is clipped to the plot. Texts of the kept part are painted with the live one.
    void paintKept(QPainter& painter, const Places& places, const DrawingInk& ink) const;
    void paintLive(QPainter& painter, const Places& places, const DrawingInk& ink) const;

    struct Found {
        std::uint32_t id = 0;
        Hit hit;
    };
    /// The topmost drawing at a place; the selected one comes first.
    [[nodiscard]] std::optional<Found> at(const QPointF& at, const Places& places, const Letters& letters) const;

  private:
    struct SeenLabel {
        ShapeLabel label;
        QColor colour;
    };
    void paintShape(QPainter& painter, const Drawing& drawing, const Shape& shape, const DrawingInk& ink) const;
    static void paintLabel(QPainter& painter, const ShapeLabel& label, const QColor& colour, const DrawingInk& ink);

    const Drawings* m_drawings = nullptr;
    const Drawing* m_live = nullptr;
    std::uint32_t m_selected = 0;
    mutable std::vector<SeenLabel> m_labels; ///< of what is in the kept picture: they are read over the newest bar
};

} // namespace qd::drawings
