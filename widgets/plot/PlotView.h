#pragma once

#include "widgets/base/LinkGroups.h"
#include "widgets/plot/PlotScene.h"

#include <QPushButton>
#include <QWidget>

#include <optional>

namespace qd::ui {
class Pane;
}

namespace qd::plot {

/// A plot over time and price with its axes: its mouse, its keys, its crosshair and the buttons over it. A pane derives
/// from it, paints, and says what else lies under the pointer. Main thread.
///
/// Mouse: the wheel zooms time, with Ctrl or over the price axis prices; with Shift it pans. Drag pans, on an axis it
/// zooms; a double-click on an axis fits it. Keys: arrows pan (Ctrl: a screen), + and − zoom (Ctrl: prices), End goes
/// to the newest, 0 fits prices, Shift+arrows move the crosshair, Esc takes it away.
class PlotView : public QWidget {
    Q_OBJECT
  public:
    /// Texts of the buttons over the plot that undo what a hand did.
    struct ButtonTexts {
        QString newest;
        QString newestHelp;
        QString fitName; ///< object name
        QString fit;
        QString fitHelp;
    };

    /// Pixels right of the left edge and above the lower one; empty: no crosshair.
    [[nodiscard]] const std::optional<QPoint>& cross() const { return m_cross; }
    /// The crosshair of another pane; empty: it has none.
    void showLinked(std::optional<ui::LinkedCross> cross);
    [[nodiscard]] const std::optional<ui::LinkedCross>& linked() const { return m_linked; }
    /// Once a frame: where the pane is linked to the time of its group, shows what the pane shows that a hand moved
    /// last; else tells the group its own time. `always`: that also when it is not linked.
    void shareTime(bool always);

  protected:
    static constexpr double kZoomStep = 1.15;

    /// Below: what stands under the plot over the same time axis, with its own axes.
    enum class Part : std::uint8_t { Plot, Below, Prices, Times, Corner };
    /// What a press took.
    enum class Hand : std::uint8_t { Free, Plot, Prices, Times, Own };

    explicit PlotView(ui::Pane& pane);
    /// Once, when the derived class has its scene.
    void attach(PlotScene& scene, const ButtonTexts& texts);

    // ---- what a pane does

    /// The view was moved: lay out and repaint.
    virtual void moved() = 0;
    /// Something else is shown or asked for: everything anew.
    virtual void refresh() = 0;
    /// There is something that can be moved.
    [[nodiscard]] virtual bool hasContent() const = 0;
    /// The crosshair goes by keys so many columns to the right and rows up.
    virtual void moveCross(int columns, int rows) = 0;

    // ---- what a pane may have besides

    [[nodiscard]] virtual Part partAt(const QPoint& at) const;
    /// What a press at a point takes that is the pane's own: Own if it stays in the hand, Free if the press was all.
    virtual std::optional<Hand> take(const QPoint&) { return std::nullopt; }
    /// What is in the hand moves with the pointer, which was at `from`.
    virtual void carry(const QPoint& /*from*/, const QPoint& /*to*/) {}
    /// It is let go where it should be.
    virtual void drop() {}
    /// The hand is empty: dropped, or taken away.
    virtual void letGo() {}
    [[nodiscard]] virtual std::optional<Qt::CursorShape> ownCursor(const QPoint&) const { return std::nullopt; }
    /// A key of the pane's own, before all others.
    virtual bool ownKey(const QKeyEvent&) { return false; }
    /// A drag in the plot moves prices too.
    [[nodiscard]] virtual bool dragMovesPrices() const { return true; }
    /// What stays in its place when keys zoom.
    [[nodiscard]] virtual QPointF zoomCentre() const;

    // ---- what it uses

    /// A hand has moved the time otherwise than by mouse and keys of this class.
    void handMovedTime() { m_movedTime = true; }
    void placeButtons();
    /// Shows or hides the crosshair, here and in linked panes.
    void setCross(std::optional<QPoint> at);
    /// The nearest point in the plot.
    [[nodiscard]] QPoint inPlot(const QPoint& at) const;
    /// A point in the plot whose height means exactly this price; empty when it is out of view, or where rows of pixels
    /// are wider than a tick and none means it.
    [[nodiscard]] std::optional<QPoint> pointAtPrice(Price price) const;
    [[nodiscard]] Hand hand() const { return m_hand; }
    /// Where the button went down.
    [[nodiscard]] const QPoint& pressedAt() const { return m_pressedAt; }
    void emptyHand();
    /// A frame around who has the keys.
    void paintFocus(QPainter& painter, const QColor& color) const;

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

  private:
    [[nodiscard]] QPushButton* button(const QString& name, const QString& text, const QString& help);
    void showCursor(const QPoint& at);
    void dragTo(const QPoint& at);
    void panTime(double pixels);
    void zoomTime(double factor, double x);
    void toNewest();
    void showTimes(const ui::LinkedWindow& wanted);
    bool crossKey(const QKeyEvent& event);
    bool viewKey(const QKeyEvent& event);

    ui::Pane& m_pane;
    PlotScene* m_plotted = nullptr;
    QPushButton* m_newest = nullptr;
    QPushButton* m_fit = nullptr;
    std::optional<QPoint> m_cross;
    std::optional<ui::LinkedCross> m_linked;
    bool m_movedTime = false; ///< by a hand, since the group was told
    Hand m_hand = Hand::Free;
    QPoint m_pressedAt;
    QPoint m_lastAt;
};

} // namespace qd::plot
