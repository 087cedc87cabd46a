#pragma once

#include "widgets/chart/BarPainter.h"
#include "widgets/chart/ChartScene.h"
#include "widgets/chart/MarkLayer.h"
#include "widgets/chart/Readout.h"
#include "widgets/chart/StudyPainter.h"

#include <QImage>

namespace qd::chart {

/// What lies over the bars for a moment.
struct Overlay {
    std::optional<QPoint> cross;           ///< crosshair, within the plot
    std::optional<ui::LinkedCross> linked; ///< of another pane
    QString status;                        ///< data is not live, and since when; empty when it is
    QString beginning;                     ///< why there are no older bars; empty while that is not in view
    QString problem;                       ///< why bars are missing
    QString notice;                        ///< what was just refused, and why
    bool good = false;                     ///< the notice is no objection
    QString hint;                          ///< what the hand is to do
    QString countdown;                     ///< until the bar ends
    QString empty;                         ///< instead of bars
    friend bool operator==(const Overlay&, const Overlay&) = default;
};

/// Paints a scene. Everything but the last bar and what stands on the axis is kept as a picture and drawn anew only
/// when it changed. Main thread.
class ChartCanvas {
  public:
    /// The theme changed.
    void invalidate() { m_key = {}; }
    /// What is drawn over the bars; it outlives the canvas.
    void setDrawings(const drawings::DrawingLayer& layer) { m_drawings = &layer; }
    void paint(QPainter& painter, const QSize& size, const ChartScene& scene, MarkLayer& marks, const Overlay& overlay,
               ChartLook& look, const ui::Theme& theme);

    /// Width of the price axis for the view and these marks.
    [[nodiscard]] static int axisWidth(const ChartScene& scene, const std::vector<Mark>& marks, ChartLook& look);
    /// Names of studies as they stand in the picture that was painted last.
    [[nodiscard]] const std::vector<LegendEntry>& legend() const { return m_legend; }
    /// Scales of the panes, in the order of ChartScene::panes.
    [[nodiscard]] const std::vector<ValueAxis>& paneAxes() const { return m_studies.scales(); }
    /// How often the kept picture was painted; for tests.
    [[nodiscard]] std::uint64_t picturesMade() const { return m_picturesMade; }

  private:
    /// What the kept picture depends on.
    struct Key {
        Viewport view;
        QSize size;
        qreal ratio = 0;
        std::uint64_t rewrites = 0;
        std::uint64_t prepended = 0;
        IndexRange bars;
        std::uint64_t options = 0;
        std::uint64_t doubts = 0;
        std::uint64_t fills = 0;
        std::uint64_t studies = 0;
        std::uint64_t comparisons = 0;
        drawings::DrawingLayer::Key drawings;
        friend bool operator==(const Key&, const Key&) = default;
    };

    /// Of what is in m_plotted.
    void paintPicture(const ChartScene& scene, const Key& key, ChartLook& look);
    void paintGrid(QPainter& painter, const ChartScene& scene, ChartLook& look) const;
    void paintDoubts(QPainter& painter, const ChartScene& scene, const ChartLook& look) const;
    /// Bars as they are to be drawn, when each stands by itself.
    void paintBars(QPainter& painter, const ChartScene& scene, std::vector<PlotBar>& plotted, const ChartLook& look);
    /// Closes, where the style is a line, and studies.
    void paintLines(QPainter& painter, const ChartScene& scene, const std::vector<PlotBar>& plotted, bool newest,
                    const ChartLook& look);
    /// What stands over the bars.
    void paintOver(QPainter& painter, const ChartScene& scene, MarkLayer& marks, const Overlay& overlay,
                   ChartLook& look, const ui::Theme& theme) const;
    void paintCrossTags(QPainter& painter, const ChartScene& scene, const QPoint& at, ChartLook& look) const;
    void paintComparisons(QPainter& painter, const ChartScene& scene, bool newest, const ChartLook& look);
    void paintFills(QPainter& painter, const ChartScene& scene, UnixNanos from, const ChartLook& look) const;
    void paintLast(QPainter& painter, const ChartScene& scene, const ChartLook& look);
    void paintAxis(QPainter& painter, const ChartScene& scene, const MarkLayer& marks, const Overlay& overlay,
                   ChartLook& look) const;

    static const drawings::DrawingLayer kNoDrawings;

    const drawings::DrawingLayer* m_drawings = &kNoDrawings;
    BarPainter m_bars;
    StudyPainter m_studies{m_bars};
    std::vector<LegendEntry> m_legend;
    std::vector<PlotBar> m_plotted; ///< in the picture
    std::vector<PlotBar> m_last;    ///< drawn every frame
    std::vector<PlotBar> m_other;   ///< of another market
    Int128 m_fullVolume = 1;
    Key m_key;
    QImage m_picture;
    std::uint64_t m_picturesMade = 0;
};

} // namespace qd::chart
