#pragma once

#include "layouts/workspace/Workspace.h"

#include <QImage>
#include <QPointer>

#include <functional>
#include <string>
#include <vector>

namespace qd::workspace {

/// All windows as they lie on the desktop, in one picture; null when nothing is to be seen.
[[nodiscard]] QImage pictureOfDesktop(Workspace& workspace, const QColor& between);

/// Takes a picture of every shipped layout and of every kind of pane, floating at the size it likes, one after the
/// other, each after time to fill. The arrangement afterwards is the one before, also when it is given up. Main thread.
class Gallery : public QObject {
    Q_OBJECT
  public:
    struct Picture {
        std::string name; ///< "layout-trader", "pane-CHART"
        QImage image;     ///< null: it could not be shown
    };
    /// `between` fills what no window covers; `settleMs`: time between showing and taking.
    Gallery(Workspace& workspace, QColor between, int settleMs);
    ~Gallery() override;
    /// `each` gets every picture, `finished` is called once after the last one.
    void run(std::function<void(const Picture&)> each, std::function<void()> finished);

  private:
    void layouts();
    void panes();
    void next();

    Workspace& m_workspace;
    QColor m_between;
    int m_settleMs;
    Layout m_before;
    QPointer<PaneDock> m_shown; ///< between showing and taking; it may be closed meanwhile
    /// What shows something, and what takes its picture afterwards.
    struct Step {
        std::string name;
        std::function<bool()> show;
        std::function<QImage()> take;
    };
    std::vector<Step> m_steps;
    std::size_t m_at = 0;
    bool m_running = false;
    std::function<void(const Picture&)> m_each;
    std::function<void()> m_finished;
};

} // namespace qd::workspace
