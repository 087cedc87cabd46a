#pragma once

#include "widgets/base/GlyphAtlas.h"
#include "widgets/base/LinkGroups.h"
#include "widgets/base/Theme.h"
#include "widgets/plot/AxisTicks.h"

#include <QColor>
#include <QPainter>

#include <functional>
#include <vector>

namespace qd::plot {

inline constexpr int kTimeSpacing = 84; ///< pixels between two labels of the time axis

/// What axes are drawn with.
struct AxisInk {
    QColor grid;
    QColor dayGrid; ///< where a day, month or year begins
    QColor frame;   ///< between plot and axes
    QColor value;
    QColor hint;
    QColor panel; ///< behind texts that lie over others
    ui::GlyphAtlas& labels;
    int padding = 15; ///< left of the texts of the price axis
};

/// The theme's.
[[nodiscard]] AxisInk inkOf(const ui::Theme& theme, ui::GlyphAtlas& labels, int padding);

/// Width that the price axis needs for the view's prices and `highest`.
[[nodiscard]] int priceAxisWidth(const Viewport& view, const PriceAxis& axis, Price highest, const AxisInk& ink);

/// Over a plot whose market does not live: what is drawn is dimmed towards the ground.
void paintVeil(QPainter& painter, const QRect& plot, QColor ground);
/// The lines that part the plot from its axes.
void paintFrame(QPainter& painter, const Viewport& view, const AxisInk& ink);
void paintPriceGrid(QPainter& painter, const Viewport& view, const PriceAxis& axis, const AxisInk& ink);
/// A line on the time axis.
struct TimeMark {
    double x = 0;
    bool day = false; ///< a day, month or year begins
    QString label;
};
/// Lines with their labels below the plot, from left to right; a label that has no room is left out.
void paintTimeMarks(QPainter& painter, const Viewport& view, const std::vector<TimeMark>& marks, const AxisInk& ink,
                    bool lines = true);
/// Round times in view.
[[nodiscard]] std::vector<TimeMark> timeMarksOf(const Viewport& view);
/// The same at round times.
void paintTimes(QPainter& painter, const Viewport& view, const AxisInk& ink, bool lines = true);
/// Prices right of the plot. `covered`: something else stands there, from y to y.
void paintPrices(QPainter& painter, const Viewport& view, const PriceAxis& axis, const AxisInk& ink,
                 const std::function<bool(int, int)>& covered = {});

/// The crosshair's lines.
void paintCross(QPainter& painter, const Viewport& view, const QPoint& at, const AxisInk& ink);
/// What the crosshair says on the axes.
struct CrossTexts {
    QString price; ///< or the value there
    QString time;
};
void paintCrossTags(QPainter& painter, const Viewport& view, const QPoint& at, const CrossTexts& texts,
                    const AxisInk& ink);
/// The crosshair of another pane: where its moment and its price are in this one.
void paintLinkedCross(QPainter& painter, const Viewport& view, const ui::LinkedCross& cross, const QColor& color);

} // namespace qd::plot
