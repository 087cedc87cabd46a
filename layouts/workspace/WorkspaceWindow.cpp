#include "layouts/workspace/WorkspaceWindow.h"

#include "layouts/workspace/CommandBar.h"
#include "layouts/workspace/StatusBar.h"
#include "layouts/workspace/TopBar.h"

#include <QCloseEvent>
#include <QPainter>
#include <QTimer>

#include <algorithm>

namespace qd::workspace {
namespace {

constexpr int kSeparator = 3;

/// Shows where a dragged pane would go.
class DropPreview final : public QWidget {
  public:
    DropPreview(ui::ThemeHost& themes, QWidget* parent) : QWidget(parent), m_themes(themes) {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        hide();
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        QColor fill = m_themes.theme().color(ui::Token::Accent);
        painter.setPen(fill);
        fill.setAlpha(48);
        painter.setBrush(fill);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }

  private:
    ui::ThemeHost& m_themes;
};

/// The pane that stands for a part of the tree: its first one.
PaneDock* firstOf(const DockNode& node, const std::map<std::string, PaneDock*>& byId) {
    for (const std::string& id : node.tabs) {
        if (const auto found = byId.find(id); found != byId.end()) return found->second;
    }
    for (const DockNode& child : node.children) {
        if (PaneDock* dock = firstOf(child, byId)) return dock;
    }
    return nullptr;
}

} // namespace

WorkspaceWindow::WorkspaceWindow(ui::PaneContext& context, int number)
    : m_number(number)
    , m_stats(context.stats)
    , m_clock(context.clock, context.stats, this)
    , m_command(new CommandBar(context.actions, context.themes))
    , m_top(new TopBar(context, m_command))
    , m_status(new StatusBar(context, m_clock))
    , m_preview(new DropPreview(context.themes, this)) {
    setObjectName(QStringLiteral("window-%1").arg(number));
    setWindowTitle(number == 1 ? QStringLiteral("QuantDesk") : QStringLiteral("QuantDesk · %1").arg(number));
    setDockOptions(AllowNestedDocks | AllowTabbedDocks | AnimatedDocks | GroupedDragging);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    setMenuWidget(m_top);
    setStatusBar(m_status);
    connect(m_command, &CommandBar::entered, this, &WorkspaceWindow::commandEntered);
}

WorkspaceWindow::~WorkspaceWindow() = default;

std::vector<PaneDock*> WorkspaceWindow::docks() const {
    const auto found = findChildren<PaneDock*>(QString(), Qt::FindDirectChildrenOnly);
    return {found.begin(), found.end()};
}

void WorkspaceWindow::adopt(PaneDock* dock) {
    const auto present = docks();
    dock->pane().setFrameClock(&m_clock);
    // The last one that stands in this window is where the newcomer goes beside.
    const auto anchor = std::find_if(present.rbegin(), present.rend(),
                                     [&](const PaneDock* d) { return d != dock && !d->isFloating(); });
    if (anchor == present.rend())
        addDockWidget(Qt::LeftDockWidgetArea, dock);
    else {
        addDockWidget(Qt::LeftDockWidgetArea, dock);
        const bool wide = (*anchor)->width() > (*anchor)->height();
        splitDockWidget(*anchor, dock, wide ? Qt::Horizontal : Qt::Vertical);
    }
    dock->show();
}

WorkspaceWindow::Drop WorkspaceWindow::dropAt(const QPoint& global) const {
    const QPoint at = mapFromGlobal(global);
    Drop drop;
    for (PaneDock* dock : docks()) {
        if (dock->isFloating() || !dock->isVisible() || !dock->geometry().contains(at)) continue;
        const QRect r = dock->geometry();
        drop.target = dock;
        const int left = at.x() - r.left();
        const int right = r.right() - at.x();
        const int top = at.y() - r.top();
        const int bottom = r.bottom() - at.y();
        const int nearest = std::min({left, right, top, bottom});
        if (nearest > std::min(r.width(), r.height()) / 4)
            drop.edge = Edge::Middle;
        else
            drop.edge = nearest == left    ? Edge::Left
                        : nearest == right ? Edge::Right
                        : nearest == top   ? Edge::Top
                                           : Edge::Bottom;
    }
    return drop;
}

QRect WorkspaceWindow::partOf(const QRect& r, Edge edge) {
    switch (edge) {
    case Edge::Left: return {r.left(), r.top(), r.width() / 2, r.height()};
    case Edge::Right: return {r.left() + r.width() / 2, r.top(), r.width() - r.width() / 2, r.height()};
    case Edge::Top: return {r.left(), r.top(), r.width(), r.height() / 2};
    case Edge::Bottom: return {r.left(), r.top() + r.height() / 2, r.width(), r.height() - r.height() / 2};
    case Edge::Middle: break;
    }
    return r;
}

QRect WorkspaceWindow::dropRect(const QPoint& global) const {
    const Drop drop = dropAt(global);
    if (drop.target == nullptr) return {0, m_top->height(), width(), height() - m_top->height() - m_status->height()};
    return partOf(drop.target->geometry(), drop.edge);
}

void WorkspaceWindow::adoptAt(PaneDock* dock, const QPoint& global) {
    const Drop drop = dropAt(global);
    if (drop.target == nullptr || drop.target == dock) {
        dock->setFloating(false);
        return adopt(dock);
    }
    dock->pane().setFrameClock(&m_clock);
    dock->setFloating(false);
    addDockWidget(Qt::LeftDockWidgetArea, dock);
    switch (drop.edge) {
    case Edge::Middle: tabifyDockWidget(drop.target, dock); break;
    case Edge::Right: splitDockWidget(drop.target, dock, Qt::Horizontal); break;
    case Edge::Bottom: splitDockWidget(drop.target, dock, Qt::Vertical); break;
    case Edge::Left:
        splitDockWidget(drop.target, dock, Qt::Horizontal);
        splitDockWidget(dock, drop.target, Qt::Horizontal); // Qt puts the second one behind: swap
        break;
    case Edge::Top:
        splitDockWidget(drop.target, dock, Qt::Vertical);
        splitDockWidget(dock, drop.target, Qt::Vertical);
        break;
    }
    dock->show();
    dock->raise();
}

void WorkspaceWindow::place(const DockNode& node, const std::map<std::string, PaneDock*>& byId) {
    if (!node.tabs.empty()) {
        PaneDock* first = firstOf(node, byId);
        for (const std::string& id : node.tabs) {
            const auto found = byId.find(id);
            if (found != byId.end() && found->second != first) tabifyDockWidget(first, found->second);
        }
        return;
    }
    // Every child's first pane is put in its place before any child is divided further.
    PaneDock* before = nullptr;
    for (const DockNode& child : node.children) {
        PaneDock* dock = firstOf(child, byId);
        if (dock == nullptr) continue;
        if (before != nullptr) splitDockWidget(before, dock, node.horizontal ? Qt::Horizontal : Qt::Vertical);
        before = dock;
    }
    for (const DockNode& child : node.children) place(child, byId);
}

void WorkspaceWindow::arrange(const DockNode& root, const std::map<std::string, PaneDock*>& byId) {
    PaneDock* first = firstOf(root, byId);
    if (first == nullptr) return;
    for (const auto& [id, dock] : byId) {
        dock->setFloating(false);
        dock->pane().setFrameClock(&m_clock);
    }
    addDockWidget(Qt::LeftDockWidgetArea, first);
    place(root, byId);
    for (const auto& [id, dock] : byId) {
        if (dock->parent() != this) addDockWidget(Qt::LeftDockWidgetArea, dock);
        dock->show();
    }
    m_pendingSizes = root;
    m_pendingDocks = byId;
    if (isVisible()) applyPendingSizes();
}

void WorkspaceWindow::applyPendingSizes() {
    if (m_pendingDocks.empty()) return;
    const int bars = m_top->height() + m_status->height();
    applySizes(m_pendingSizes, m_pendingDocks, QSize(width(), height() - bars));
    // Raised only now: a tab can be chosen once its bar exists.
    const std::function<void(const DockNode&)> raise = [&](const DockNode& node) {
        if (!node.tabs.empty()) {
            const auto found = m_pendingDocks.find(node.tabs[static_cast<std::size_t>(node.current)]);
            if (found != m_pendingDocks.end() && node.tabs.size() > 1) found->second->raise();
        }
        for (const DockNode& child : node.children) raise(child);
    };
    raise(m_pendingSizes);
    m_pendingDocks.clear();
}

void WorkspaceWindow::applySizes(const DockNode& node, const std::map<std::string, PaneDock*>& byId, QSize size) {
    if (node.children.empty()) return;
    const int gaps = kSeparator * (static_cast<int>(node.children.size()) - 1);
    const int whole = (node.horizontal ? size.width() : size.height()) - gaps;
    QList<QDockWidget*> docks;
    QList<int> sizes;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        PaneDock* dock = firstOf(node.children[i], byId);
        if (dock == nullptr) continue;
        docks << dock;
        sizes << std::max(1, static_cast<int>(node.sizes[i] * whole));
    }
    resizeDocks(docks, sizes, node.horizontal ? Qt::Horizontal : Qt::Vertical);
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        const int part = std::max(1, static_cast<int>(node.sizes[i] * whole));
        applySizes(node.children[i], byId, node.horizontal ? QSize(part, size.height()) : QSize(size.width(), part));
    }
}

