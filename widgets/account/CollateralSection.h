#pragma once

#include "widgets/account/AccountSection.h"

class QComboBox;

namespace qd::ui {

class TableFoot;

enum class CollateralColumn : int {
    Asset,
    Amount,
    Price,
    Value,
    InitialWeight,
    MaintenanceWeight,
    InitialValue,
    MaintenanceValue,
    Withdrawable,
};
[[nodiscard]] std::vector<Column<BalanceView>> collateralColumns();

/// Collateral of the cross pool, asset by asset, and what it counts for; paper money to put in and take out.
class CollateralSection final : public AccountSection {
    Q_OBJECT
  public:
    CollateralSection(PaneContext& context, ControlRequests& requests);
    void show(const AccountView* account, std::int64_t now) override;

  private:
    enum class Way : std::uint8_t { In, Out };
    void move(Way way);
    void fillMost();
    void showTotals(const AccountView* account);

    TableModel<BalanceView, AssetId> m_model;
    Table* m_table;
    TableFoot* m_foot;
    DecimalEdit* m_amount;
    QComboBox* m_asset;
};

} // namespace qd::ui
