#pragma once

#include "widgets/base/LogModel.h"
#include "widgets/base/TablePane.h"
#include "widgets/fills/FillLog.h"
#include "widgets/fills/FillRows.h"

namespace qd::ui {

/// FILLS: every fill of the account, the newest on top, as far back as the history goes; sums of the day at the foot.
/// Main thread.
class FillsPane final : public TablePane {
    Q_OBJECT
  public:
    explicit FillsPane(PaneContext& context);
    /// Keys and gestures, for the list of shortcuts.
    [[nodiscard]] static std::vector<KeyHint> keys();

    [[nodiscard]] PaneState state() const override;
    void restore(const PaneState& state) override;
    /// A market, or "ALL".
    [[nodiscard]] std::optional<QString> applyWords(const ports::ActionWords& words) override;

  protected:
    void read(const Frame& frame) override;
    void addMenuEntries(QMenu& menu) override;

  private:
    void readAccount();
    /// Brings the model in line with the log, keeping the reader's place.
    void showFills(std::int64_t now);
    void showTotals();
    void showEmpty();
    /// Asks the history when what is known ends before the eye or the day does.
    void askOlder();
    [[nodiscard]] bool wantsOlder() const;
    void takeAnswer(std::uint64_t generation, const Result<std::vector<FillView>, ports::HistoryCode>& answer);
    void showOnly(const std::string& symbol);
    [[nodiscard]] std::optional<MarketId> only() const;
    void openMarkets();
    void openRowMenu(int row, const QPoint& global);

    LogModel<FillRow> m_model;
    TableFoot& m_foot;
    QToolButton* m_markets;
    FillLog m_log;
    std::uint64_t m_shownGeneration = 0;
    std::optional<AccountId> m_account;
    std::string m_onlySymbol; ///< empty = all markets
    bool m_changed = false;   ///< the model is behind the log
    bool m_asking = false;
    bool m_failed = false; ///< until the next try
    int m_pages = 0;       ///< read since the log began
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace qd::ui
