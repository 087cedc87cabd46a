#pragma once

#include "widgets/base/GlyphAtlas.h"
#include "widgets/heatmap/BubblePictures.h"
#include "widgets/heatmap/HeatImage.h"
#include "widgets/heatmap/HeatScene.h"
#include "widgets/plot/AxisPainter.h"
#include "widgets/plot/PlotView.h"

namespace qd::heatmap {

class HeatPane;

/// What lies under the pointer.
struct HeatReading {
    UnixNanos t;                  ///< begin of the column
    Price low;                    ///< of the row
    Price high;                   ///< the same where a row is one price
    std::optional<Quantity> size; ///< displayed on average; empty: nothing was seen then
    bool doubtful = false;
};

/// Paints the scene and says what lies under the pointer. Main thread.
class HeatView final : public plot::PlotView {
    Q_OBJECT
  public:
    HeatView(HeatPane& pane, ui::PaneContext& context);

    [[nodiscard]] HeatScene& scene() { return m_scene; }
    [[nodiscard]] const HeatScene& scene() const { return m_scene; }
    [[nodiscard]] const HeatImage& image() const { return m_image; }
    [[nodiscard]] const HeatColours& colours() const { return m_colours; }
    /// Reads what is new and asks for a repaint if something changed.
    void readNew(const ui::Frame& frame);
    /// Something shown beside the book changed: it is painted with the next news.
    void invalidate() { m_unshown = true; }
    /// The market, an option or the theme changed.
    void refresh() override;
    /// What is displayed at a point of the plot.
    [[nodiscard]] HeatReading readingAt(const QPointF& at) const;
    /// The words over the plot: status, or why there is nothing; empty when all is well.
    [[nodiscard]] const QString& sentence() const { return m_sentence; }

  protected:
    void paintEvent(QPaintEvent* event) override;
    void moved() override;
    [[nodiscard]] bool hasContent() const override { return !m_empty; }
    bool ownKey(const QKeyEvent& event) override;
    void moveCross(int columns, int rows) override;

  private:
    [[nodiscard]] plot::AxisInk ink();
    void layOut();
    void scale(bool atOnce);
    void readSentence(const ui::Frame& frame);
    [[nodiscard]] QString readout() const;

    // HeatPainting.cpp
    void paintHeat(QPainter& painter);
    void paintBest(QPainter& painter) const;
    void paintBubbles(QPainter& painter);
    void paintOrders(QPainter& painter);
    void paintLarge(QPainter& painter);
    void paintAbsorbed(QPainter& painter);
    void paintCross(QPainter& painter);
    void paintLegend(QPainter& painter);
    void paintWords(QPainter& painter);

    HeatPane& m_pane;
    ui::PaneContext& m_context;
    HeatScene m_scene;
    HeatImage m_image;
    HeatColours m_colours;
    BubblePictures m_bubbles;
    Window m_window;
    ui::GlyphAtlas m_small;
    ui::GlyphAtlas m_text;
    qreal m_ratio = 0;
    int m_axisWidth = 0;
    std::int64_t m_scaledAt = 0; ///< monotonic
    std::int64_t m_frameNanos = 0;
    std::int64_t m_shownNanos = 0; ///< frame at which news were shown last
    bool m_unshown = false;        ///< there are newer ones
    QString m_sentence;
    bool m_stale = false; ///< the sentence says so: the map is dimmed
    bool m_empty = true;  ///< nothing was seen yet: the sentence stands instead of the map
};

} // namespace qd::heatmap
