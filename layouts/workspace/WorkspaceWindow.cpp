#include "layouts/workspace/WorkspaceWindow.h"

#include "layouts/workspace/CommandBar.h"
#include "layouts/workspace/StatusBar.h"
#include "layouts/workspace/TopBar.h"

#include <QCloseEvent>
#include <QLayout>
#include <QPainter>
#include <QTabBar>
#include <QTimer>

#include <algorithm>
#include <set>

namespace qd::workspace {
namespace {

constexpr int kSmallestHalf = 360; ///< at font scale 1: less is no place for a pane of its own

/// Shows where a dragged pane would go.
class DropPreview final : public QWidget {
  public:
    DropPreview(ui::ThemeHost& themes, QWidget* parent) : QWidget(parent), m_themes(themes) {
        setObjectName(QStringLiteral("dropPreview"));
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

/// Docks that are moved by program are where they belong at once; only what the mouse does is animated.
class Still {
  public:
    explicit Still(QMainWindow& window) : m_window(window) { m_window.setAnimated(false); }
    Still(const Still&) = delete;
    Still& operator=(const Still&) = delete;
    ~Still() { m_window.setAnimated(true); }

  private:
    QMainWindow& m_window;
};

/// Qt keeps in each tab which dock it is of; nothing else tells the order of tabs.
const QWidget* dockOfTab(const QTabBar& bar, int index) {
    return reinterpret_cast<const QWidget*>(bar.tabData(index).value<quintptr>());
}

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
    , m_themes(context.themes)
    , m_clock(context.clock, context.stats, this)
    , m_command(new CommandBar(context.actions, context.themes))
    , m_top(new TopBar(context, m_command))
    , m_status(new StatusBar(context, m_clock))
    , m_preview(new DropPreview(context.themes, this)) {
    setObjectName(QStringLiteral("window-%1").arg(number));
    setWindowTitle(number == 1 ? QStringLiteral("QuantDesk") : QStringLiteral("QuantDesk · %1").arg(number));
    // Without GroupedDragging: a group that floats is a window of its own, and its panes are nobody's docks.
    setDockOptions(AllowNestedDocks | AllowTabbedDocks | AnimatedDocks);
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
    const Still still(*this);
    dock->pane().setFrameClock(&m_clock);
    PaneDock* anchor = largestSeen(dock);
    addDockWidget(Qt::LeftDockWidgetArea, dock);
    if (anchor != nullptr) {
        // A half that is too small for either pane, or a place that is shared already, is shared by tabs.
        const bool wide = anchor->width() > anchor->height();
        const auto extent = [wide](QSize size) { return wide ? size.width() : size.height(); };
        const int wanted = std::max(kSmallestHalf, extent(dock->likedSize()) * 2 / 3);
        const bool tooSmall = isVisible() && extent(anchor->size()) / 2 < m_themes.theme().scaled(wanted);
        if (tooSmall || !tabifiedDockWidgets(anchor).isEmpty())
            tabifyDockWidget(anchor, dock);
        else
            splitDockWidget(anchor, dock, wide ? Qt::Horizontal : Qt::Vertical);
    }
    dock->show();
}

/// The dock that takes most of the window and is not behind another tab; null when there is none but `newcomer`.
PaneDock* WorkspaceWindow::largestSeen(const PaneDock* newcomer) const {
    PaneDock* largest = nullptr;
    const auto area = [](const PaneDock* d) { return d->width() * d->height(); };
    for (PaneDock* d : docks()) {
        if (d == newcomer || d->isFloating() || (isVisible() && !d->pane().isSeen())) continue;
        if (largest == nullptr || area(d) > area(largest)) largest = d;
    }
    return largest;
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
    const Still still(*this);
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
    const Still still(*this);
    for (const auto& [id, dock] : byId) {
        dock->setFloating(false);
        dock->pane().setFrameClock(&m_clock);
    }
    addDockWidget(Qt::LeftDockWidgetArea, first);
    place(root, byId);
    for (const auto& [id, dock] : byId) {
        if (dockWidgetArea(dock) == Qt::NoDockWidgetArea) addDockWidget(Qt::LeftDockWidgetArea, dock);
        dock->show();
    }
    m_pendingSizes = root;
    m_pendingDocks = byId;
    if (isVisible()) applyPendingSizes();
}

void WorkspaceWindow::applyPendingSizes() {
    if (m_pendingDocks.empty()) return;
    const Still still(*this);
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
    const int gap = style()->pixelMetric(QStyle::PM_DockWidgetSeparatorExtent, nullptr, this);
    const int gaps = gap * (static_cast<int>(node.children.size()) - 1);
    const std::vector<int> pixels = share((node.horizontal ? size.width() : size.height()) - gaps, node.sizes);
    QList<QDockWidget*> docks;
    QList<int> sizes;
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        PaneDock* dock = firstOf(node.children[i], byId);
        if (dock == nullptr) continue;
        docks << dock;
        sizes << pixels[i];
    }
    resizeDocks(docks, sizes, node.horizontal ? Qt::Horizontal : Qt::Vertical);
    // Qt sums the parts up to the ones around them, so what is inside comes after.
    for (std::size_t i = 0; i < pixels.size(); ++i)
        applySizes(node.children[i], byId,
                   node.horizontal ? QSize(pixels[i], size.height()) : QSize(size.width(), pixels[i]));
}

QTabBar* WorkspaceWindow::tabBarOf(const QDockWidget* dock) const {
    for (QTabBar* bar : findChildren<QTabBar*>(QString(), Qt::FindDirectChildrenOnly)) {
        for (int i = 0; !bar->isHidden() && i < bar->count(); ++i) {
            if (dockOfTab(*bar, i) == dock) return bar;
        }
    }
    return nullptr;
}

PlacedTabs WorkspaceWindow::placed(PaneDock* dock) const {
    const QTabBar* bar = tabBarOf(dock);
    if (bar == nullptr) return {dock->geometry(), {dock->id()}, 0};
    PlacedTabs part;
    const auto all = docks();
    for (int i = 0; i < bar->count(); ++i) {
        const auto member = std::ranges::find(all, dockOfTab(*bar, i), [](PaneDock* d) -> const QWidget* { return d; });
        if (member == all.end()) continue;
        if (i == bar->currentIndex()) {
            part.current = static_cast<int>(part.tabs.size());
            part.rect = (*member)->geometry();
        }
        part.tabs.push_back((*member)->id());
    }
    // The bar belongs to the part: without it the part would shrink with every restart.
    part.rect.setTop(std::min(part.rect.top(), bar->geometry().top()));
    return part;
}

DockNode WorkspaceWindow::arrangement() const {
    if (!m_pendingDocks.empty()) return m_pendingSizes; // nothing has a place before it is shown
    layout()->activate();                               // what was moved a moment ago has its place only after this
    std::vector<PlacedTabs> parts;
    std::set<std::string> done;
    for (PaneDock* dock : docks()) {
        if (dock->isFloating() || done.contains(dock->id())) continue;
        parts.push_back(placed(dock));
        done.insert(parts.back().tabs.begin(), parts.back().tabs.end());
    }
    return divide(parts);
}

void WorkspaceWindow::showDropPreview(const QRect& rect) {
    m_preview->setGeometry(rect);
    m_preview->setVisible(!rect.isEmpty());
    m_preview->raise();
}

bool WorkspaceWindow::event(QEvent* event) {
    if (event->type() == QEvent::WindowActivate) emit activated();
    return QMainWindow::event(event);
}

void WorkspaceWindow::paintEvent(QPaintEvent* event) {
    QMainWindow::paintEvent(event);
    const auto present = docks();
    if (std::ranges::any_of(present, [](const PaneDock* d) { return !d->isFloating(); })) return;
    QPainter painter(this);
    painter.setFont(m_themes.theme().font(ui::FontRole::Interface));
    painter.setPen(m_themes.theme().color(ui::Token::Text3));
    painter.drawText(rect(), Qt::AlignCenter,
                     tr("This window is empty. Press ` and type what to show here, e.g. CHART SOL-PERP, or LAYOUT and "
                        "a name."));
}

void WorkspaceWindow::closeEvent(QCloseEvent* event) {
    emit closing();
    event->accept();
}

void WorkspaceWindow::showEvent(QShowEvent* event) {
    QMainWindow::showEvent(event);
    applyPendingSizes();
}

void WorkspaceWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    m_top->setFixedWidth(width());
}

} // namespace qd::workspace
