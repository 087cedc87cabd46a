#include "layouts/workspace/Gallery.h"

#include <QPainter>

#include <algorithm>

namespace qd::workspace {

QImage pictureOfDesktop(Workspace& workspace, const QColor& between) {
    auto windows = workspace.windowsInUse();
    std::ranges::reverse(windows); // the one in front is drawn last
    QRect all;
    qreal ratio = 1;
    std::vector<QWidget*> parts; // floating panes lie over all windows
    for (WorkspaceWindow* w : windows) parts.push_back(w);
    for (WorkspaceWindow* w : windows) {
        for (PaneDock* dock : w->docks()) {
            if (dock->isFloating()) parts.push_back(dock);
        }
    }
    std::erase_if(parts, [](const QWidget* part) { return !part->isVisible(); });
    for (const QWidget* part : parts) {
        all |= part->geometry();
        ratio = std::max(ratio, part->devicePixelRatioF());
    }
    if (all.isEmpty()) return {};
    QImage image(all.size() * ratio, QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    image.fill(between);
    QPainter painter(&image);
    for (QWidget* part : parts) painter.drawPixmap(part->geometry().topLeft() - all.topLeft(), part->grab());
    return image;
}

Gallery::Gallery(Workspace& workspace, QColor between, int settleMs)
    : m_workspace(workspace)
    , m_between(between)
    , m_settleMs(settleMs) {}

Gallery::~Gallery() {
    if (m_running) m_workspace.apply(m_before); // the program ends meanwhile
}

void Gallery::run(std::function<void(const Picture&)> each, std::function<void()> finished) {
    m_each = std::move(each);
    m_finished = std::move(finished);
    m_before = m_workspace.capture();
    m_running = true;
    m_steps.clear();
    m_at = 0;
    layouts();
    panes();
    next();
}

void Gallery::layouts() {
    for (const std::string& name : m_workspace.layoutNames()) {
        if (!m_workspace.isPreset(name)) continue;
        m_steps.push_back({"layout-" + name,
                           [this, name] {
                               const auto layout = m_workspace.named(name);
                               if (layout) m_workspace.apply(*layout); // it is not the one the user chose
                               return layout.has_value();
                           },
                           [this] { return pictureOfDesktop(m_workspace, m_between); }});
    }
}

void Gallery::panes() {
    for (const ui::PaneKind& kind : m_workspace.kinds()) {
        const std::string mnemonic = kind.mnemonic.toStdString();
        m_steps.push_back({"pane-" + mnemonic,
                           [this, mnemonic] {
                               m_shown = m_workspace.open(mnemonic, true);
                               if (m_shown == nullptr) return false;
                               m_shown->setFloating(true);
                               m_shown->resize(m_shown->likedSize());
                               return true;
                           },
                           [this] {
                               if (m_shown == nullptr) return QImage();
                               const QImage image = m_shown->grab().toImage();
                               m_workspace.close(m_shown);
                               return image;
                           }});
    }
}

void Gallery::next() {
    if (m_at == m_steps.size()) {
        m_running = false;
        m_workspace.apply(m_before);
        m_finished();
        return;
    }
    const Step& step = m_steps[m_at];
    if (!step.show()) {
        ++m_at;
        m_each({step.name, {}});
        return next();
    }
    QTimer::singleShot(m_settleMs, this, [this] {
        const Step& shown = m_steps[m_at++];
        m_each({shown.name, shown.take()});
        next();
    });
}

} // namespace qd::workspace
