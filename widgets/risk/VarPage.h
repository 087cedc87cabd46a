#pragma once

#include "core/engine/risk/portfolio/ValueAtRisk.h"
#include "widgets/base/Inputs.h"
#include "widgets/base/Table.h"
#include "widgets/risk/RiskPage.h"

#include <array>

class QCheckBox;
class QLabel;

namespace qd::ui {

/// Values at risk of one book at every level of confidence.
using VarLevels = std::array<std::optional<portfolio::ValueAtRisk>, 3>;

/// Why there are none.
enum class VarGap : std::uint8_t { None, NothingHeld, NoPrices, TooFewReturns, Overflow };
struct VarResult {
    VarLevels levels;
    VarGap gap = VarGap::None;
    std::string asset; ///< NoPrices: the first without returns
};
/// Of the book as it is, by the returns that history has. Stable coins do not move and are left out.
[[nodiscard]] VarResult varOf(const RiskBook& book, const ReturnFeed& returns, portfolio::Horizon horizon,
                              bool weighted);

struct VarRow {
    portfolio::Confidence level = portfolio::Confidence::Percent95;
    portfolio::ValueAtRisk value;
};
struct ComponentRow {
    std::string asset;
    Money notional;
    std::array<std::optional<Money>, 3> parts; ///< by level
};

/// Value at risk and expected shortfall of the present book. Main thread.
class VarPage final : public RiskPage {
    Q_OBJECT
  public:
    VarPage(PaneContext& context, QWidget* parent = nullptr);
    void showRisk(const RiskView& view) override;
    void pass(std::int64_t now) override;

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    [[nodiscard]] portfolio::Horizon horizon() const;
    void layOut();
    /// Computing is not for every frame: when something it is made of is another, and no more than once a second when
    /// that is only the prices of the same account.
    [[nodiscard]] bool isDue(const RiskView& view) const;
    void compute();
    void showMethod(const VarResult& result);
    void showParts(const VarResult& result);

    ThemeHost& m_themes;
    QBoxLayout* m_halves = nullptr;
    Segmented* m_horizon;
    QCheckBox* m_weighted;
    QLabel* m_few;
    QLabel* m_method;
    TableModel<VarRow, portfolio::Confidence> m_levels;
    TableModel<ComponentRow, std::string> m_parts;
    Table* m_table;
    Table* m_components;
    std::shared_ptr<const RiskBook> m_book; ///< that was computed
    const ReturnFeed* m_returns = nullptr;  ///< of the pane, which outlives this
    std::uint64_t m_version = 0;            ///< of the returns
    std::int64_t m_computedAt = 0;          ///< monotonic, 0 = never
    std::int64_t m_nanos = 0;
};

} // namespace qd::ui
