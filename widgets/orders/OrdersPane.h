#pragma once

#include "widgets/base/TablePane.h"
#include "widgets/orders/AmendEditor.h"
#include "widgets/orders/OrderRows.h"

#include <map>
#include <set>

namespace qd::ui {

class Segmented;

/// ORDERS: what was sent and what became of it; moves, amends and cancels working orders. Main thread.
class OrdersPane final : public TablePane {
    Q_OBJECT
  public:
    explicit OrdersPane(PaneContext& context);
    /// Keys and gestures, for the list of shortcuts.
    [[nodiscard]] static std::vector<KeyHint> keys();

    [[nodiscard]] PaneState state() const override;
    void restore(const PaneState& state) override;
    /// "WORKING" or "ALL".
    [[nodiscard]] std::optional<QString> applyWords(const ports::ActionWords& words) override;

  protected:
    void read(const Frame& frame) override;
    [[nodiscard]] bool showsAges() const override { return m_working > 0; }
    void addMenuEntries(QMenu& menu) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void createControls();
    void createKeys();
    [[nodiscard]] std::vector<CellLink<OrderRow>> links();
    /// Moves the limit by whole ticks at one click.
    void move(const OrderRow& row, int ticks);
    void moveCurrent(int ticks);
    void edit(const OrderRow& row);
    void applyEdit(const ports::Amendment& to);
    void pause(const OrderRow& row, bool paused);
    void followEdit();
    /// The account whose orders are shown.
    [[nodiscard]] const TrackedOrder& current(const OrderRow& row) const;
    [[nodiscard]] AccountId selected() const;
    void showColumnsOf(const std::vector<OrderRow>& rows);
    void cancel(const OrderRow& row);
    void cancelSelected();
    void fillCancelMenu(QMenu& menu);
    void openRowMenu(int row, const QPoint& global);
    /// Says once when a change of a working order was refused.
    void tellRefusals(const std::vector<OrderRow>& rows);
    void forgetMoves(const std::vector<OrderRow>& rows);
    void showAll(bool all);
    [[nodiscard]] bool showsAll() const;
    [[nodiscard]] const OrderRow* find(const OrderKey& key, int* index = nullptr) const;

    TableModel<OrderRow, OrderKey> m_model;
    Segmented* m_view = nullptr;
    AmendEditor* m_editor = nullptr;
    int m_working = 0;
    std::map<OrderId, Price> m_moving; ///< where an order under way is going: the next tick starts there
    std::set<OrderId> m_refusalsTold;
    bool m_firstRead = true; ///< what was refused before the pane was opened is no news
};

} // namespace qd::ui
