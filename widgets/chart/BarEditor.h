#pragma once

#include "widgets/base/Inputs.h"
#include "widgets/chart/BarChoice.h"
#include "widgets/chart/StudyPopup.h"

#include <QLabel>
#include <QPushButton>

#include <vector>

namespace qd::chart {

/// What ends the bars of a chart: the kind, its size, and what it means. A kind takes effect at once, a size with
/// Enter or a button. Main thread.
class BarEditor final : public StudyPopup {
    Q_OBJECT
  public:
    BarEditor(ui::ThemeHost& themes, BarChoice choice, Quantity dayVolume, QWidget* parent);
    void openAt(const QPoint& global);

  signals:
    void changed(const qd::chart::BarChoice& choice);

  protected:
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void addSizes(QLayout& column);
    void chooseKind(int index);
    void takeSize();
    void show(const BarChoice& choice);

    BarChoice m_choice;
    Quantity m_dayVolume;
    ui::Segmented* m_kinds = nullptr;
    QWidget* m_sizes = nullptr; ///< where the size is chosen
    QLineEdit* m_size = nullptr;
    QLabel* m_unit = nullptr;
    std::vector<QPushButton*> m_usual;
    QLabel* m_definition = nullptr;
    QLabel* m_note = nullptr;
};

} // namespace qd::chart
