#pragma once

#include <QObject>
#include <QTimer>

#include <functional>

namespace qd::workspace {

/// A key that fires once it has been held for as long as a HoldButton: from begin(), called when it went down, until
/// any key is let go or the program is left. A window system that repeats a held key may tell it as let go and pressed
/// again: what goes down again at once was not let go. Main thread.
class HeldKey : public QObject {
    Q_OBJECT
  public:
    HeldKey();
    /// Of a key that is held already: it goes on, and what has fired does not fire again.
    void begin(std::function<void()> fire);
    [[nodiscard]] bool isHeld() const { return m_held; }

  signals:
    /// Before it fired.
    void letGo();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void fire();
    void end();

    std::function<void()> m_fire; ///< none: nothing is held, or it has fired
    bool m_held = false;
    bool m_due = false; ///< it was up when its time came
    QTimer m_timer;
    QTimer m_up; ///< runs while it is up and may go down again
};

} // namespace qd::workspace
