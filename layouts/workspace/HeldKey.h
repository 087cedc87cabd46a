#pragma once

#include <QObject>
#include <QTimer>

#include <functional>

namespace qd::workspace {

/// A key that fires once it has been held for as long as a HoldButton: from begin(), called when it went down, until
/// any key is let go or the program is left. Main thread.
class HeldKey : public QObject {
    Q_OBJECT
  public:
    HeldKey();
    /// Begins anew when something was begun already.
    void begin(std::function<void()> fire);

  signals:
    /// Before it fired.
    void letGo();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void end();
    std::function<void()> m_fire;
    QTimer m_timer;
};

} // namespace qd::workspace
