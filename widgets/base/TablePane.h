#pragma once

#include "widgets/base/NoticeLine.h"
#include "widgets/base/Pane.h"
#include "widgets/base/Table.h"
#include "widgets/base/TableFoot.h"

#include <QToolButton>
#include <QVBoxLayout>

namespace qd::ui {

/// A pane about the account whose content is a table: it reads anew when the account changed, at most ten times a
/// second and only while visible; keeps its columns in the layout; tells in a line at its foot what became of the last
/// deed. Main thread.
class TablePane : public Pane {
    Q_OBJECT
  public:
    [[nodiscard]] bool linksMarket() const override { return true; }
    [[nodiscard]] PaneState state() const override;
    void restore(const PaneState& state) override;
    void onFrame(const Frame& frame) override;
    [[nodiscard]] std::int64_t frameInterval() const override { return 33 * kNanosPerMilli; }

  protected:
    TablePane(PaneContext& context, const QString& mnemonic, const QString& title, const QString& tableName);

    [[nodiscard]] Table& table() { return *m_table; }
    [[nodiscard]] const Table& table() const { return *m_table; }
    /// This column holds symbols: it is as wide as the longest of the venue's.
    void setMarketColumn(int column);
    /// Totals under the table. Once.
    TableFoot& addFoot();
    void say(const QString& sentence, Token token);
    /// What is shown is out of date.
    void invalidate() { m_dirty = true; }
    /// Brings rows, foot and subtitle up to date with the ports.
    virtual void read(const Frame& frame) = 0;
    /// The least time between two reads, nanoseconds.
    [[nodiscard]] virtual std::int64_t readInterval() const { return 100 * kNanosPerMilli; }
    /// Something shown changes with time alone, e.g. an age in seconds.
    [[nodiscard]] virtual bool showsAges() const { return false; }
    /// Shows a market in the panes of this one's group, or of group A when it has none.
    void showMarket(MarketId market);
    /// A flat text button in the header.
    QToolButton* addHeaderButton(const QString& text, const QString& name, const QString& tip);
    void copyAll();

  private:
    void measureSymbols(int column);

    Table* m_table;
    TableFoot* m_foot = nullptr;
    NoticeLine* m_notice;
    QVBoxLayout* m_column;
    ports::Subscription m_changes;
    ports::Subscription m_markets;
    bool m_dirty = true;
    bool m_fading = false;
    std::int64_t m_readAt = 0; ///< monotonic, 0 = never
};

} // namespace qd::ui
