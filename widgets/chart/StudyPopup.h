#pragma once

#include "widgets/base/Theme.h"

#include <QFrame>

namespace qd::chart {

/// Something that opens over the chart for a moment: a click beside it or Esc closes it, and then it deletes itself.
class StudyPopup : public QFrame {
    Q_OBJECT
  protected:
    StudyPopup(ui::ThemeHost& themes, const QString& name, QWidget* parent);
    /// On the screen, at `global` if there is room.
    void open(const QPoint& global, const QSize& size);
    [[nodiscard]] const ui::Theme& theme() const;

    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    ui::ThemeHost& m_themes;
};

} // namespace qd::chart
