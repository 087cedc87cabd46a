#pragma once

#include "widgets/base/Theme.h"

#include <QComboBox>

namespace qd::ui {

/// A choice of words whose arrow is drawn in the theme's colour: all choices look like it. Main thread.
class ChoiceBox final : public QComboBox {
    Q_OBJECT
  public:
    explicit ChoiceBox(ThemeHost& themes, QWidget* parent = nullptr);

  protected:
    void paintEvent(QPaintEvent* event) override;
    /// Only with the focus, which the wheel does not give, so that scrolling the pane changes nothing.
    void wheelEvent(QWheelEvent* event) override;

  private:
    ThemeHost& m_themes;
};

} // namespace qd::ui
