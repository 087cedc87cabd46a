#pragma once

#include "core/engine/risk/portfolio/Exposure.h"
#include "widgets/base/FigureGrid.h"
#include "widgets/base/HeatMap.h"
#include "widgets/base/Table.h"
#include "widgets/risk/RiskPage.h"

class QLabel;

namespace qd::ui {

/// What is held of an asset.
struct ExposureRow {
    portfolio::ExposureGroup group;
    std::optional<double> betaSol;
    std::optional<double> betaBtc;
};
/// Correlations of daily returns as a grid of −1 to 1.
[[nodiscard]] HeatGrid correlationsOf(const std::vector<std::string>& assets, const ReturnFeed& returns);

/// How much is at stake, where it is concentrated, and how it moves together. Main thread.
class ExposurePage final : public RiskPage {
    Q_OBJECT
  public:
    ExposurePage(PaneContext& context, QWidget* parent = nullptr);
    void showRisk(const RiskView& view) override;
    void pass(std::int64_t now) override;

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void createFigures();
    void showFigures(const portfolio::Exposure& exposure, const RiskView& view);
    void showCorrelations(const ReturnFeed& returns);

    ThemeHost& m_themes;
    QBoxLayout* m_halves;
    FigureGrid* m_figures;
    FigureView* m_gross = nullptr;
    FigureView* m_net = nullptr;
    FigureView* m_leverage = nullptr;
    FigureView* m_concentration = nullptr;
    TableModel<ExposureRow, std::string> m_model;
    Table* m_table;
    QLabel* m_heading;
    HeatMap* m_correlations;
    std::uint64_t m_seen = 0;          ///< version of the returns that the correlations show
    std::vector<std::string> m_assets; ///< that they show
};

} // namespace qd::ui
