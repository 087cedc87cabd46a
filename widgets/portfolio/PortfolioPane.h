#pragma once

#include "widgets/base/FigureGrid.h"
#include "widgets/base/Inputs.h"
#include "widgets/base/Pane.h"
#include "widgets/portfolio/Allocation.h"
#include "widgets/portfolio/Analytics.h"
#include "widgets/portfolio/CurvePlot.h"
#include "widgets/portfolio/EquityHistory.h"

class QGridLayout;
class QLabel;
class QScrollArea;
class QBoxLayout;

namespace qd::ui {

/// PF: how the account did: equity, profit and loss, drawdown, allocation, and its statistics. Main thread.
class PortfolioPane final : public Pane {
    Q_OBJECT
  public:
    explicit PortfolioPane(PaneContext& context);
    /// Keys and gestures, for the list of shortcuts.
    [[nodiscard]] static std::vector<KeyHint> keys();

    [[nodiscard]] PaneState state() const override;
    void restore(const PaneState& state) override;
    /// A range: "1D", "1W", "1M", "3M", "1Y" or "ALL".
    [[nodiscard]] std::optional<QString> applyWords(const ports::ActionWords& words) override;
    void onFrame(const Frame& frame) override;
    [[nodiscard]] std::int64_t frameInterval() const override { return 100 * kNanosPerMilli; }

    [[nodiscard]] EquityRange range() const { return m_history.range(); }
    void showRange(EquityRange range);

  protected:
    void themeChanged() override;
    void addMenuEntries(QMenu& menu) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void createHead();
    void createPlots();
    void createAnalytics();
    QWidget* createContent();
    void arrange(int width);
    void read(const Frame& frame);
    [[nodiscard]] std::optional<EquitySample> newerSample(const AccountView& account) const;
    void showAccount(const AccountView& account, const std::optional<EquitySample>& newer, std::int64_t now);
    void showProfit(const std::optional<EquitySample>& newer, bool doubtful, std::int64_t now);
    void showNothing(std::int64_t now);
    void drawCurves(const std::optional<EquitySample>& newer);
    void showCurves(std::span<const EquitySample> samples);
    void showDays(std::span<const EquitySample> range, UnixNanos from, UnixNanos until);
    void showAnalytics(std::int64_t now);
    void showState();
    void copyFigures();

    EquityHistory m_history;
    Segmented* m_ranges;
    FigureGrid* m_head;
    FigureView* m_equity = nullptr;
    FigureView* m_profit = nullptr;
    FigureView* m_unrealised = nullptr;
    FigureView* m_deposits = nullptr;
    CurvePlot* m_equityPlot = nullptr;
    CurvePlot* m_profitPlot = nullptr;
    CurvePlot* m_dayPlot = nullptr;
    CurvePlot* m_drawdownPlot = nullptr;
    AllocationView* m_allocation;
    std::vector<AnalyticsFigure> m_figures;
    FigureGrid* m_analytics;
    QLabel* m_state;
    QScrollArea* m_scroll;
    QGridLayout* m_plots;
    QBoxLayout* m_below; ///< allocation and statistics, side by side where there is room
    ports::Subscription m_changes;
    ports::Subscription m_venueChanges;
    /// What the curves are made of: they are drawn anew when it changed.
    struct Drawn {
        std::uint64_t version = 0; ///< of the history
        std::optional<EquitySample> now;
        friend bool operator==(const Drawn&, const Drawn&) = default;
    };
    std::optional<Drawn> m_drawn;
    std::optional<std::uint64_t> m_seen; ///< statisticsVersion() of what is shown
    bool m_dirty = true;
    int m_columns = 0;
    std::int64_t m_readAt = 0; ///< monotonic, 0 = never
};

} // namespace qd::ui
