#pragma once

#include "core/domain/Account.h"
#include "widgets/base/ControlRequests.h"
#include "widgets/base/FormLine.h"
#include "widgets/base/PaneContext.h"
#include "widgets/base/Table.h"

#include <QVBoxLayout>

namespace qd::ui {

/// A part of ACCT behind its own tab: a table of what is, and small forms for what may be done. What was asked for is
/// told by `requests`. Main thread.
class AccountSection : public QWidget {
    Q_OBJECT
  public:
    /// Brings the section up to date; null before the venue has started. `now`: monotonic nanoseconds.
    virtual void show(const AccountView* account, std::int64_t now) = 0;
    /// The account's figures cannot be trusted now: numbers of the tables are dimmed.
    void setDoubtful(bool doubtful);
    /// Fades what flashes; false when nothing does.
    virtual bool fade(std::int64_t now);

  signals:
    /// Something is wrong with what was typed; nothing was asked for.
    void objected(const QString& sentence);

  protected:
    AccountSection(PaneContext& context, ControlRequests& requests, const QString& name, const QString& title);

    [[nodiscard]] PaneContext& context() const { return m_context; }
    [[nodiscard]] ControlRequests& requests() const { return m_requests; }
    [[nodiscard]] QVBoxLayout* column() const { return m_column; }
    Table* addTable(const QString& name, const QString& title, TableModelBase* model);
    FormLine* addForm(const QString& name, const QString& title);
    /// The newest account; null when there is none.
    [[nodiscard]] std::shared_ptr<const AccountView> account() const { return m_context.accounts.account(); }
    /// An asset of the venue by its number; null when there is none.
    [[nodiscard]] std::optional<AssetParams> asset(int number) const;
    /// The venue's assets as choices.
    [[nodiscard]] std::vector<std::pair<QString, int>> assetChoices() const;
    /// The venue's markets as choices.
    [[nodiscard]] std::vector<std::pair<QString, int>> marketChoices() const;
    [[nodiscard]] QString symbolOf(MarketId market) const;
    /// Forms break into more rows where it is narrow: the section is as high as they need.
    void resizeEvent(QResizeEvent* event) override;

  private:
    PaneContext& m_context;
    ControlRequests& m_requests;
    QVBoxLayout* m_column;
    std::vector<Table*> m_tables;
    std::vector<TableModelBase*> m_models; ///< of them
};

/// An amount of an asset with at most six digits after the point, rounded toward zero.
[[nodiscard]] QString amountText(Amount amount, const AssetParams& asset);
/// All of its digits.
[[nodiscard]] QString exactAmount(Amount amount, const AssetParams& asset);
/// A weight or a margin ratio in percent: "90", "87.5".
[[nodiscard]] QString ratioText(Ratio ratio);
/// A chosen margin ratio as the leverage it allows: "10×", "12.5×"; unknown for none.
[[nodiscard]] QString leverageText(Ratio userMargin);

} // namespace qd::ui
