#pragma once

#include "widgets/base/ControlRequests.h"
#include "widgets/base/TablePane.h"
#include "widgets/positions/MarginEditor.h"
#include "widgets/positions/PositionRows.h"

#include <vector>

namespace qd::ui {

/// POSITIONS: what the account holds, what it is worth and how far it is from liquidation; closes, halves and flips at
/// one click; settles, moves isolated margin, and changes the margin mode. Main thread.
class PositionsPane final : public TablePane {
    Q_OBJECT
  public:
    explicit PositionsPane(PaneContext& context);
    /// Keys and gestures, for the list of shortcuts.
    [[nodiscard]] static std::vector<KeyHint> keys();

    [[nodiscard]] PaneState state() const override;
    void restore(const PaneState& state) override;
    /// "OPEN" or "CLOSED".
    [[nodiscard]] std::optional<QString> applyWords(const ports::ActionWords& words) override;

  protected:
    void read(const Frame& frame) override;
    void addMenuEntries(QMenu& menu) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    enum class Deed : std::uint8_t { Close, Halve, Flip };
    struct Sent {
        ClientOrderId id;
        MarketId market;
        QString what; ///< "Close SOL-PERP"
    };
    [[nodiscard]] std::vector<CellLink<PositionRow>> links();
    [[nodiscard]] std::vector<CellLink<PositionRow>> moneyLinks();
    void settle(const PositionRow& row);
    void editMargin(const PositionRow& row);
    /// Keeps the open editor at its row, with what the position has now.
    void followMargin();
    void moveMargin(Money amount);
    void setMode(const PositionRow& row, bool isolated);
    [[nodiscard]] bool isReady(const PositionRow& row, Deed deed) const;
    /// False when the order was held back; the notice says why.
    bool run(const PositionRow& row, Deed deed);
    void closeAll();
    [[nodiscard]] bool isPending(MarketId market) const;
    /// Tells what became of the orders sent from here that did not do what they were sent for.
    void followSent();
    void openRowMenu(int row, const QPoint& global);
    void showClosed(bool on);
    void showTotals(const std::vector<PositionRow>& rows);

    TableModel<PositionRow, MarketId> m_model;
    TableFoot& m_foot;
    QToolButton* m_closed;
    QToolButton* m_closeAll;
    std::vector<Sent> m_sent;
    ControlRequests m_requests;
    MarginEditor* m_editor;
};

} // namespace qd::ui
