#pragma once

#include "widgets/base/Inputs.h"
#include "widgets/base/RowEditor.h"
#include "widgets/positions/PositionRows.h"

namespace qd::ui {

/// Over the row of an isolated position: how much margin is moved to it or back. It follows the position as
/// long as the account it was opened for is traded from. Enter adds. Main thread.
class MarginEditor final : public RowEditor {
    Q_OBJECT
  public:
    MarginEditor(ThemeHost& themes, QWidget* parent);
    void open(const PositionRow& row, AccountId account);
    /// The position as it is now, null when it is not shown any more, and the account orders go to: what ends moving
    /// margin is said.
    void follow(const PositionRow* row, AccountId account);
    [[nodiscard]] MarketId market() const { return m_market; }
    [[nodiscard]] AccountId account() const { return m_account; }
    [[nodiscard]] const QString& symbol() const { return m_symbol; }

  signals:
    /// > 0 to the position, < 0 back to the account.
    void moved(qd::Money amount);

  private:
    void ask(int sign);

    MarketId m_market;
    AccountId m_account;
    QString m_symbol;
    QLabel* m_what;
    DecimalEdit* m_amount;
};

} // namespace qd::ui
