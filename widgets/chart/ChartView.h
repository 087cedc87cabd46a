#pragma once

#include "widgets/base/Pane.h"
#include "widgets/chart/ChartAlerts.h"
#include "widgets/chart/ChartCanvas.h"
#include "widgets/chart/ChartDrawer.h"
#include "widgets/chart/ChartExport.h"
#include "widgets/chart/PaneAlerts.h"
#include "widgets/plot/PlotView.h"

namespace qd::chart {

class ChartPane;

/// Paints the scene and lets orders be moved and placed in it. Main thread.
class ChartView final : public plot::PlotView, public ui::OrderSurface {
    Q_OBJECT
  public:
    ChartView(ChartPane& pane, ui::PaneContext& context, drawings::DrawingBook& book);

    [[nodiscard]] ChartScene& scene() { return m_scene; }
    [[nodiscard]] const ChartScene& scene() const { return m_scene; }
    [[nodiscard]] const ChartCanvas& canvas() const { return m_canvas; }
    [[nodiscard]] const MarkLayer& marks() const { return m_marks; }
    [[nodiscard]] const Overlay& overlay() const { return m_overlay; }
    [[nodiscard]] ChartDrawer& drawer() { return m_drawer; }
    [[nodiscard]] const ChartDrawer& drawer() const { return m_drawer; }

    /// Reads what is new and asks for a repaint if something changed.
    void readNew(const ui::Frame& frame);
    /// What is in the hand is let go where it was: the prices are others.
    void showMarket(MarketId market);
    /// The market, an option or the theme changed.
    void refresh() override;
    void accountChanged() { m_accountChanged = true; }

    // ui::OrderSurface
    [[nodiscard]] QWidget* surface() override { return this; }
    [[nodiscard]] std::optional<QPoint> pointOfOrder(OrderId order) const override;
    [[nodiscard]] std::optional<QPoint> pointOfPrice(Side side, Price price) const override;

    /// A sentence over the chart for a few seconds: an objection, or, where it is `good`, what was done.
    void tell(const QString& notice) { say(notice, false); }
    void say(const QString& notice, bool good);
    /// What is shown, at the screen's scale, under a line of its own; without crosshair and passing sentences.
    [[nodiscard]] QImage picture(const QString& caption);
    [[nodiscard]] ChartExport& exporter() { return m_export; }
    [[nodiscard]] const ChartAlerts& alerts() const { return m_alerts; }
    /// The bracket that waits to be sent.
    [[nodiscard]] const OrderDraft& draft() const { return m_draft; }
    [[nodiscard]] const PaneAlertLayer& paneAlerts() const { return m_paneAlerts; }
    /// An alert on a study that is shown is to be set.
    void openStudyAlert(std::size_t study, const QPoint& global);

