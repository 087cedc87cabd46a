#pragma once

#include "widgets/base/Inputs.h"
#include "widgets/ticket/TicketInputs.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;

namespace qd::ui {

/// The fields that only some kinds of orders have; a row is shown when its kind is chosen. Holds what was typed and
/// nothing of the market. Main thread.
class KindForm : public QWidget {
    Q_OBJECT
  public:
    explicit KindForm(ThemeHost& themes, QWidget* parent = nullptr);

    /// Writes its fields into the inputs.
    void read(TicketInputs& inputs) const;
    /// Puts the choices; prices, distances and amounts are left. Does not signal.
    void setChoices(const TicketInputs& inputs);
    void setMarket(const MarketParams& params);
    /// What may be chosen as a bracket's template.
    void setTemplates(std::vector<BracketTemplate> templates);
    /// Shows the rows of a kind. `inputs`: as typed.
    void showKind(const TicketInputs& inputs);
    /// Prices and distances; choices stay. Does not signal.
    void clear();
    /// Every control in the order of Tab.
    [[nodiscard]] std::vector<QWidget*> tabOrder() const;

  signals:
    void changed();

  private:
    struct Level {
        QWidget* row = nullptr;
        DecimalEdit* edit = nullptr;
        QComboBox* unit = nullptr;
    };
    QWidget* addRow(const QString& label, const std::vector<QWidget*>& controls, QLabel** text = nullptr);
    DecimalEdit* edit(int scale, const QString& name, const QString& accessible, const QString& tip);
    Segmented* segments(const QStringList& choices, const QString& name, const QString& accessible);
    QComboBox* box(const QStringList& choices, const QString& name, const QString& accessible);
    Level addLevel(const QString& label, const QString& name, const QString& accessible, const QString& tip);
    void addTriggerRows();
    void addBracketRows();
    void addSliceRows();
    void chooseTemplate(int index);
    /// Null: none.
    [[nodiscard]] const BracketTemplate* chosenTemplate() const;
    void showRules();
    void applySizes();

    ThemeHost& m_themes;
    std::vector<QLabel*> m_labels;
    std::vector<QWidget*> m_tabs;

    QWidget* m_triggerRow = nullptr;
    QLabel* m_triggerLabel = nullptr;
    DecimalEdit* m_trigger = nullptr;
    QWidget* m_distanceRow = nullptr;
    DecimalEdit* m_distance = nullptr;
    QComboBox* m_distanceUnit = nullptr;
    QWidget* m_sourceRow = nullptr;
    Segmented* m_source = nullptr;
    QWidget* m_wholeRow = nullptr;
    QCheckBox* m_whole = nullptr;

    QWidget* m_templateRow = nullptr;
    QComboBox* m_template = nullptr;
    std::vector<BracketTemplate> m_templates;
    QLabel* m_rules = nullptr; ///< what the chosen template does by itself
    QWidget* m_entryRow = nullptr;
    Segmented* m_entry = nullptr;
    Level m_takeProfit;
    Level m_stopLoss;
    QWidget* m_restingRow = nullptr;
    QCheckBox* m_resting = nullptr;

    QWidget* m_twapRow = nullptr;
    DecimalEdit* m_minutes = nullptr;
    DecimalEdit* m_seconds = nullptr;
    QWidget* m_displayRow = nullptr;
    DecimalEdit* m_display = nullptr;
    QWidget* m_endRow = nullptr;
    DecimalEdit* m_end = nullptr;
    QWidget* m_countRow = nullptr;
    DecimalEdit* m_count = nullptr;
    Segmented* m_distribution = nullptr;
    QWidget* m_offsetRow = nullptr;
    Segmented* m_above = nullptr;
    DecimalEdit* m_offset = nullptr;
};

} // namespace qd::ui
