#pragma once

#include "widgets/chart/ChartLook.h"
#include "widgets/chart/ColumnRaster.h"
#include "widgets/chart/IndicatorLine.h"
#include "widgets/chart/PlotBars.h"

#include <QPainter>
#include <QPolygonF>

namespace qd::chart {

/// Share of the plot's height that the largest volume in view takes.
inline constexpr double kVolumeShare = 0.18;

/// How a study is drawn.
struct IndicatorStroke {
    const IndicatorLine& values;
    std::size_t from = 0; ///< first bar whose value is true
    QColor color;
    bool daily = false; ///< begins anew every UTC day: the days' lines are not joined
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
    /// An indicator at the last bar of each plotted one.
    void line(QPainter& painter, const std::vector<PlotBar>& plotted, const BarSeries& bars,
              const IndicatorStroke& stroke, const Viewport& view, qreal ratio);

  private:
    struct Pen {
        QColor color;
        qreal ratio = 1;
        bool daily = false;
        QColor ground; ///< below the line; invalid: none
    };
    template<class ValueOf>
    void polyline(QPainter& painter, const std::vector<PlotBar>& plotted, const BarSeries& bars, const Viewport& view,
                  const Pen& pen, const ValueOf& valueOf);
    void flush(QPainter& painter, double slot, const Pen& pen, double bottom);

    ColumnRaster m_raster;
    std::vector<QRect> m_up;
    std::vector<QRect> m_down;
    QPolygonF m_points;
};

/// The largest volume among them, at least 1.
[[nodiscard]] Int128 largestVolume(const std::vector<PlotBar>& plotted);

} // namespace qd::chart
