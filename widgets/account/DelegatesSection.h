#pragma once

#include "widgets/account/AccountSection.h"

class QCheckBox;

namespace qd::ui {

/// A delegate and the market time its expiry is measured by.
struct DelegateRow {
    DelegateView view;
    UnixNanos now;
    [[nodiscard]] bool isExpired() const { return view.expiry.value() != 0 && view.expiry < now; }
};

enum class DelegateColumn : int { Delegate, Trade, Cancel, Transfer, Expiry, Cap, Deeds };
[[nodiscard]] std::vector<Column<DelegateRow>> delegateColumns(std::vector<CellLink<DelegateRow>> links);

/// A moment typed as a length of time from `now` ("30d", "12h", "15m") or a day ("2026-12-31": until its end, UTC);
/// empty text: never, answered as 0. Empty answer: it is none of these, or not after now.
[[nodiscard]] std::optional<UnixNanos> parseExpiry(const QString& text, UnixNanos now);

/// Who else may act for the owner, and how far.
class DelegatesSection final : public AccountSection {
    Q_OBJECT
  public:
    DelegatesSection(PaneContext& context, ControlRequests& requests);
    void show(const AccountView* account, std::int64_t now) override;

  private:
    void addGrant();
    [[nodiscard]] std::vector<CellLink<DelegateRow>> links();
    void edit(const DelegateRow& row);
    void remove(const DelegateRow& row);
    void grant();
    /// What the form says; of a day that was not touched, the moment it stands for. Empty: it is no moment ahead.
    [[nodiscard]] std::optional<UnixNanos> expiry() const;

    TableModel<DelegateRow, MasterId> m_model;
    Table* m_table;
    std::optional<DelegateRow> m_edited; ///< what the form was filled with
    DecimalEdit* m_delegate = nullptr;
    QCheckBox* m_trade = nullptr;
    QCheckBox* m_cancel = nullptr;
    QCheckBox* m_transfer = nullptr;
    QLineEdit* m_expiry = nullptr;
    DecimalEdit* m_cap = nullptr;
};

} // namespace qd::ui