DockNode WorkspaceWindow::arrangement() const {
    std::vector<PlacedTabs> parts;
    std::vector<const QDockWidget*> done;
    for (PaneDock* dock : docks()) {
        if (dock->isFloating() || std::ranges::find(done, dock) != done.end()) continue;
        PlacedTabs part;
        QList<QDockWidget*> group = tabifiedDockWidgets(dock);
        group.prepend(dock);
        for (QDockWidget* member : group) {
            done.push_back(member);
            // Only the tab in front has a place on the screen.
            if (member->isVisible() && !member->visibleRegion().isEmpty()) {
                part.rect = member->geometry();
                part.current = static_cast<int>(part.tabs.size());
            }
            part.tabs.push_back(member->objectName().toStdString());
        }
        if (part.rect.isEmpty()) part.rect = dock->geometry();
        parts.push_back(std::move(part));
    }
    return divide(parts);
}

void WorkspaceWindow::showDropPreview(const QRect& rect) {
    m_preview->setGeometry(rect);
    m_preview->setVisible(!rect.isEmpty());
    m_preview->raise();
}

void WorkspaceWindow::closeEvent(QCloseEvent* event) {
    emit closing();
    event->accept();
}

void WorkspaceWindow::showEvent(QShowEvent* event) {
    QMainWindow::showEvent(event);
    // Twice: the window manager may give another size than asked for.
    applyPendingSizes();
}

void WorkspaceWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    m_top->setFixedWidth(width());
}

} // namespace qd::workspace
