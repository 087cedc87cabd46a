#pragma once

#include "widgets/base/Theme.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QToolButton>

namespace qd::workspace {

/// A button for what must not happen by a slip: it fires once it has been held for a while, with the mouse or the space
/// bar, and fills up meanwhile. Letting go earlier does nothing. Main thread.
class HoldButton : public QToolButton {
    Q_OBJECT
  public:
    HoldButton(const QString& text, ui::ThemeHost& themes, QWidget* parent = nullptr);
    static constexpr int kHoldMillis = 800;

  signals:
    void fired();

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void begin();
    void advance();
    void stop();

    ui::ThemeHost& m_themes;
    QElapsedTimer m_held; ///< valid while held
    QTimer m_frames;
};

} // namespace qd::workspace
