#pragma once

#include "widgets/base/CsvExport.h"
#include "widgets/base/FormLine.h"
#include "widgets/base/NoticeLine.h"
#include "widgets/base/Pane.h"
#include "widgets/history/Days.h"
#include "widgets/history/HistoryList.h"

class QStackedWidget;
class QTabBar;
class QToolButton;

namespace qd::ui {

/// HISTORY: orders, fills, funding, liquidations and ledger movements of the owner's accounts as far back as they go,
/// filtered, sortable, and written to CSV files. Main thread.
class HistoryPane final : public Pane {
    Q_OBJECT
  public:
    explicit HistoryPane(PaneContext& context);
    ~HistoryPane() override;
    /// Keys and gestures, for the list of shortcuts.
    [[nodiscard]] static std::vector<KeyHint> keys();

    [[nodiscard]] bool linksMarket() const override { return true; }
    [[nodiscard]] PaneState state() const override;
    void restore(const PaneState& state) override;
    /// The name of a list, a market or ALL, and at last EXPORT with a file.
    [[nodiscard]] std::optional<QString> applyWords(const ports::ActionWords& words) override;
    void onFrame(const Frame& frame) override;
    [[nodiscard]] std::int64_t frameInterval() const override { return 100 * kNanosPerMilli; }
    /// Answers an export when the file is written, or fails with the reason.
    void runWords(const ports::ActionWords& words, const ports::ActionDone& done) override;
    /// Writes what the filters let through of the list shown, after the files asked for before; `done` may be empty.
    void exportTo(const QString& file, const ports::ActionDone& done = {});

  protected:
    void addMenuEntries(QMenu& menu) override;

  private:
    void createLists();
    void createFilters();
    void connectList(HistoryList& list);
    void refreshChoices();
    /// Reads the filters and begins the list anew; says what is wrong with them.
    void apply();
    /// Frames the days that are wrong.
    void markDays();
    void showTab(int tab);
    void showStanding();
    void chooseFile();
    /// Empty: the words are wrong. The file to export to may be empty.
    [[nodiscard]] std::optional<QString> choose(const ports::ActionWords& words);
    void tellExport(const QString& file, std::size_t rows, const QString& problem);
    [[nodiscard]] HistoryList& current() const;
    /// Whose rows are asked for: the one chosen, or else the selected one; empty while there is none.
    [[nodiscard]] std::optional<AccountId> account() const;
    [[nodiscard]] QString accountShown() const;
    /// Empty: a date is none.
    [[nodiscard]] std::optional<ports::HistoryFilter> filter() const;
    [[nodiscard]] int tabNamed(std::string_view typed) const;
    void say(const QString& sentence, Token token);

    QTabBar* m_tabs;
    QStackedWidget* m_stack;
    FormLine* m_filters;
    NoticeLine* m_notice;
    QToolButton* m_export = nullptr;
    QComboBox* m_account = nullptr;
    QComboBox* m_market = nullptr;
    QComboBox* m_side = nullptr;
    QComboBox* m_posting = nullptr;
    QLineEdit* m_from = nullptr;
    QLineEdit* m_until = nullptr;
    std::vector<std::unique_ptr<HistoryList>> m_lists;
    CsvExport m_csv;
    std::optional<AccountId> m_selected;
    std::optional<AccountId> m_shown; ///< whose rows the lists have
    std::string m_wantedMarket;       ///< from a layout, until the venue knows it
    std::uint64_t m_version = 0;
    std::int64_t m_readAt = 0;
    bool m_begun = false;
    bool m_filling = false; ///< choices are being replaced, not chosen
};

} // namespace qd::ui
