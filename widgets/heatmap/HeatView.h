#pragma once

#include "widgets/base/GlyphAtlas.h"
#include "widgets/base/Pane.h"
#include "widgets/heatmap/HeatImage.h"
#include "widgets/heatmap/HeatScene.h"
#include "widgets/plot/AxisPainter.h"

#include <QPushButton>

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

/// The plot with its axes: paints the scene and is its mouse and keys. Main thread.
class HeatView : public QWidget {
    Q_OBJECT
  public:
    HeatView(HeatPane& pane, ui::PaneContext& context);

    [[nodiscard]] HeatScene& scene() { return m_scene; }
    [[nodiscard]] const HeatScene& scene() const { return m_scene; }
    [[nodiscard]] const HeatImage& image() const { return m_image; }
    [[nodiscard]] const HeatColours& colours() const { return m_colours; }
    /// Reads what is new and asks for a repaint if something changed.
    void readNew(const ui::Frame& frame);
    /// The market, an option or the theme changed.
    void refresh();
    /// The crosshair of another pane; empty: it has none.
    void showLinked(std::optional<ui::LinkedCross> cross);
    /// What is displayed at a point of the plot.
    [[nodiscard]] HeatReading readingAt(const QPointF& at) const;
    /// The words over the plot: status, or why there is nothing; empty when all is well.
    [[nodiscard]] const QString& sentence() const { return m_sentence; }

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    enum class Part : std::uint8_t { Plot, Prices, Times, Corner };

    [[nodiscard]] QPushButton* overlayButton(const QString& name, const QString& text, const QString& help);
    [[nodiscard]] plot::AxisInk ink();
    [[nodiscard]] Part partAt(const QPoint& at) const;
    void layOut();
    void placeButtons();
    void moved();
    bool viewKey(const QKeyEvent& event);
    bool crossKey(const QKeyEvent& event);
    void moveCross(int columns, int rows);
    /// Shows or hides the crosshair, here and in linked panes.
    void setCross(std::optional<QPoint> at);
    void scale(bool atOnce);
    void readSentence(const ui::Frame& frame);
    [[nodiscard]] QString readout() const;

    // HeatPainting.cpp
    void paintHeat(QPainter& painter);
    void paintBest(QPainter& painter) const;
    void paintBubbles(QPainter& painter) const;
    void paintOrders(QPainter& painter);
    void paintCross(QPainter& painter);
    void paintLegend(QPainter& painter);
    void paintWords(QPainter& painter);

    HeatPane& m_pane;
    ui::PaneContext& m_context;
    HeatScene m_scene;
    HeatImage m_image;
    HeatColours m_colours;
    Window m_window;
    ui::GlyphAtlas m_small;
    ui::GlyphAtlas m_text;
    qreal m_ratio = 0;
    QPushButton* m_newest = nullptr;
    QPushButton* m_centre = nullptr;
    int m_axisWidth = 0;
    std::int64_t m_scaledAt = 0; ///< monotonic
    std::int64_t m_frameNanos = 0;
    QString m_sentence;
    bool m_stale = false; ///< the sentence says so: the map is dimmed
    bool m_empty = true;  ///< nothing was seen yet: the sentence stands instead of the map

    std::optional<QPoint> m_cross;
    std::optional<ui::LinkedCross> m_linked; ///< of another pane
    std::optional<Part> m_grip;
    QPoint m_lastAt;
};

} // namespace qd::heatmap
