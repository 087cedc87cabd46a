#pragma once

#include "widgets/chart/ChartLook.h"
#include "widgets/chart/Marks.h"
#include "widgets/chart/TagLayout.h"
#include "widgets/plot/Viewport.h"

#include <QPainter>

#include <optional>

namespace qd::chart {

/// A mark with its place on the screen, device-independent pixels.
struct PlacedMark {
    Mark mark;
    TagPlace place;
    int lineY = 0; ///< of its price, meaningful when the edge is Inside
    QRect tag;     ///< on the axis
    QRect label;   ///< in the plot; empty when there is none
    QRect cross;   ///< the × in the label; empty when there is none
};

/// Lays out, draws and finds marks.
class MarkLayer {
  public:
    void lay(std::vector<Mark> marks, const plot::Viewport& view, int axisWidth, const ChartLook& look);

    /// Lines across the plot and connectors to tags that had to move.
    void paintLines(QPainter& painter, const plot::Viewport& view, const ui::Theme& theme) const;
    /// Labels in the plot and tags on the axis.
    void paintTags(QPainter& painter, ChartLook& look, const ui::Theme& theme, int decimals, bool doubtful);

    [[nodiscard]] const std::vector<PlacedMark>& placed() const { return m_placed; }
    [[nodiscard]] const PlacedMark* ofOrder(OrderId order) const;
    /// The order whose label, tag or line is at `at`.
    [[nodiscard]] const PlacedMark* orderAt(const QPoint& at, const plot::Viewport& view) const;
    /// The alert whose label, tag or line is there.
    [[nodiscard]] const PlacedMark* alertAt(const QPoint& at, const plot::Viewport& view) const;
    /// The position's entry, or a line of a draft, that is there.
    [[nodiscard]] const PlacedMark* entryAt(const QPoint& at, const plot::Viewport& view) const;
    [[nodiscard]] const PlacedMark* draftAt(const QPoint& at, const plot::Viewport& view) const;
    /// Whether a text of the axis at this height would lie under a tag.
    [[nodiscard]] bool coversAxis(int top, int bottom) const;

  private:
    [[nodiscard]] const PlacedMark* markAt(MarkKind kind, const QPoint& at, const plot::Viewport& view) const;
    void placeLabel(PlacedMark& placed, const plot::Viewport& view, const ChartLook& look) const;
    void paintLabel(QPainter& painter, const PlacedMark& placed, ChartLook& look, const ui::Theme& theme) const;
    void paintTag(QPainter& painter, const PlacedMark& placed, ChartLook& look, const ui::Theme& theme, int decimals,
                  bool doubtful) const;

    std::vector<PlacedMark> m_placed;
    QRect m_more; ///< tells how many tags had no room
    int m_hidden = 0;
};

} // namespace qd::chart
