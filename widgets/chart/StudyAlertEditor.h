#pragma once

#include "widgets/chart/StudyPopup.h"
#include "widgets/studies/AlertStudies.h"

#include <QLabel>
#include <QLineEdit>

class QCheckBox;
class QComboBox;
class QGridLayout;

namespace qd::chart {

/// An alert on a study that is shown, to be set.
class StudyAlertEditor final : public StudyPopup {
    Q_OBJECT
  public:
    /// `shown`: what may be compared with; `alert`: of which market and bars.
    StudyAlertEditor(ui::ThemeHost& themes, const std::vector<StudyChoice>& shown, std::size_t study,
                     ui::StudyAlert alert, QWidget* parent);
    void openAt(const QPoint& global);
    /// Says why it cannot be set.
    void object(const QString& sentence);

  signals:
    void wanted(const qd::ui::StudyAlert& alert);

  protected:
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void addRows(QGridLayout& grid);
    void addRow(QGridLayout& grid, const QString& name, QWidget* input);
    [[nodiscard]] QComboBox* addChoice(QGridLayout& grid, const QString& name, const QString& object,
                                       const QStringList& words);
    [[nodiscard]] NamedLine line() const;
    /// What the chosen line may be compared with.
    void fillAgainst();
    void ask();
    [[nodiscard]] int heightFor(int width) const;

    ui::ThemeHost& m_host;
    std::vector<StudyChoice> m_shown;
    StudyChoice m_study;
    ui::StudyAlert m_alert;
    std::vector<std::variant<ui::StudyLevel, ui::BarPrice, ui::StudyLine>> m_others; ///< in the order of m_against
    QComboBox* m_line = nullptr;
    QComboBox* m_way = nullptr;
    QComboBox* m_against = nullptr;
    QLineEdit* m_level = nullptr;
    QComboBox* m_moment = nullptr;
    QCheckBox* m_repeats = nullptr;
    QLineEdit* m_note = nullptr;
    QLabel* m_objection = nullptr;
};

} // namespace qd::chart
