#pragma once

#include "widgets/base/Theme.h"
#include "widgets/settings/SettingRows.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QToolButton;

namespace qd::ui {

/// One setting: its sentence, key and standard, the control of its type, and what is wrong with what was typed.
/// What is chosen or stepped is set at once, what is typed with Enter or when the field is left. Main thread.
class SettingRow final : public QWidget {
    Q_OBJECT
  public:
    SettingRow(ThemeHost& themes, Settings& settings, const SettingInfo& info, QWidget* parent = nullptr);

    [[nodiscard]] const SettingInfo& info() const { return m_info; }
    /// What takes the keys.
    [[nodiscard]] QWidget* control() const;
    /// Brings the control up to date with the settings; what is being typed stays.
    void refresh();
    /// Nothing can be changed while `reason` is not empty.
    void setLocked(const QString& reason);

  signals:
    /// A value was set by this row.
    void kept();

  protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void createControl();
    void createEdit();
    void arrange();
    void applyTheme();
    void apply(const QString& typed);
    void applyEdit();
    void showValue();
    void showWrong(const QString& sentence);

    ThemeHost& m_themes;
    Settings& m_settings;
    const SettingInfo& m_info;
    QGridLayout* m_grid;
    QLabel* m_summary;
    QLabel* m_key;
    QLabel* m_standard;
    QWidget* m_side; ///< control, unit and reset
    QToolButton* m_reset;
    QLabel* m_wrong;
    QCheckBox* m_switch = nullptr;
    QComboBox* m_choice = nullptr;
    QLineEdit* m_edit = nullptr;
    int m_editWidth = 0;    ///< where there is room
    bool m_stacked = false; ///< the control stands below the sentence
    bool m_showing = false; ///< the field is written by the program
    bool m_typing = false;  ///< the change in hand is a person's letter
};

} // namespace qd::ui
