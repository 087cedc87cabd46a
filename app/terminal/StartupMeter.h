#pragma once

#include "layouts/workspace/Workspace.h"

#include <QObject>

#include <cstdint>
#include <set>

namespace qd::terminal {

/// How long the start took, from the moment the kernel began the process (known to 10 ms). 0 = not yet.
struct StartupTimes {
    std::int64_t firstPaintNanos = 0;     ///< until a pane was painted
    std::int64_t layoutRestoredNanos = 0; ///< until every visible pane of the layout was painted
};

/// Watches the panes of the first layout until each has been painted once. Main thread.
class StartupMeter : public QObject {
    Q_OBJECT
  public:
    explicit StartupMeter(const workspace::Workspace& workspace);
    [[nodiscard]] const StartupTimes& times() const { return m_times; }

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void record(std::int64_t StartupTimes::* time);
    std::set<QObject*> m_waiting;
    bool m_painted = false;
    StartupTimes m_times;
};

} // namespace qd::terminal
