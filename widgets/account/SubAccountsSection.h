#pragma once

#include "widgets/account/AccountSection.h"
#include "widgets/base/QuestionLine.h"

namespace qd::ui {

/// A line of the list of sub-accounts.
struct SubAccountRow {
    SubAccountView view;
    bool selected = false; ///< orders go to it
};
/// The owner's accounts that are not closed, by number.
[[nodiscard]] std::vector<SubAccountRow> subAccountRows(const AccountView& account);

enum class SubAccountColumn : int { Number, Name, Equity, Health, Standing, Deeds };
[[nodiscard]] std::vector<Column<SubAccountRow>> subAccountColumns(std::vector<CellLink<SubAccountRow>> links);

/// Sub-accounts of the owner: which there are, which one is traded from; opening, naming and closing them, and moving
/// money between them.
class SubAccountsSection final : public AccountSection {
    Q_OBJECT
  public:
    SubAccountsSection(PaneContext& context, ControlRequests& requests);
    void show(const AccountView* account, std::int64_t now) override;

  private:
    void addNaming();
    void addTransfer();
    [[nodiscard]] std::vector<CellLink<SubAccountRow>> links();
    void select(const SubAccountRow& row);
    void askClose(const SubAccountRow& row);
    /// The name that was typed, when an account can be called so; what is wrong with it is said otherwise.
    [[nodiscard]] std::optional<QString> typedName(std::optional<AccountId> except);
    void openNew();
    void rename();
    void transfer();
    void fillMost();
    [[nodiscard]] std::optional<SubAccountRow> rowOf(int account) const;

    TableModel<SubAccountRow, AccountId> m_model;
    Table* m_table;
    QuestionLine* m_question;
    QLineEdit* m_name = nullptr;
    QComboBox* m_named = nullptr;
    QComboBox* m_from = nullptr;
    QComboBox* m_to = nullptr;
    QComboBox* m_asset = nullptr;
    DecimalEdit* m_amount = nullptr;
};

} // namespace qd::ui
