#pragma once

#include "widgets/account/AccountSection.h"

class QCheckBox;
class QComboBox;
class QLabel;

namespace qd::ui {

/// A pool with what it takes to name it.
struct AccountPoolRow {
    PoolView view;
    QString name; ///< "Cross", or the market of an isolated position
};

enum class PoolColumn : int { Pool, Deposit, Equity, Free, Initial, Maintenance, Ratio, Leverage, Health, Call };
[[nodiscard]] std::vector<Column<AccountPoolRow>> accountPoolColumns();

/// Pools of the account, and how much of its collateral may be used: isolated margin, margin mode, leverage, reducing
/// only.
class MarginSection final : public AccountSection {
    Q_OBJECT
  public:
    MarginSection(PaneContext& context, ControlRequests& requests);
    void show(const AccountView* account, std::int64_t now) override;

  private:
    void addLeverage();
    void addIsolated();
    void setLeverage(bool clear);
    void setMode(bool isolated);
    void moveMargin(int sign);
    void setReduceOnly(bool on);
    void showChosen(const AccountView* account);
    /// -1 = the account itself.
    [[nodiscard]] std::optional<MarketId> leverageMarket() const;

    TableModel<AccountPoolRow, PoolId> m_model;
    Table* m_table;
    QComboBox* m_leverageOf = nullptr;
    DecimalEdit* m_leverage = nullptr;
    QLabel* m_chosen = nullptr;
    QCheckBox* m_reduceOnly = nullptr;
    QComboBox* m_market = nullptr;
    DecimalEdit* m_amount = nullptr;
};

} // namespace qd::ui
