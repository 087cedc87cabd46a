#pragma once

#include "widgets/base/Inputs.h"
#include "widgets/base/Theme.h"

#include <QWidget>

#include <utility>
#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace qd::ui {

class FlowLayout;

/// One small form: a title, inputs with their names, buttons; in as many rows as its width needs. Enter in an input
/// presses the first button. Main thread.
class FormLine final : public QWidget {
    Q_OBJECT
  public:
    /// How a control is found, called and explained.
    struct Words {
        QString name; ///< object name
        QString label;
        QString tip;
    };
    FormLine(ThemeHost& themes, const QString& name, const QString& title, QWidget* parent = nullptr);

    /// `digits`: how many of them fit.
    DecimalEdit* addDecimal(const Words& words, int scaleDecimals, int digits);
    QLineEdit* addText(const Words& words, int letters);
    QComboBox* addChoice(const Words& words);
    QCheckBox* addCheck(const Words& words);
    QPushButton* addButton(const Words& words);
    /// A sentence in the form.
    QLabel* addHint(const QString& name, const QString& text);

  private:
    void addNamed(const QString& label, QWidget* input);
    void press();
    void applyTheme();

    ThemeHost& m_themes;
    FlowLayout* m_flow;
    QLabel* m_title;
    QPushButton* m_first = nullptr;
    std::vector<std::pair<QWidget*, int>> m_inputs; ///< and how many letters they show
    std::vector<QLabel*> m_labels;
};

/// Replaces the choices of a box by texts with a number each, keeping the chosen number where it is still there.
void setChoices(QComboBox& box, const std::vector<std::pair<QString, int>>& choices);
/// The number of what is chosen, -1 for none.
[[nodiscard]] int chosenNumber(const QComboBox& box);

} // namespace qd::ui
