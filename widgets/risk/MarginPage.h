#pragma once

#include "widgets/base/Table.h"
#include "widgets/base/TableFoot.h"
#include "widgets/risk/RiskPage.h"

namespace qd::ui {

/// A pool as the venue sees it.
struct PoolRow {
    PoolView view;
    QString name;
    std::int64_t liquidatedFor = 0; ///< nanoseconds of market time since its liquidation began
    bool doubtful = false;
};
[[nodiscard]] std::vector<PoolRow> poolRows(const RiskBook& book, bool doubtful);
[[nodiscard]] std::vector<Column<PoolRow>> poolColumns();
/// How far a liquidation has come: since when, what it freed and still lacks. Empty when there is none.
[[nodiscard]] QString progressText(const PoolRow& row);

/// Margin by pool: the cross pool and every isolated position. Main thread.
class MarginPage final : public RiskPage {
    Q_OBJECT
  public:
    MarginPage(PaneContext& context, QWidget* parent = nullptr);
    void showRisk(const RiskView& view) override;
    void pass(std::int64_t now) override;
    [[nodiscard]] Table& table() { return *m_table; }

  private:
    TableModel<PoolRow, PoolId> m_model;
    Table* m_table;
    TableFoot* m_foot;
};

} // namespace qd::ui
