#pragma once

#include "core/engine/risk/portfolio/WhatIf.h"
#include "widgets/base/FigureGrid.h"
#include "widgets/base/Table.h"
#include "widgets/risk/MoveRow.h"
#include "widgets/risk/RiskPage.h"

#include <map>

class QPushButton;
class QToolButton;

namespace qd::ui {

/// A pool at present and at moved prices.
struct WhatIfRow {
    std::size_t pool = 0;
    QString name;
    risk::AccountSummary before;
    risk::AccountSummary after;
    std::optional<portfolio::FirstLiquidation> first; ///< of this pool when it is the first
    [[nodiscard]] bool liquidated() const { return risk::isLiquidatable(after.maintenance); }
};
[[nodiscard]] std::vector<WhatIfRow> whatIfRows(const RiskBook& book, const portfolio::WhatIf& result);
[[nodiscard]] std::vector<Column<WhatIfRow>> whatIfColumns();

/// What the account would be worth at other prices: a slider for each asset, everything valued again at every move of
/// it. Main thread.
class WhatIfPage final : public RiskPage {
    Q_OBJECT
  public:
    WhatIfPage(PaneContext& context, QWidget* parent = nullptr);
    void showRisk(const RiskView& view) override;
    void pass(std::int64_t now) override;
    /// Moves an asset as its slider does; an asset without a slider is ignored.
    void setMove(const std::string& asset, Rate move);
    void reset();

  private:
    void createFigures();
    void arrangeRows(const std::vector<std::string>& assets);
    void moveAll(Rate move);
    void revalue();
    void showResult(const portfolio::WhatIf& result);
    void showPrices();
    void showUnknown();
    [[nodiscard]] portfolio::PriceMoves moves() const;

    PaneContext& m_context;
    QGridLayout* m_grid;
    QWidget* m_form;
    QToolButton* m_reset;
    FigureGrid* m_figures;
    FigureView* m_equity = nullptr;
    FigureView* m_profit = nullptr;
    FigureView* m_ratio = nullptr;
    FigureView* m_health = nullptr;
    FigureView* m_first = nullptr;
    TableModel<WhatIfRow, std::size_t> m_model;
    Table* m_table;
    std::unique_ptr<MoveRow> m_all;
    std::map<std::string, std::unique_ptr<MoveRow>> m_rows;
    std::vector<std::string> m_assets;
    std::shared_ptr<const RiskBook> m_book;
    bool m_doubtful = false;
    std::int64_t m_nanos = 0;
};

} // namespace qd::ui
