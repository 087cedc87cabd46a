#include "layouts/workspace/PaneDock.h"

#include <QCloseEvent>

namespace qd::workspace {

PaneDock::PaneDock(const QString& id, std::unique_ptr<ui::Pane> pane, QSize size)
    : m_pane(pane.release())
    , m_size(size) {
    setObjectName(id);
    setWindowTitle(m_pane->mnemonic());
    setFeatures(DockWidgetClosable | DockWidgetMovable | DockWidgetFloatable);
    setAttribute(Qt::WA_DeleteOnClose, false);
    setWidget(m_pane);
    setTitleBarWidget(m_pane->header());
}

void PaneDock::closeEvent(QCloseEvent* event) {
    event->ignore();
    emit m_pane->closeRequested();
}

} // namespace qd::workspace
