#pragma once

#include "widgets/base/Pane.h"
#include "widgets/correlation/BarReturns.h"
#include "widgets/correlation/CorrelationWords.h"

#include <vector>

class QLabel;
class QToolButton;

namespace qd::ui {

/// CORR: how all markets move together. Main thread.
class CorrelationPane final : public Pane {
    Q_OBJECT
  public:
    explicit CorrelationPane(PaneContext& context);
    /// Keys and gestures, for the list of shortcuts.
    [[nodiscard]] static std::vector<KeyHint> keys();

    /// It leads its group by the row that is entered.
    [[nodiscard]] bool linksMarket() const override { return true; }
    [[nodiscard]] PaneState state() const override;
    void restore(const PaneState& state) override;
    /// "CORR 5m 250 BASE BTC-PERP".
    [[nodiscard]] std::optional<QString> applyWords(const ports::ActionWords& words) override;
    [[nodiscard]] std::int64_t frameInterval() const override { return 250 * kNanosPerMilli; }
    void onFrame(const Frame& frame) override;
    [[nodiscard]] const CorrelationView& shown() const { return m_view; }

  protected:
    void themeChanged() override;
    void addMenuEntries(QMenu& menu) override;

  private:
    void makeControls();
    void addIntervals(QMenu& menu);
    void addWindows(QMenu& menu);
    void addBases(QMenu& menu);
    void choose(Interval interval, std::size_t window);
    void chooseBase(const std::string& symbol);
    [[nodiscard]] std::size_t baseIndex() const;
    void compute(const std::vector<MarketId>& markets);
    void showDetail(const QString& detail);

    HeatMap* m_map;
    QLabel* m_detail;
    QToolButton* m_interval = nullptr;
    QToolButton* m_window = nullptr;
    QToolButton* m_base = nullptr;
    BarReturns m_returns;
    CorrelationView m_view;
    Interval m_chosenInterval = Interval::M1;
    std::size_t m_chosenWindow = 120;
    std::string m_baseSymbol;    ///< empty: the first market
    std::uint64_t m_version = 0; ///< of the returns shown
    bool m_stale = true;         ///< something else changed
    QString m_pointed;           ///< of the cell that is chosen
};

} // namespace qd::ui
