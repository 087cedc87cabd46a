#pragma once

#include <QGuiApplication>
#include <QKeyEvent>

namespace qd::ui {

/// Tells the repetition of a held key from a key that went down anew. X11 tells it as let go and pressed again, which
/// Qt recognises only when both have arrived; but both carry one time, which no hand can do. Main thread.
class KeyRepeats {
  public:
    explicit KeyRepeats(bool byTime = QGuiApplication::platformName() == QLatin1String("xcb")) : m_byTime(byTime) {}
    /// Of every press (or ShortcutOverride) and release, in order: a press that only repeats.
    [[nodiscard]] bool isRepeat(const QKeyEvent& event) {
        if (event.type() != QEvent::KeyRelease)
            return event.isAutoRepeat() || (m_byTime && event.key() == m_key && event.timestamp() == m_up);
        m_key = event.key();
        m_up = event.timestamp();
        return false;
    }

  private:
    bool m_byTime;
    int m_key = 0;
    quint64 m_up = 0; ///< when it was let go
};

} // namespace qd::ui
