#pragma once

#include "widgets/base/FigureGrid.h"
#include "widgets/base/HeatMap.h"
#include "widgets/base/Inputs.h"
#include "widgets/risk/RiskPage.h"
#include "widgets/risk/StressWorker.h"

class QComboBox;
class QLabel;
class QLineEdit;

namespace qd::ui {

/// A grid as it is painted.
[[nodiscard]] HeatGrid heatOf(const RiskBook& book, const portfolio::StressGrid& grid);
/// "Basis +\nhaircut 5 %"
[[nodiscard]] QString headingOf(const portfolio::Shock& shock);

/// The stress grid: what the account would gain or lose when prices move and basis, funding or stable coins move
/// against it. Valued beside the main thread, at most once a second. Main thread.
class StressPage final : public RiskPage {
    Q_OBJECT
  public:
    StressPage(PaneContext& context, QWidget* parent = nullptr);
    void showRisk(const RiskView& view) override;
    void pass(std::int64_t now) override;
    [[nodiscard]] StressMode mode() const;
    void setMode(StressMode mode);

  private:
    void createControls(PaneContext& context);
    void createFigures();
    void layOut();
    void askAnew();
    [[nodiscard]] portfolio::StressTerms termsOf(const RiskView& view) const;
    [[nodiscard]] std::vector<portfolio::Scenario> scenarios(const RiskView& view);
    void saveScenarios();
    /// Why what was typed is not kept; marks the line.
    void refuseScenarios(const QString& reason);
    void take(std::shared_ptr<const StressAnswer> answer);
    void showAnswer();
    [[nodiscard]] QString emptyText() const;
    void showFigures(const portfolio::StressGrid* shown);
    void showDetail(const QString& detail);
    void showState(const RiskView& view);

    PaneContext& m_context;
    StressWorker m_worker;
    Segmented* m_modes;
    QComboBox* m_asset;
    QLineEdit* m_scenarios;
    FigureGrid* m_figures;
    FigureView* m_worst = nullptr;
    FigureView* m_where = nullptr;
    FigureView* m_contingency = nullptr;
    FigureView* m_margin = nullptr;
    FigureView* m_venue = nullptr;
    HeatMap* m_map;
    QLabel* m_detail;
    QLabel* m_state;
    QString m_legend; ///< what the map's marks mean
    std::shared_ptr<const StressAnswer> m_answer;
    std::optional<AccountId> m_account; ///< whose grid is wanted
    bool m_failed = false;              ///< the last one could not be valued
    bool m_doubtful = false;
    std::int64_t m_askedAt = 0; ///< monotonic, 0 = at once
    std::int64_t m_nanos = 0;
};

} // namespace qd::ui
