#include "layouts/workspace/Workspace.h"

#include "layouts/workspace/CommandBar.h"
#include "layouts/workspace/StatusBar.h"
#include "layouts/workspace/TopBar.h"

#include <QApplication>
#include <QMenu>
#include <QScreen>

#include <algorithm>

namespace qd::workspace {
namespace {

constexpr int kAutosaveMillis = 3'000;

} // namespace

Workspace::Workspace(ui::PaneContext& context, std::vector<ui::PaneKind> kinds, std::vector<Preset> presets,
                     LayoutFiles& files)
    : m_context(context)
    , m_kinds(std::move(kinds))
    , m_presets(std::move(presets))
    , m_files(files)
    , m_rehomer([this] { return windows(); }) {
    m_autosave.setInterval(kAutosaveMillis);
    connect(&m_autosave, &QTimer::timeout, this, &Workspace::saveNow);
    connect(&m_rehomer, &DockRehomer::rehomed, this, &Workspace::changed);
}

Workspace::~Workspace() = default;

QString Workspace::start(const std::string& layoutName) {
    LayoutFiles::Start begun = m_files.begin();
    QString notice = begun.notice;
    if (!layoutName.empty()) {
        if (auto loaded = load(layoutName); !loaded) {
            notice = QString::fromStdString(loaded.error().detail);
            begun.layout.reset();
        }
    }
    if (m_windows.empty() && begun.layout) apply(*begun.layout);
    if (m_windows.empty()) {
        const auto preset = load(m_presets.front().name);
        if (!preset) qFatal("%s", preset.error().detail.c_str()); // shipped with the program
    }
    m_autosave.start();
    // Once the windows have stood for a while, this layout has not crashed the start.
    QTimer::singleShot(kAutosaveMillis, this, [this] { m_files.started(); });
    return notice;
}

std::vector<WorkspaceWindow*> Workspace::windows() const {
    std::vector<WorkspaceWindow*> list;
    for (const auto& window : m_windows) list.push_back(window.get());
    return list;
}

WorkspaceWindow* Workspace::activeWindow() const {
    for (const auto& window : m_windows) {
        if (window->isActiveWindow()) return window.get();
    }
    return m_windows.empty() ? nullptr : m_windows.front().get();
}

std::vector<PaneDock*> Workspace::docks() const {
    std::vector<PaneDock*> all;
    for (const auto& window : m_windows) {
        const auto part = window->docks();
        all.insert(all.end(), part.begin(), part.end());
    }
    return all;
}

PaneDock* Workspace::find(const std::string& idOrMnemonic) const {
    const std::string wanted = ports::toUpper(idOrMnemonic);
    for (PaneDock* dock : docks()) {
        if (ports::toUpper(dock->id()) == wanted) return dock;
    }
    for (PaneDock* dock : docks()) {
        if (dock->pane().mnemonic().toStdString() == wanted) return dock;
    }
    return nullptr;
}

const ui::PaneKind* Workspace::kindOf(const std::string& mnemonic) const {
    const QString wanted = QString::fromStdString(ports::toUpper(mnemonic));
    const auto found = std::ranges::find(m_kinds, wanted, &ui::PaneKind::mnemonic);
    return found == m_kinds.end() ? nullptr : &*found;
}

std::string Workspace::freshId(const std::string& mnemonic) const {
    for (int i = 1;; ++i) {
        std::string id = mnemonic + "-" + std::to_string(i);
        if (std::ranges::none_of(docks(), [&](PaneDock* d) { return d->id() == id; })) return id;
    }
}

WorkspaceWindow* Workspace::newWindow() {
    auto made = std::make_unique<WorkspaceWindow>(m_context, m_nextWindow++);
    WorkspaceWindow* window = made.get();
    connect(window, &WorkspaceWindow::commandEntered, this, &Workspace::commandEntered);
    connect(window, &WorkspaceWindow::closing, this, [this, window] {
        // After the close event, so that the window does not delete itself inside it.
        QTimer::singleShot(0, this, [this, window] { removeWindow(window); });
    });
    connect(&window->topBar(), &TopBar::layoutChosen, this, [this](const QString& name) {
        if (auto loaded = load(name.toStdString()); !loaded) say(QString::fromStdString(loaded.error().detail), true);
    });
    connect(&window->topBar(), &TopBar::saveLayoutWanted, this,
            [window] { window->commandBar().begin(QStringLiteral("LAYOUT SAVE ")); });
    m_windows.push_back(std::move(made));
    showLayouts();
    return window;
}

void Workspace::removeWindow(WorkspaceWindow* window) {
    if (m_applying || std::ranges::none_of(m_windows, [&](const auto& w) { return w.get() == window; })) return;
    if (m_windows.size() == 1) {
        saveNow(); // with the last window the program ends as it stands
        emit allClosed();
        return;
    }
    std::erase_if(m_windows, [&](const auto& w) { return w.get() == window; });
    changed();
}

PaneDock* Workspace::makeDock(const ui::PaneKind& kind, const std::string& id) {
    auto* dock = new PaneDock(QString::fromStdString(id), kind.make(m_context)); // a window takes it over at once
    connect(&dock->pane(), &ui::Pane::closeRequested, this, [this, dock] { close(dock); });
    connect(&dock->pane(), &ui::Pane::menuRequested, this, [this, dock](QMenu* menu) { fillMoveMenu(dock, menu); });
    connect(dock, &QDockWidget::topLevelChanged, this, [this] { changed(); });
    m_rehomer.watch(dock);
    return dock;
}

PaneDock* Workspace::open(const std::string& mnemonic, bool another, WorkspaceWindow* window) {
    const ui::PaneKind* kind = kindOf(mnemonic);
    if (kind == nullptr) return nullptr;
    if (!another) {
        if (PaneDock* present = find(kind->mnemonic.toStdString())) {
            present->show();
            present->raise();
            return present;
        }
    }
    if (window == nullptr) window = activeWindow();
    if (window == nullptr) return nullptr;
    PaneDock* dock = makeDock(*kind, freshId(kind->mnemonic.toStdString()));
    window->adopt(dock);
    dock->pane().restore(kind->showsMarket ? ui::PaneState{{"group", "A"}} : ui::PaneState{});
    dock->raise();
    changed();
    return dock;
}

void Workspace::close(PaneDock* dock) {
    dock->pane().setFrameClock(nullptr);
    dock->hide();
    dock->setParent(nullptr); // gone from its window at once, deleted when nothing of it is on the stack
    dock->deleteLater();
    changed();
}

void Workspace::moveTo(PaneDock* dock, WorkspaceWindow* window) {
    dock->setFloating(false);
    window->adopt(dock);
    changed();
}

void Workspace::fillMoveMenu(PaneDock* dock, QMenu* menu) {
    menu->addAction(dock->isFloating() ? tr("Dock") : tr("Float"), this,
                    [dock] { dock->setFloating(!dock->isFloating()); });
    for (const auto& window : m_windows) {
        if (window.get() == dock->parent()) continue;
        menu->addAction(tr("Move to window %1").arg(window->number()), this,
                        [this, dock, w = window.get()] { moveTo(dock, w); });
    }
    menu->addAction(tr("Move to a new window"), this, [this, dock] {
        WorkspaceWindow* window = newWindow();
        window->resize(900, 600);
        window->show();
        moveTo(dock, window);
    });
    menu->addAction(tr("Another one like this"), this,
                    [this, dock] { open(dock->pane().mnemonic().toStdString(), true); });
    menu->addSeparator();
}

void Workspace::changed() {
    if (!m_applying) emit arrangementChanged();
}

Layout Workspace::capture() const {
    Layout layout;
    for (const auto& window : m_windows) {
        WindowLayout w;
        w.place.screen = window->screen() != nullptr ? window->screen()->name().toStdString() : std::string();
        w.place.maximised = window->isMaximized();
        w.place.geometry = w.place.maximised ? window->normalGeometry() : window->geometry();
        for (PaneDock* dock : window->docks()) {
            w.panes.push_back({dock->id(), dock->pane().mnemonic().toStdString(), dock->pane().state()});
            if (dock->isFloating()) w.place.floating.push_back({dock->id(), dock->geometry()});
        }
        std::ranges::sort(w.panes, {}, &PaneEntry::id);
        w.root = window->arrangement();
        layout.windows.push_back(std::move(w));
    }
    return layout;
}

std::vector<ScreenArea> Workspace::screens() {
    std::vector<ScreenArea> areas;
    QList<QScreen*> all = QGuiApplication::screens();
    std::stable_partition(all.begin(), all.end(), [](QScreen* s) { return s == QGuiApplication::primaryScreen(); });
    for (QScreen* screen : all) areas.push_back({screen->name().toStdString(), screen->availableGeometry()});
    return areas;
}

void Workspace::apply(const Layout& layout) {
    m_applying = true;
    const auto old = std::move(m_windows);
    m_windows.clear();
    m_nextWindow = 1;
    for (const WindowLayout& w : layout.windows) {
        WorkspaceWindow* window = newWindow();
        window->setGeometry(fitToScreens(w.place, screens()));
        std::map<std::string, PaneDock*> docks;
        for (const PaneEntry& entry : w.panes) {
            const ui::PaneKind* kind = kindOf(entry.kind);
            if (kind == nullptr) continue; // of a version that knew more panes
            PaneDock* dock = makeDock(*kind, entry.id);
            dock->setParent(window);
            docks[entry.id] = dock;
        }
        std::map<std::string, PaneDock*> docked = docks;
        for (const FloatingPane& f : w.place.floating) docked.erase(f.id);
        window->arrange(w.root, docked);
        for (const FloatingPane& f : w.place.floating) {
            const auto found = docks.find(f.id);
            if (found == docks.end()) continue;
            window->adopt(found->second);
            found->second->setFloating(true);
            found->second->setGeometry(fitToScreens({w.place.screen, f.geometry, false, {}}, screens()));
        }
        for (const PaneEntry& entry : w.panes) {
            if (const auto found = docks.find(entry.id); found != docks.end())
                found->second->pane().restore(entry.state);
        }
        if (w.place.maximised)
            window->showMaximized();
        else
            window->show();
    }
    m_applying = false;
    showLayouts();
    emit arrangementChanged();
} // the old windows go with `old`

Result<void, LayoutCode> Workspace::load(const std::string& name) {
    const auto preset = std::ranges::find(m_presets, name, &Preset::name);
    auto layout = preset != m_presets.end() ? parseLayout(preset->text, "preset " + name) : m_files.loadNamed(name);
    if (!layout) return std::unexpected(layout.error());
    m_current = name;
    apply(*layout);
    return {};
}

void Workspace::saveAs(const std::string& name) {
    m_files.saveNamed(name, capture());
    m_current = name;
    showLayouts();
}

void Workspace::remove(const std::string& name) {
    m_files.removeNamed(name);
    if (m_current == name) m_current.clear();
    showLayouts();
}

std::vector<std::string> Workspace::layoutNames() const {
    std::vector<std::string> names;
    for (const Preset& preset : m_presets) names.push_back(preset.name);
    for (const std::string& name : m_files.names()) {
        if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    }
    return names;
}

void Workspace::showLayouts() {
    QStringList names;
    for (const std::string& name : layoutNames()) names << QString::fromStdString(name);
    for (const auto& window : m_windows) window->topBar().setLayouts(names, QString::fromStdString(m_current));
    emit layoutsChanged();
}

void Workspace::saveNow() {
    if (m_windows.empty()) return;
    const Layout layout = capture();
    std::string text = writeLayout(layout);
    if (text == m_lastSaved) return;
    m_lastSaved = std::move(text);
    m_files.saveCurrent(layout);
}

void Workspace::say(const QString& sentence, bool problem) {
    for (const auto& window : m_windows) window->statusArea().say(sentence, problem);
}

} // namespace qd::workspace