  signals:
    /// The name of a study was clicked.
    void studyClicked(std::size_t study, const QPoint& global);
    /// The heights of panes were changed by hand.
    void optionsChanged();
    /// The list of studies is wanted.
    void studiesWanted(const QPoint& global);
    /// A volume-weighted average that begins at this bar is wanted.
    void anchorWanted(qd::UnixNanos from);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool event(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

    void moved() override;
    [[nodiscard]] bool hasContent() const override { return !m_scene.bars().empty(); }
    std::optional<Hand> take(const QPoint& at) override;
    void carry(const QPoint& from, const QPoint& to) override;
    void drop() override;
    void letGo() override;
    [[nodiscard]] std::optional<Qt::CursorShape> ownCursor(const QPoint& at) const override;
    bool ownKey(const QKeyEvent& event) override;
    void moveCross(int bars, int ticks) override;
    /// While prices fit themselves, a drag is about time.
    [[nodiscard]] bool dragMovesPrices() const override {
        return !m_scene.fitsPrices() && partAt(pressedAt()) == Part::Plot;
    }
    [[nodiscard]] QPointF zoomCentre() const override;

  private:
    // ChartView.cpp
    [[nodiscard]] std::vector<Mark> collectMarks() const;
    void layMarks();
    void readStatus(const ui::Frame& frame);
    void readCountdown();
    void readMoves(const ui::Frame& frame);
    [[nodiscard]] QString emptySentence() const;
    [[nodiscard]] QString beginningSentence() const;

    // ChartHands.cpp
    void openMenu(const QPoint& at, bool overPrices);
    /// The first quick size of the settings; empty: it is none.
    [[nodiscard]] std::optional<Quantity> quickSize() const;
    void addOrderAction(QMenu& menu, Side side, Price price);
    void addAlertActions(QMenu& menu, const QPoint& at, Price price);
    void addExports(QMenu& menu);

    // ChartDraftHands.cpp
    /// Of the market; null: there is none.
    [[nodiscard]] const PositionView* position(const std::shared_ptr<const AccountView>& account) const;
    [[nodiscard]] std::expected<OrderTerms, QString> exitHere(Price price) const;
    void placeExit(Price price);
    [[nodiscard]] QString exitText(const OrderTerms& terms) const;
    void addExitAction(QMenu& menu, Price price);
    void addDraftActions(QMenu& menu, Side side, Price price);
    void beginDraft(Side side, Price price, const ui::BracketTemplate& bracket);
    void sendDraft();
    void discardDraft();
    [[nodiscard]] std::optional<Hand> takeDraft(const PlacedMark& draft, const QPoint& at);
    bool draftKey(int key);

    // ChartAlertHands.cpp
    void addStudyAlerts(QMenu& menu, const QPoint& at);
    void addDeletion(QMenu& menu, std::uint32_t alert);
    [[nodiscard]] ui::StudyAlert alertOn(const NamedLine& line) const;
    void setStudyAlert(const ui::StudyAlert& alert);
    /// Empty: none is there, or it has no pane of its own.
    [[nodiscard]] std::optional<std::size_t> studyOfPane(const QPoint& at) const;
    [[nodiscard]] const ValueAxis* axisOf(std::size_t study) const;
    [[nodiscard]] std::optional<Hand> takePaneAlert(const PlacedPaneAlert& alert, const QPoint& at);
    bool nudge(int ticks);
    bool nudgeAlert(int ticks);
    /// True: the one in the hand is in a pane.
    bool carryPaneAlert(int y);
    void paintPaneAlerts(QPainter& painter);

    /// What a press on an order or an alert takes; empty: there is none.
    [[nodiscard]] std::optional<Hand> takeOrder(const PlacedMark& order, const QPoint& at);
    [[nodiscard]] std::optional<Hand> takeAlert(const PlacedMark& alert, const QPoint& at);
    [[nodiscard]] QString fillAt(const QPoint& at) const;
    /// The study whose name stands there.
    [[nodiscard]] std::optional<std::size_t> studyAt(const QPoint& at) const;
    /// The pane whose upper edge is there.
    [[nodiscard]] std::optional<std::size_t> edgeAt(const QPoint& at) const;

    ChartPane& m_pane;
    ui::PaneContext& m_context;
    ChartScene m_scene;
    ChartCanvas m_canvas;
    ChartLook m_look;
    ChartDrawer m_drawer;
    ChartAlerts m_alerts;
    MarkLayer m_marks;
    PaneAlertLayer m_paneAlerts; ///< as they were painted last
    Overlay m_overlay;
    int m_axisWidth = 0;

    // What is on the screen, to see what changed.
    std::uint64_t m_barsShown = 0;
    Ticker m_ticker;
    bool m_accountChanged = true;
    std::int64_t m_receivedNanos = 0; ///< of the newest price read and not painted yet, 0 = none
    std::int64_t m_noticeUntil = 0;
    std::int64_t m_frameNanos = 0;

    // Orders in the hand and on their way.
    std::optional<std::size_t> m_edge; ///< of the pane whose height is changed
    OrderDrag m_drag;
    bool m_entryHeld = false;                    ///< the position's line
    std::optional<Price> m_exitTo;               ///< where it was dragged: an exit is placed there
    OrderDraft m_draft;                          ///< a bracket that was not sent
    std::optional<OrderDraft::Part> m_draftHeld; ///< of it
    OrderMoves m_moves;

    ChartExport m_export; ///< last: what it gives up when the chart ends is said over what is still here
};

} // namespace qd::chart
