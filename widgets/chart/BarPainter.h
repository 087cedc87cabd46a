#pragma once

#include "widgets/chart/ChartLook.h"
#include "widgets/chart/ColumnRaster.h"
#include "widgets/chart/Comparisons.h"
#include "widgets/chart/PlotBars.h"
#include "widgets/studies/Studies.h"

#include <QPainter>
#include <QPolygonF>

namespace qd::chart {

/// Share of the plot's height that the largest volume in view takes.
inline constexpr double kVolumeShare = 0.18;

/// The scale of a pane of its own.
struct ValueAxis {
    QRect rect;
    double low = 0;
    double high = 1; ///< > low
    [[nodiscard]] double yOf(double value) const { return rect.top() + (high - value) / (high - low) * rect.height(); }
    [[nodiscard]] double valueAt(double y) const { return high - (y - rect.top()) / rect.height() * (high - low); }
    friend bool operator==(const ValueAxis&, const ValueAxis&) = default;
};

/// A line of a study, and with what it is drawn.
struct StudyStroke {
    const Study& study;
    std::size_t line = 0;
    QColor color;
    const ValueAxis* axis = nullptr; ///< null: among prices
    bool beyond = false;             ///< what is drawn ahead of the newest bar too
};

/// Draws bars, volumes and lines over them. The painter's coordinates are device pixels. Keeps its lists, so that
/// painting allocates nothing once it has seen the widest plot.
class BarPainter {
  public:
    void candles(QPainter& painter, const std::vector<PlotBar>& plotted, const Viewport& view, const ChartLook& look);
    /// Bodies of bars that rose are empty; a bar is up when it closed above the close before.
    void hollow(QPainter& painter, const std::vector<PlotBar>& plotted, const BarSeries& bars, const Viewport& view,
                const ChartLook& look);
    /// From low to high, the open to the left, the close to the right.
    void ticks(QPainter& painter, const std::vector<PlotBar>& plotted, const Viewport& view, const ChartLook& look);
    /// From high to low in the colour of the line of closes: by columns it alone would hide them.
    void extremes(QPainter& painter, const std::vector<PlotBar>& plotted, const Viewport& view, const ChartLook& look);
    /// Volumes and candles (or extremes) by columns, straight into a picture: several times faster than by a painter.
    void columns(QImage& picture, const std::vector<PlotBar>& plotted, const Viewport& view, const ChartLook& look,
                 bool candles, Int128 full);
    /// Closes joined by a line; `area`: over their ground.
    void closes(QPainter& painter, const std::vector<PlotBar>& plotted, const BarSeries& bars, const Viewport& view,
                const ChartLook& look, bool area);
    /// `full`: the volume that takes the whole share.
    void volumes(QPainter& painter, const std::vector<PlotBar>& plotted, const Viewport& view, const ChartLook& look,
                 Int128 full);
    /// Another market's closes joined by a line, in percent as the chart's own are.
    void compared(QPainter& painter, const std::vector<PlotBar>& plotted, const Comparison& other, Price ownBase,
                  const QColor& color, const Viewport& view, qreal ratio);
    /// A line of a study at the last bar of each plotted one.
    void line(QPainter& painter, const std::vector<PlotBar>& plotted, const BarSeries& bars, const StudyStroke& stroke,
              const Viewport& view, const ChartLook& look);

  private:
    struct Pen {
        QColor color;
        qreal ratio = 1;
        std::optional<int> sessions; ///< where they begin: the line of one is not joined to the next
        QColor ground;               ///< below the line; invalid: none
        bool steps = false;          ///< a value stands until the next one
        std::int64_t ahead = 0;      ///< bars beyond the newest that have values too
    };
    template<class ValueOf, class YOf>
    void polyline(QPainter& painter, const std::vector<PlotBar>& plotted, const BarSeries& bars, const Viewport& view,
                  const Pen& pen, const ValueOf& valueOf, const YOf& yOf);
    void flush(QPainter& painter, double slot, const Pen& pen, double bottom);
    void studyColumns(QPainter& painter, const std::vector<PlotBar>& plotted, const StudyStroke& stroke,
                      const ChartLook& look);
    template<class ValueOf, class YOf>
    void dots(QPainter& painter, const std::vector<PlotBar>& plotted, const StudyStroke& stroke, qreal ratio,
              const ValueOf& valueOf, const YOf& yOf);

    ColumnRaster m_raster;
    std::vector<QRect> m_up;
    std::vector<QRect> m_down;
    QPolygonF m_points;
};

/// The largest volume among them, at least 1.
[[nodiscard]] Int128 largestVolume(const std::vector<PlotBar>& plotted);

} // namespace qd::chart
