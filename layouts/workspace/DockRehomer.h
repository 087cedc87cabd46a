#pragma once

#include <QObject>
#include <QPointer>

#include <functional>
#include <vector>

namespace qd::workspace {

class PaneDock;
class WorkspaceWindow;

/// Qt's docks do not move between windows by themselves: a pane dragged over another window and let go there stays
/// floating under its old one. This watches the drags, shows where the pane would go, and re-homes it. Main thread.
class DockRehomer : public QObject {
    Q_OBJECT
  public:
    /// `windows`: those there are at the moment of asking, the one in front first.
    explicit DockRehomer(std::function<std::vector<WorkspaceWindow*>()> windows, QObject* parent = nullptr);
    /// Watches a dock from now on.
    void watch(PaneDock* dock);

  signals:
    void rehomed(qd::workspace::PaneDock* dock);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    [[nodiscard]] WorkspaceWindow* windowAt(const QPoint& global) const;
    void preview(PaneDock* dock);
    void drop(PaneDock* dock, const QPoint& at);

    std::function<std::vector<WorkspaceWindow*>()> m_windows;
    QPointer<WorkspaceWindow> m_previewed;
};

} // namespace qd::workspace
