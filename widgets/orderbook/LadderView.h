#pragma once

#include "widgets/base/KeyRepeats.h"
#include "widgets/base/Pane.h"
#include "widgets/orderbook/LadderHands.h"
#include "widgets/orderbook/LadderKeys.h"
#include "widgets/orderbook/LadderPainter.h"

#include <QWidget>

#include <functional>
#include <optional>
#include <vector>

namespace qd::ui {

/// The ladder itself: paints the model's rows and what stands beside them, and turns mouse and keys into what
/// LadderHands does. Repaints only the rows whose look changed. Main thread.
class LadderView : public QWidget, public OrderSurface {
    Q_OBJECT
  public:
    /// Runs a paint and measures it; the number is the arrival of the newest book it is first to show, or 0.
    using Measure = std::function<void(std::int64_t shownSince, const std::function<void()>& paint)>;

    LadderView(PaneContext& context, LadderModel& model, LadderHands& hands, QWidget* parent);
    void setMeasure(Measure measure) { m_measure = std::move(measure); }

    /// The model shows another market or grouping: widths and everything in hand are forgotten.
    void marketChanged();
    void themeChanged();
    void ordersChanged();
    void setFacts(const LadderFacts& facts);
    /// Null: no traded volume column. Outlives the view, or until another call.
    void setTraded(const TradedVolume* traded);
    void setDepthBars(bool on);
    /// The model was updated; `receivedNanos`: monotonic arrival of a book it has not shown before, or 0.
    void modelChanged(std::int64_t receivedNanos);
    /// Rows must not move: the mouse is over them or an order is being dragged.
    [[nodiscard]] bool held(std::int64_t now) const;
    /// Composes what is seen and asks for a repaint of what changed. Cheap when nothing did.
    void refresh(std::int64_t now);
    void say(const LadderHands::Answer& answer);

    [[nodiscard]] const LadderScene& scene() const { return m_scene; }
    [[nodiscard]] QWidget* surface() override { return this; }
    [[nodiscard]] std::optional<QPoint> pointOfOrder(OrderId order) const override;
    [[nodiscard]] std::optional<QPoint> pointOfPrice(Side side, Price price) const override;
    /// Where a click in a side's size column means this price; empty when it is out of view.
    [[nodiscard]] std::optional<QPoint> pointOfCell(LadderColumn column, Price price) const;

    [[nodiscard]] QSize sizeHint() const override { return {320, 600}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {180, 200}; }

  signals:
    void sizeChosen();
    void reduceOnlyToggled();
    void groupingStepped(int direction); ///< +1 coarser
    void volumeToggled();
    void policyToggled();
    void followingChanged();

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    /// What is under a point.
    struct Spot {
        int row = -1;
        LadderColumn column = LadderColumn::None;
        std::optional<std::size_t> chip; ///< index into the scene's chips
        bool cross = false;
    };
    struct Drag {
        OrderReference order;
        int row = -1; ///< -1: dropped here it stays where it is
    };
    struct Notice {
        LadderHands::Answer answer;
        std::int64_t until = 0;
    };

    // LadderView.cpp: what is seen
    void readMarket();
    [[nodiscard]] int chipsWidth() const;
    void fit();
    void composeOwn(std::vector<ChipLook>& chips) const;
    void stampChips(std::vector<RowLook>& rows, const std::vector<ChipLook>& chips) const;
    void requestRepaint(const std::vector<RowLook>& rows, const LadderWords& words);
    void paint(QPaintEvent& event);
    void touched();

    // LadderHint.cpp: what a click would do, in words
    void composeHint(LadderWords& words) const;
    [[nodiscard]] QString dragHint() const;
    [[nodiscard]] QString chipHint(const ChipLook& chip) const;
    [[nodiscard]] QString cellHint(const Spot& spot, Tone& tone) const;
    [[nodiscard]] QString priceHint(int row) const;

    // LadderInput.cpp: hands
    [[nodiscard]] Spot spotAt(QPoint at) const;
    [[nodiscard]] Spot spot() const { return m_mouse ? spotAt(*m_mouse) : Spot(); }
    [[nodiscard]] const TrackedOrder* orderOf(const Spot& spot) const;
    [[nodiscard]] const TrackedOrder* find(OrderReference order) const;
    /// What a click does with the modifiers that are held now; the left and the right ones differ.
    [[nodiscard]] LadderHands::How how() const;
    void noteModifier(const QKeyEvent& event);
    [[nodiscard]] std::vector<TrackedOrder> ordersInRow(int row) const;
    void beginDrag(const Spot& spot);
    void moveDrag(QPoint at);
    void endDrag();
    void stopDrag();
    [[nodiscard]] bool orderDeed(LadderDeed deed);
    [[nodiscard]] bool closeDeed(LadderDeed deed);
    [[nodiscard]] bool moveDeed(LadderDeed deed);
    [[nodiscard]] bool cancelDeed(LadderDeed deed);
    [[nodiscard]] bool viewDeed(LadderDeed deed);
    [[nodiscard]] bool moveKey(int key);
    void cancelUnderMouse();
    void cancelSideUnderMouse();
    void join(Side side, bool postOnly);
    /// At market, or with a limit at the best price of the other side: what is not there at once is cancelled.
    void take(Side side, bool limited);
    void nudge(int ticks);
    void scrollBy(int rows);

    PaneContext& m_context;
    LadderModel& m_model;
    LadderHands& m_hands;
    Measure m_measure;
    LadderPainter m_painter;
    LadderScene m_scene;
    LadderFacts m_facts;
    LadderMetrics m_metrics;
    const TradedVolume* m_traded = nullptr;
    bool m_depthBars = false;

    std::vector<RowLook> m_nextRows; ///< kept to avoid an allocation a frame
    std::vector<ChipLook> m_nextChips;
    std::uint32_t m_orderVersion = 0;
    std::int64_t m_now = 0;
    std::int64_t m_unshownSince = 0; ///< arrival of a book whose changes are not painted yet
    std::int64_t m_arrived = 0;
    bool m_dirty = true;   ///< something may look different
    bool m_repaint = true; ///< everything does
    bool m_flashing = false;

    std::optional<QPoint> m_mouse;
    std::int64_t m_mouseAt = 0; ///< monotonic, of its last event
    Qt::KeyboardModifiers m_modifiers;
    Qt::KeyboardModifiers m_right; ///< those that were pressed at the right
    KeyRepeats m_repeats;
    std::optional<Drag> m_drag;
    std::optional<Notice> m_notice;
    int m_wheel = 0; ///< angle not yet scrolled
};

} // namespace qd::ui
