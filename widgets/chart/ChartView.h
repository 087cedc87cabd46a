#pragma once

#include "widgets/base/Pane.h"
#include "widgets/chart/ChartCanvas.h"

#include <QPushButton>

namespace qd::chart {

class ChartPane;

/// The plot with its axes: paints the scene and is its mouse and keys. Main thread.
class ChartView : public QWidget, public ui::OrderSurface {
    Q_OBJECT
  public:
    ChartView(ChartPane& pane, ui::PaneContext& context);

    [[nodiscard]] ChartScene& scene() { return m_scene; }
    [[nodiscard]] const ChartScene& scene() const { return m_scene; }
    [[nodiscard]] const ChartCanvas& canvas() const { return m_canvas; }
    [[nodiscard]] const MarkLayer& marks() const { return m_marks; }
    [[nodiscard]] const Overlay& overlay() const { return m_overlay; }

    /// Reads what is new and asks for a repaint if something changed.
    void readNew(const ui::Frame& frame);
    /// The market, an option or the theme changed.
    void refresh();
    void accountChanged() { m_accountChanged = true; }
    /// The crosshair of another pane; empty: it has none.
    void showLinked(std::optional<ui::LinkedCross> cross);

    // ui::OrderSurface
    [[nodiscard]] QWidget* surface() override { return this; }
    [[nodiscard]] std::optional<QPoint> pointOfOrder(OrderId order) const override;
    [[nodiscard]] std::optional<QPoint> pointOfPrice(Side side, Price price) const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool event(QEvent* event) override;

  private:
    enum class Grip : std::uint8_t { None, Plot, Prices, Times, Order };
    enum class Part : std::uint8_t { Plot, Prices, Times, Corner };

    // ChartView.cpp
    [[nodiscard]] QPushButton* overlayButton(const QString& name, const QString& text, const QString& help);
    [[nodiscard]] std::vector<Mark> collectMarks() const;
    void layMarks();
    void placeButtons();
    void readStatus(const ui::Frame& frame);
    void readCountdown();
    void readMoves(const ui::Frame& frame);
    void tell(const QString& notice);
    [[nodiscard]] QString emptySentence() const;

    // ChartHands.cpp
    [[nodiscard]] Part partAt(const QPoint& at) const;
    void showCursor(const QPoint& at);
    void dragTo(const QPoint& at);
    void dropOrder();
    void endGrip();
    bool viewKey(const QKeyEvent& event);
    bool crossKey(const QKeyEvent& event);
    void moveCross(int bars, int ticks);
    /// Shows or hides the crosshair, here and in linked panes.
    void setCross(std::optional<QPoint> at);
    void zoom(double factor, bool prices);
    void openPriceMenu(Price price, const QPoint& global);
    void addOrderAction(QMenu& menu, Side side, Price price);
    [[nodiscard]] QString fillAt(const QPoint& at) const;

    ChartPane& m_pane;
    ui::PaneContext& m_context;
    ChartScene m_scene;
    ChartCanvas m_canvas;
    ChartLook m_look;
    MarkLayer m_marks;
    Overlay m_overlay;
    QPushButton* m_newest = nullptr;
    QPushButton* m_auto = nullptr;
    int m_axisWidth = 0;

    // What is on the screen, to see what changed.
    std::uint64_t m_barsShown = 0;
    Ticker m_ticker;
    bool m_accountChanged = true;
    std::int64_t m_receivedNanos = 0; ///< of the newest price read and not painted yet, 0 = none
    std::int64_t m_noticeUntil = 0;
    std::int64_t m_frameNanos = 0;

    // Hands.
    Grip m_grip = Grip::None;
    QPoint m_pressedAt;
    QPoint m_lastAt;
    OrderDrag m_drag;
    OrderMoves m_moves;
};

} // namespace qd::chart
