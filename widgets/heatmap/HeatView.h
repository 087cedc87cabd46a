#pragma once

#include "widgets/base/GlyphAtlas.h"
#include "widgets/base/Pane.h"
#include "widgets/heatmap/BubblePictures.h"
#include "widgets/heatmap/HeatImage.h"
#include "widgets/heatmap/HeatScene.h"
#include "widgets/plot/AxisPainter.h"
#include "widgets/plot/PlotView.h"
#include "widgets/terms/OrderMoves.h"

#include <tuple>

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

/// The best prices of a column, in ticks; 0 = none.
struct Best {
    std::int64_t column = 0;
    std::int32_t bid = 0;
    std::int32_t ask = 0;
};

/// An own order as it stands on the screen.
struct PlacedOrder {
    OrderId order;
    Side side = Side::Buy;
    int y = 0;     ///< of its line
    int begin = 0; ///< x from which on that is drawn
    QRect chip;
    QString text;
    std::optional<Price> target; ///< where it is on its way to, or would be let go
};

/// Paints the scene, says what lies under the pointer, and lets own orders be moved. Main thread.
class HeatView final : public plot::PlotView, public ui::OrderSurface {
    Q_OBJECT
  public:
    HeatView(HeatPane& pane, ui::PaneContext& context);

    [[nodiscard]] HeatScene& scene() { return m_scene; }
    [[nodiscard]] const HeatScene& scene() const { return m_scene; }
    [[nodiscard]] const HeatImage& image() const { return m_image; }
    [[nodiscard]] const HeatColours& colours() const { return m_colours; }
    /// What is in the hand is let go where it was: the prices are others.
    void showMarket(MarketId market);
    /// Reads what is new and asks for a repaint if something changed.
    void readNew(const ui::Frame& frame);
    /// The account changed: it is painted with the next news.
    void accountChanged() {
        m_accountChanged = true;
        m_scene.accountChanged();
    }
    /// The market, an option or the theme changed.
    void refresh() override;
    /// What is displayed at a point of the plot; in the column that is being made, the book as it stands.
    [[nodiscard]] HeatReading readingAt(const QPointF& at) const;
    /// The own fill or order at a point of the plot in words; empty: none is there.
    [[nodiscard]] QString ownAt(const QPointF& at) const;
    /// The words over the plot: status, or why there is nothing; empty when all is well.
    [[nodiscard]] const QString& sentence() const { return m_sentence; }
    /// What was just refused, or could not be; empty when nothing.
    [[nodiscard]] const QString& notice() const { return m_notice; }
    /// Own orders in view, as painted last.
    [[nodiscard]] const std::vector<PlacedOrder>& orders() const { return m_orders; }

    // ui::OrderSurface
    [[nodiscard]] QWidget* surface() override { return this; }
    [[nodiscard]] std::optional<QPoint> pointOfOrder(OrderId order) const override;
    [[nodiscard]] std::optional<QPoint> pointOfPrice(Side, Price price) const override { return pointAtPrice(price); }

  protected:
    void paintEvent(QPaintEvent* event) override;
    void moved() override;
    [[nodiscard]] bool hasContent() const override { return !m_empty; }
    bool ownKey(const QKeyEvent& event) override;
    void moveCross(int columns, int rows) override;
    std::optional<Hand> take(const QPoint& at) override;
    void carry(const QPoint& from, const QPoint& to) override;
    void drop() override;
    void letGo() override;
    [[nodiscard]] std::optional<Qt::CursorShape> ownCursor(const QPoint& at) const override;

  private:
    [[nodiscard]] plot::AxisInk ink();
    void layOut();
    void scale(bool atOnce);
    /// Asks for a repaint of what has become another picture: all of it, or what lies right of a moment.
    void repaintChanged(bool everything);
    void readSentence(const ui::Frame& frame);
    [[nodiscard]] QString readout() const;

    // HeatOrders.cpp
    void layOrders();
    void readMoves();
    void tell(const QString& notice);
    [[nodiscard]] bool orderKey(const QKeyEvent& event);
    [[nodiscard]] const PlacedOrder* orderAt(const QPoint& at) const;
    void paintOrders(QPainter& painter);
    [[nodiscard]] int lineBegin(OrderId order) const;
    void paintTarget(QPainter& painter, const PlacedOrder& order);

    // HeatTrails.cpp
    void paintTrails(QPainter& painter) const;
    void paintTrail(QPainter& painter, const OwnOrder& order) const;
    void paintFills(QPainter& painter) const;
    [[nodiscard]] QString fillAt(const QPointF& at) const;
    [[nodiscard]] QString trailAt(const QPointF& at) const;

    // HeatPainting.cpp
    void paintHeat(QPainter& painter);
    void paintMap(QPainter& painter, int left);
    void paintBest(QPainter& painter, int left);
    void paintBestOf(QPainter& painter, std::int32_t Best::* side, const QColor& color) const;
    void paintBubbles(QPainter& painter, int left);
    void paintLarge(QPainter& painter);
    void paintAbsorbed(QPainter& painter);
    void paintCross(QPainter& painter);
    void paintLegend(QPainter& painter);
    [[nodiscard]] const QPixmap& legendColours(const QSize& size);
    void paintWords(QPainter& painter);

    HeatPane& m_pane;
    ui::PaneContext& m_context;
    HeatScene m_scene;
    HeatImage m_image;
    HeatColours m_colours;
    Bubbles m_bubbles;
    BubblePictures m_pictures;
    Window m_window;
    std::optional<Column> m_open; ///< the column that is being made; empty far back
    ui::GlyphAtlas m_small;
    ui::GlyphAtlas m_text;
    qreal m_ratio = 0;
    int m_axisWidth = 0;
    /// What the picture was asked to show last.
    struct Shown {
        plot::Viewport view;
        std::uint64_t colours = 0;
        double largest = 0; ///< of the bubbles
        friend bool operator==(const Shown&, const Shown&) = default;
    };
    Shown m_shown;
    QPixmap m_legend;
    std::tuple<QSize, std::uint64_t, qreal> m_legendOf;
    int m_labelRoom = 0;         ///< of large orders, left of the right edge
    std::int64_t m_scaledAt = 0; ///< monotonic
    std::int64_t m_frameNanos = 0;
    std::int64_t m_shownNanos = 0; ///< frame that was painted last
    bool m_timePassed = false;     ///< since then
    std::vector<Best> m_best;      ///< of the view; room that is used again
    std::vector<PlacedOrder> m_orders;
    ui::OrderDrag m_drag;
    ui::OrderMoves m_moves;
    bool m_accountChanged = true;
    QString m_notice;
    std::int64_t m_noticeUntil = 0; ///< monotonic
    QString m_sentence;
    bool m_stale = false; ///< the sentence says so: the map is dimmed
    bool m_empty = true;  ///< nothing was seen yet: the sentence stands instead of the map
};

} // namespace qd::heatmap
