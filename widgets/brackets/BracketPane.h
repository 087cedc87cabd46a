#pragma once

#include "widgets/base/Inputs.h"
#include "widgets/base/NoticeLine.h"
#include "widgets/base/Pane.h"
#include "widgets/base/Table.h"
#include "widgets/brackets/RunningRows.h"
#include "widgets/terms/KeptBrackets.h"

#include <vector>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLineEdit;
class QPushButton;
class QScrollArea;

namespace qd::ui {

class RulesForm;

/// A line of BRACKET.
struct BracketRow {
    BracketTemplate bracket;
    bool ofLadder = false; ///< opening orders of the ladder get it
    QString example;       ///< where it would stand for a buy at the mark of now
};

/// BRACKET: keeps the templates that ticket and ladder use. Main thread.
class BracketPane final : public Pane {
    Q_OBJECT
  public:
    explicit BracketPane(PaneContext& context);
    /// Keys and gestures, for the list of shortcuts.
    [[nodiscard]] static std::vector<KeyHint> keys();

    [[nodiscard]] PaneState state() const override;
    void restore(const PaneState& state) override;
    void onFrame(const Frame& frame) override;
    [[nodiscard]] std::int64_t frameInterval() const override { return 250 * kNanosPerMilli; }

  protected:
    void marketChanged() override { m_dirty = true; }
    void themeChanged() override { applySizes(); }
    void resizeEvent(QResizeEvent* event) override;

  private:
    struct Level {
        DecimalEdit* edit = nullptr;
        QComboBox* unit = nullptr;
        [[nodiscard]] bool isEmpty() const;
        /// As a template has it, "12t", also when it is no distance: what cannot be read must not be left out.
        [[nodiscard]] std::string typed() const;
        void mark() const;
    };
    [[nodiscard]] std::vector<Column<BracketRow>> columns();
    QWidget* makeForm();
    /// The form is as high as it needs to be, and scrolls where the tables need the room.
    void fitForm();
    void makeFields(QGridLayout& grid);
    Level makeLevel(QGridLayout& grid, int row, const QString& label, const QString& name);
    void read(const Frame& frame);
    void readRunning(const Frame& frame);
    void edit(const BracketTemplate& bracket);
    void save();
    void remove(const BracketRow& row);
    void useInLadder(const BracketRow& row);
    void endRules(const RunningRow& row);
    /// What the fields say, or what is wrong with them.
    [[nodiscard]] std::expected<BracketTemplate, QString> typed() const;
    void keep(const std::vector<BracketTemplate>& templates, const QString& said);
    void say(const QString& sentence, Token token);
    void applySizes();

    TableModel<BracketRow, std::string> m_model;
    Table* m_table;
    TableModel<RunningRow, std::uint64_t> m_runningModel; ///< by the entry
    Table* m_running;
    QScrollArea* m_scroll = nullptr;
    QLineEdit* m_name = nullptr;
    Level m_takeProfit;
    Level m_stop;
    Segmented* m_source = nullptr;
    QCheckBox* m_resting = nullptr;
    RulesForm* m_rules = nullptr;
    QPushButton* m_save = nullptr;
    NoticeLine* m_notice;
    bool m_dirty = true;
    ports::Subscription m_accounts;
    Price m_mark; ///< of the examples
};

} // namespace qd::ui
