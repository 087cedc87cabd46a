#pragma once

#include "widgets/status/StatusFigures.h"

#include <QPainter>
#include <QRect>
#include <QRegion>

namespace qd::ui {

/// Lays figures out in as many columns as fit a width, and paints them. Main thread.
class StatusView {
  public:
    explicit StatusView(const PaneContext& context) : m_context(context) {}

    enum class Change : std::uint8_t {
        None,
        Lines,       ///< some lines read otherwise: `dirty` is where they stand
        Arrangement, ///< lay out anew
    };
    /// Takes figures over; tells how they differ from those shown.
    Change setFigures(StatusFigures figures, QRegion& dirty);
    [[nodiscard]] const StatusFigures& figures() const { return m_figures; }
    /// Arranges everything for a width; returns the height it takes.
    int layout(int width);
    void paint(QPainter& painter, const QRegion& dirty) const;
    /// The definition of the figure at a point; empty when there is none.
    [[nodiscard]] QString tipAt(const QPoint& at) const;

  private:
    struct Sentence {
        QRect rect;
        QString text;
        Token token;
        bool headline;
    };
    struct Placed {
        QRect rect;
        const StatusGroup* group;
        std::vector<int> cellRights; ///< where the cells end, from the left edge of the group
    };
    [[nodiscard]] int lineHeight() const { return m_context.theme().denseRowHeight(); }
    [[nodiscard]] int headingHeight() const { return m_context.theme().scaled(24); }
    [[nodiscard]] int heightOf(const StatusGroup& group) const;
    [[nodiscard]] QRect lineRect(const Placed& placed, std::size_t line) const;
    int placeSentences(int width, int margin);
    [[nodiscard]] bool sameArrangement(const StatusFigures& figures) const;
    [[nodiscard]] std::vector<int> cellRightsOf(const StatusGroup& group, int width) const;
    void paintHeading(QPainter& painter, const Placed& placed) const;
    void paintLine(QPainter& painter, const Placed& placed, const QRect& rect, const StatusLine& line) const;

    const PaneContext& m_context;
    StatusFigures m_figures;
    std::vector<Sentence> m_sentences;
    std::vector<Placed> m_groups;
};

} // namespace qd::ui
