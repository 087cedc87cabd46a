#include "layouts/workspace/DockRehomer.h"

#include "layouts/workspace/PaneDock.h"
#include "layouts/workspace/WorkspaceWindow.h"

#include <QCursor>
#include <QEvent>
#include <QMouseEvent>
#include <QTimer>

namespace qd::workspace {

DockRehomer::DockRehomer(std::function<std::vector<WorkspaceWindow*>()> windows, QObject* parent)
    : QObject(parent)
    , m_windows(std::move(windows)) {}

void DockRehomer::watch(PaneDock* dock) {
    // While floating, the drag's mouse events go to the dock itself (Qt has grabbed the mouse for it).
    dock->installEventFilter(this);
}

WorkspaceWindow* DockRehomer::windowAt(const QPoint& global) const {
    for (WorkspaceWindow* window : m_windows()) {
        if (window->isVisible() && !window->isMinimized() && window->frameGeometry().contains(global)) return window;
    }
    return nullptr;
}

bool DockRehomer::eventFilter(QObject* watched, QEvent* event) {
    auto* dock = qobject_cast<PaneDock*>(watched);
    if (dock == nullptr) return false;
    if (event->type() == QEvent::Move && dock->isFloating()) preview(dock);
    if (event->type() == QEvent::MouseButtonRelease && dock->isFloating()) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        if (mouse->button() == Qt::LeftButton) drop(dock, mouse->globalPosition().toPoint());
    }
    return false;
}

void DockRehomer::preview(PaneDock* dock) {
    WorkspaceWindow* over = windowAt(QCursor::pos());
    if (over == dock->parent()) over = nullptr; // Qt shows its own preview at home
    if (m_previewed != nullptr && m_previewed != over) m_previewed->showDropPreview({});
    m_previewed = over;
    if (over != nullptr) over->showDropPreview(over->dropRect(QCursor::pos()));
}

void DockRehomer::drop(PaneDock* dock, const QPoint& at) {
    if (m_previewed != nullptr) m_previewed->showDropPreview({});
    m_previewed = nullptr;
    WorkspaceWindow* target = windowAt(at);
    if (target == nullptr || target == dock->parent()) return;
    // After Qt has finished its own handling of the release.
    QTimer::singleShot(0, target, [this, target, dock = QPointer<PaneDock>(dock), at] {
        if (dock == nullptr || !dock->isFloating()) return;
        target->adoptAt(dock, at);
        emit rehomed(dock);
    });
}

} // namespace qd::workspace
