#pragma once

#include "widgets/chart/StudyPopup.h"
#include "widgets/studies/StudyChoice.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

class QGridLayout;
class QVBoxLayout;

namespace qd::chart {

/// Numbers and colours of a study that is shown. What is typed is shown at once when it is right.
class StudyEditor final : public StudyPopup {
    Q_OBJECT
  public:
    StudyEditor(ui::ThemeHost& themes, StudyChoice study, QWidget* parent);
    void openAt(const QPoint& global);

  signals:
    void changed(const qd::chart::StudyChoice& study);
    void removed();
    /// An alert on it is to be set.
    void alertWanted();

  protected:
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void addNumbers(QGridLayout& grid);
    void addHeight(QGridLayout& grid);
    void addFrame(QGridLayout& grid, ui::ThemeHost& themes);
    void addColours(QGridLayout& grid);
    void addButtons(QVBoxLayout& column);
    void readNumbers();
    void paintColour(std::size_t line);

    StudyChoice m_study;
    std::vector<QLineEdit*> m_numbers;
    std::vector<QPushButton*> m_colours;
    QLineEdit* m_height = nullptr; ///< null: it has no pane of its own
    QLabel* m_note = nullptr;
};

} // namespace qd::chart
