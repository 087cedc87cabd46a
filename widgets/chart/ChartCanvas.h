#pragma once

#include "widgets/chart/BarPainter.h"
#include "widgets/chart/ChartScene.h"
#include "widgets/chart/MarkLayer.h"

#include <QImage>

namespace qd::chart {

/// What lies over the bars for a moment.
struct Overlay {
    std::optional<QPoint> cross;           ///< crosshair, within the plot
    std::optional<ui::LinkedCross> linked; ///< of another pane
    QString status;                        ///< data is not live, and since when; empty when it is
    QString problem;                       ///< why bars are missing
    QString notice;                        ///< what was just refused, and why
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
    void paint(QPainter& painter, const QSize& size, const ChartScene& scene, MarkLayer& marks, const Overlay& overlay,
               ChartLook& look, const ui::Theme& theme);

    /// Width of the price axis for the view and these marks.
    [[nodiscard]] static int axisWidth(const ChartScene& scene, const std::vector<Mark>& marks, ChartLook& look);
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
        ChartOptions options;
        std::uint64_t doubts = 0;
        std::uint64_t fills = 0;
        std::size_t emaFrom = 0;
        std::size_t vwapFrom = 0;
        friend bool operator==(const Key&, const Key&) = default;
    };

    void paintPicture(const ChartScene& scene, const Key& key, ChartLook& look);
    void paintGrid(QPainter& painter, const ChartScene& scene, ChartLook& look) const;
    void paintDoubts(QPainter& painter, const ChartScene& scene, const ChartLook& look) const;
    /// Bars as they are to be drawn, when each stands by itself.
    void paintBars(QPainter& painter, const ChartScene& scene, std::vector<PlotBar>& plotted, const ChartLook& look);
    /// Closes, where the style is a line, and studies.
    void paintLines(QPainter& painter, const ChartScene& scene, const std::vector<PlotBar>& plotted,
                    const ChartLook& look);
    void paintFills(QPainter& painter, const ChartScene& scene, UnixNanos from, const ChartLook& look) const;
    void paintLast(QPainter& painter, const ChartScene& scene, const ChartLook& look);
    void paintAxis(QPainter& painter, const ChartScene& scene, const MarkLayer& marks, const Overlay& overlay,
                   ChartLook& look) const;
    void paintDimmed(QPainter& painter, const ChartScene& scene, const ChartLook& look) const;

    BarPainter m_bars;
    std::vector<PlotBar> m_plotted; ///< in the picture
    std::vector<PlotBar> m_last;    ///< drawn every frame
    Int128 m_fullVolume = 1;
    Key m_key;
    QImage m_picture;
    std::uint64_t m_picturesMade = 0;
};

} // namespace qd::chart
