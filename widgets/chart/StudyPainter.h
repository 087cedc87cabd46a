#pragma once

#include "widgets/chart/BarPainter.h"
#include "widgets/chart/ChartScene.h"

namespace qd::chart {

/// Draws studies: over the bars, and in panes below them. Main thread.
class StudyPainter {
  public:
    explicit StudyPainter(BarPainter& bars) : m_bars(bars) {}

    /// Scales the panes to what is plotted and `last`, the bars drawn every frame. `anew`: `plotted` is another than
    /// before. True: a scale changed, so that what was painted is not right any more.
    bool scale(const ChartScene& scene, const std::vector<PlotBar>& plotted, const std::vector<PlotBar>& last,
               bool anew);
    /// Of a pane of the scene, in the order of ChartScene::panes.
    [[nodiscard]] const std::vector<ValueAxis>& scales() const { return m_axes; }

    /// Width that the axis of a study with a pane of its own needs.
    [[nodiscard]] static int axisWidth(const ChartScene& scene, const Study& study, ChartLook& look);
    /// Edges and levels of the panes.
    void ground(QPainter& painter, const ChartScene& scene, ChartLook& look) const;
    /// Lines among prices. The painter's coordinates are device pixels.
    void overlays(QPainter& painter, const ChartScene& scene, const std::vector<PlotBar>& plotted, bool beyond,
                  const ChartLook& look);
    /// Lines in panes. The painter's coordinates are device pixels; its clipping is changed.
    void panes(QPainter& painter, const ChartScene& scene, const std::vector<PlotBar>& plotted, bool beyond,
               const ChartLook& look);
    /// The axes of the panes, with the newest values.
    void axes(QPainter& painter, const ChartScene& scene, ChartLook& look) const;

  private:
    void lines(QPainter& painter, const ChartScene& scene, const std::vector<PlotBar>& plotted, StudyStroke stroke,
               const ChartLook& look);

    /// What a longer bar that is still being made would say, from the newest bar to where it ends.
    static void provisional(QPainter& painter, const ChartScene& scene, const Study& study, const ValueAxis* axis,
                            const ChartLook& look);

    /// The ground between two lines of a study among prices.
    void band(QPainter& painter, const ChartScene& scene, const std::vector<PlotBar>& plotted, const Study& study,
              bool beyond, const ChartLook& look);
    struct Edge {
        double x;
        double first; ///< y, device pixels
        double second;
    };
    /// Paints what m_edges bound and begins anew.
    void fillBand(QPainter& painter, const Study& study, const ChartLook& look);

    /// Least and most of what is drawn; low > high: nothing.
    struct Span {
        double low;
        double high;
    };
    /// Round values, where `taken` leaves room.
    static void labels(QPainter& painter, const ValueAxis& axis, const std::vector<int>& taken, ChartLook& look);
    static void widen(Span& span, const Study& study, const std::vector<PlotBar>& plotted);

    BarPainter& m_bars;
    std::vector<ValueAxis> m_axes;
    std::vector<Edge> m_edges;
    std::vector<Span> m_plotted; ///< of what was plotted when it was last another
};

} // namespace qd::chart
