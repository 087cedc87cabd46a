#pragma once

#include "widgets/base/LogModel.h"
#include "widgets/base/TablePane.h"
#include "widgets/liquidations/LiquidationRows.h"

namespace qd::ui {

/// LIQ: everybody's liquidations, the newest on top, filtered by market, venue, step and value; sums at the foot, the
/// insurance fund in the header. Main thread.
class LiquidationsPane final : public TablePane {
    Q_OBJECT
  public:
    explicit LiquidationsPane(PaneContext& context);
    /// Keys and gestures, for the list of shortcuts.
    [[nodiscard]] static std::vector<KeyHint> keys();

    [[nodiscard]] PaneState state() const override;
    void restore(const PaneState& state) override;
    /// A market or ALL, a least value, a step, VENUE and its name, in any order.
    [[nodiscard]] std::optional<QString> applyWords(const ports::ActionWords& words) override;

  protected:
    void read(const Frame& frame) override;
    [[nodiscard]] bool showsAges() const override { return true; } // the feed is asked, it does not tell
    void addMenuEntries(QMenu& menu) override;

  private:
    void takeNew(std::int64_t now);
    /// Rows that came before the venue told its markets or the owner's accounts get their names when it has.
    void nameAnew();
    void refill();
    void showTotals();
    void showEmpty();
    void choose(LiquidationFilter only);
    /// The same with one of its parts changed.
    template<class T>
    void choose(T LiquidationFilter::* part, T value) {
        LiquidationFilter only = m_only;
        only.*part = std::move(value);
        choose(std::move(only));
    }
    /// Of the entries that are kept, by name.
    [[nodiscard]] std::vector<QString> venues() const;
    /// The venue of that name, or the first that begins so.
    [[nodiscard]] std::optional<QString> venueNamed(const std::string& typed) const;
    /// Only a market is shown that the venue does not have (any more).
    [[nodiscard]] bool isMarketGone() const;
    void openMarkets();
    void openVenues();
    void openSteps();
    void openLeast();
    void openRowMenu(int row, const QPoint& global);

    LogModel<LiquidationRow> m_model;
    TableFoot& m_foot;
    QToolButton* m_markets;
    QToolButton* m_venuesButton;
    QToolButton* m_stepsButton;
    QToolButton* m_leastButton;
    std::vector<LiquidationRow> m_rows;        ///< all that is kept, newest first
    LiquidationNames m_names;                  ///< that m_rows have
    std::optional<LiquidationTotals> m_totals; ///< of the rows shown; empty: they changed
    std::uint64_t m_cursor = 0;
    std::uint64_t m_missed = 0;
    LiquidationFilter m_only;
};

} // namespace qd::ui
