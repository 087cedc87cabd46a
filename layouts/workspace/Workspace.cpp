#include "layouts/workspace/Workspace.h"

#include "layouts/workspace/Answers.h"
#include "layouts/workspace/CommandBar.h"
#include "layouts/workspace/MissingPane.h"
#include "layouts/workspace/StatusBar.h"
#include "layouts/workspace/TopBar.h"

#include <QApplication>
#include <QMenu>

#include <algorithm>

namespace qd::workspace {
namespace {

constexpr int kAutosaveMillis = 3'000;
constexpr int kSettleMillis = 500;
constexpr QSize kNewWindow(1'000, 700);

} // namespace

Workspace::Workspace(ui::PaneContext& context, std::vector<ui::PaneKind> kinds, std::vector<Preset> presets,
                     LayoutFiles& files, std::unique_ptr<Screens> screens)
    : m_context(context)
    , m_kinds(std::move(kinds))
    , m_presets(std::move(presets))
    , m_files(files)
    , m_screens(std::move(screens))
    , m_rehomer([this] { return windowsInUse(); }) {
    m_autosave.setInterval(kAutosaveMillis);
    connect(&m_autosave, &QTimer::timeout, this, &Workspace::saveNow);
    connect(&m_rehomer, &DockRehomer::rehomed, this, &Workspace::changed);
    m_settling.setSingleShot(true);
    m_settling.setInterval(kSettleMillis);
    connect(&m_settling, &QTimer::timeout, this, &Workspace::settle);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) {
        for (QWidget* w = now; w != nullptr; w = w->parentWidget()) {
            if (auto* pane = qobject_cast<ui::Pane*>(w)) m_activePane = pane;
        }
    });
    connect(m_screens.get(), &Screens::changed, &m_settling, qOverload<>(&QTimer::start));
}

Workspace::~Workspace() {
    if (!m_autosave.isActive()) return; // never started
    saveNow();
    m_files.started();
}

QString Workspace::start(const std::string& layoutName) {
    LayoutFiles::Start begun = m_files.begin(layoutName.empty() ? layoutName : resolved(layoutName));
    QStringList notices;
    if (!begun.notice.isEmpty()) notices << begun.notice;
    if (!layoutName.empty() && !begun.skipNamed) {
        if (auto layout = named(layoutName)) {
            m_current = resolved(layoutName);
            begun.layout = std::move(*layout);
        } else {
            notices << shown(layout.error().detail);
        }
    }
    if (!begun.layout) {
        auto preset = named(m_presets.front().name);
        if (!preset) preset = parseLayout(m_presets.front().text, "preset");
        if (!preset) qFatal("%s", preset.error().detail.c_str()); // shipped with the program
        m_current = m_presets.front().name;
        begun.layout = std::move(*preset);
    }
    if (const QString notice = apply(*begun.layout); !notice.isEmpty()) notices << notice;
    m_autosave.start();
    watchStart();
    return notices.join(QLatin1Char(' '));
}

/// Once the windows have stood for a while over a market that is there, this layout has not crashed the start.
void Workspace::watchStart() {
    QTimer::singleShot(kAutosaveMillis, this, [this] {
        if (m_context.venue.playback().catchingUp) return watchStart();
        QTimer::singleShot(kAutosaveMillis, this, [this] { m_files.started(); });
    });
}

std::vector<WorkspaceWindow*> Workspace::windows() const {
    std::vector<WorkspaceWindow*> list;
    for (const auto& window : m_windows) list.push_back(window.get());
    return list;
}

std::vector<WorkspaceWindow*> Workspace::windowsInUse() const { return m_inUse; }
WorkspaceWindow* Workspace::activeWindow() const { return m_inUse.empty() ? nullptr : m_inUse.front(); }

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
    const auto all = docks();
    for (PaneDock* dock : all) {
        if (ports::toUpper(dock->id()) == wanted) return dock;
    }
    for (PaneDock* dock : all) {
        if (dock->pane().mnemonic().toStdString() == wanted) return dock;
    }
    return nullptr;
}

PaneDock* Workspace::meant(const std::string& mnemonic) const {
    const std::string wanted = ports::toUpper(mnemonic);
    PaneDock* linked = nullptr;
    for (PaneDock* dock : docks()) {
        if (dock->pane().mnemonic().toStdString() != wanted) continue;
        if (&dock->pane() == m_activePane) return dock;
        const ui::LinkGroup group = dock->pane().group();
        const bool same = m_activePane != nullptr && group != ui::kNoGroup && group == m_activePane->group();
        if (same && linked == nullptr) linked = dock;
    }
    return linked != nullptr ? linked : find(mnemonic);
}

ui::LinkGroup Workspace::freeGroup() const {
    const auto all = docks();
    for (ui::LinkGroup group = ui::kFirstGroup; group <= ui::kLastGroup; ++group) {
        if (m_context.links.account(group)) continue; // a new pane is about the selected account
        if (std::ranges::none_of(all, [group](PaneDock* d) { return d->pane().group() == group; })) return group;
    }
    return ui::kNoGroup;
}

const ui::PaneKind* Workspace::kindOf(const std::string& mnemonic) const {
    const QString wanted = QString::fromStdString(ports::toUpper(mnemonic));
    const auto found = std::ranges::find(m_kinds, wanted, &ui::PaneKind::mnemonic);
    return found == m_kinds.end() ? nullptr : &*found;
}

std::string Workspace::freshId(const std::string& mnemonic) const {
    const auto all = docks();
    for (int i = 1;; ++i) {
        std::string id = mnemonic + "-" + std::to_string(i);
        if (std::ranges::none_of(all, [&](PaneDock* d) { return d->id() == id; })) return id;
    }
}

WorkspaceWindow* Workspace::newWindow() {
    if (m_windows.size() >= kMostWindows) return nullptr;
    m_windows.push_back(std::make_unique<WorkspaceWindow>(m_context, m_nextWindow++));
    WorkspaceWindow* window = m_windows.back().get();
    m_inUse.push_back(window);
    window->commandBar().setHistory(m_history);
    connectWindow(window);
    showLayouts();
    return window;
}

void Workspace::connectWindow(WorkspaceWindow* window) {
    connect(window, &WorkspaceWindow::commandEntered, this, [this, window](const QString& line) {
        setHistory(window->commandBar().history());
        emit commandEntered(line);
    });
    connect(window, &WorkspaceWindow::activated, this, [this, window] {
        const auto at = std::ranges::find(m_inUse, window);
        if (at != m_inUse.end()) std::rotate(m_inUse.begin(), at, at + 1);
    });
    connect(window, &WorkspaceWindow::closing, this, [this, window] {
        // After the close event, so that the window does not delete itself inside it.
        QTimer::singleShot(0, this, [this, window] { removeWindow(window); });
    });
    connect(&window->topBar(), &TopBar::layoutChosen, this, [this](const QString& name) {
        if (auto loaded = load(name.toStdString()); !loaded) say(QString::fromStdString(loaded.error().detail), true);
    });
    connect(&window->topBar(), &TopBar::saveLayoutWanted, window,
            [window] { window->commandBar().begin(QStringLiteral("LAYOUT SAVE ")); });
}

void Workspace::setHistory(const QStringList& lines) {
    m_history = lines;
    for (const auto& window : m_windows) window->commandBar().setHistory(lines);
}

WorkspaceWindow* Workspace::openWindow() {
    const WorkspaceWindow* over = activeWindow();
    WorkspaceWindow* window = newWindow();
    if (window == nullptr) return nullptr;
    QRect rect(QPoint(), kNewWindow);
    if (over != nullptr) rect.moveCenter(over->geometry().center());
    putTo(window, {{}, rect, false, {}});
    changed();
    return window;
}

void Workspace::removeWindow(WorkspaceWindow* window) {
    const auto at = std::ranges::find(m_windows, window, &std::unique_ptr<WorkspaceWindow>::get);
    if (at == m_windows.end()) return; // another layout has taken its place meanwhile
    if (m_windows.size() == 1) {
        saveNow(); // with the last window the program ends as it stands
        emit allClosed();
        return;
    }
    const auto index = at - m_windows.begin();
    for (Variant& v : m_variants) {
        if (index < std::ssize(v.windows)) v.windows.erase(v.windows.begin() + index);
    }
    std::erase(m_inUse, window);
    m_places.erase(window);
    retire(std::move(*at));
    m_windows.erase(at);
    changed();
}

void Workspace::retire(std::unique_ptr<QWidget> widget) {
    widget->hide();
    m_retired.push_back(std::move(widget));
    QTimer::singleShot(0, this, [this] { m_retired.clear(); });
}

PaneDock* Workspace::makeDock(std::unique_ptr<ui::Pane> pane, const std::string& id) {
    const ui::PaneKind* kind = kindOf(pane->mnemonic().toStdString());
    const QSize size = kind == nullptr ? QSize() : kind->preferredSize;
    auto* dock = new PaneDock(QString::fromStdString(id), std::move(pane), size); // a window takes it over at once
    connect(&dock->pane(), &ui::Pane::closeRequested, this, [this, dock] { close(dock); });
    connect(&dock->pane(), &ui::Pane::menuRequested, this, [this, dock](QMenu* menu) { fillMoveMenu(dock, menu); });
    connect(dock, &QDockWidget::topLevelChanged, this, [this] { changed(); });
    m_rehomer.watch(dock);
    return dock;
}

PaneDock* Workspace::open(const std::string& mnemonic, bool another, WorkspaceWindow* window) {
    const ui::PaneKind* kind = kindOf(mnemonic);
    if (kind == nullptr) return nullptr;
    PaneDock* present = another ? nullptr : meant(kind->mnemonic.toStdString());
    if (present != nullptr) {
        bringForward(*present);
        return present;
    }
    if (window == nullptr) window = activeWindow();
    if (window == nullptr || full()) return nullptr;
    PaneDock* dock = makeDock(ui::makePane(*kind, m_context), freshId(kind->mnemonic.toStdString()));
    window->adopt(dock);
    dock->pane().restore(kind->showsMarket ? ui::PaneState{{"group", "A"}} : ui::PaneState{});
    bringForward(*dock);
    changed();
    return dock;
}

void Workspace::bringForward(PaneDock& dock) {
    dock.show();
    dock.raise();
    QWidget* window = dock.window();
    if (window->isMinimized()) window->setWindowState(window->windowState() & ~Qt::WindowMinimized);
    window->raise();
    m_activePane = &dock.pane();
    // A command bar that is being typed in stays so; Escape leads from it to the pane.
    for (WorkspaceWindow* each : windowsInUse()) {
        if (each->commandBar().hasFocus()) return each->commandBar().leadBackTo(&dock.pane());
    }
    window->activateWindow();
    dock.pane().setFocus(Qt::OtherFocusReason);
}

void Workspace::close(PaneDock* dock) {
    // The next widget that takes keys may be a ladder: those are given by a hand only.
    if (QWidget* has = dock->window()->focusWidget(); has != nullptr && dock->isAncestorOf(has)) has->clearFocus();
    dock->pane().setFrameClock(nullptr);
    dock->hide();
    dock->setParent(nullptr); // gone from its window at once
    retire(std::unique_ptr<QWidget>(dock));
    changed();
}

void Workspace::moveTo(PaneDock* dock, WorkspaceWindow* window) {
    dock->setFloating(false);
    window->adopt(dock);
    changed();
}

void Workspace::fillMoveMenu(PaneDock* dock, QMenu* menu) {
    menu->addAction(dock->isFloating() ? tr("Dock") : tr("Float"), dock,
                    [dock] { dock->setFloating(!dock->isFloating()); });
    for (const auto& window : m_windows) {
        if (window.get() == dock->parent()) continue;
        menu->addAction(tr("Move to window %1").arg(window->number()), window.get(),
                        [this, dock, w = window.get()] { moveTo(dock, w); });
    }
    QAction* fresh = menu->addAction(tr("Move to a new window"), dock, [this, dock] {
        if (WorkspaceWindow* window = openWindow()) moveTo(dock, window);
    });
    fresh->setEnabled(m_windows.size() < kMostWindows);
    QAction* another = menu->addAction(tr("Another one like this"), dock,
                                       [this, dock] { open(dock->pane().mnemonic().toStdString(), true); });
    another->setEnabled(!full() && kindOf(dock->pane().mnemonic().toStdString()) != nullptr);
    menu->addSeparator();
}

void Workspace::changed() {
    if (!m_applying) emit arrangementChanged();
}

void Workspace::say(const QString& sentence, bool problem) {
    for (const auto& window : m_windows) window->statusArea().say(sentence, problem);
}

void Workspace::notify(const ui::News& news) {
    m_context.news.add(news);
    for (const auto& window : m_windows) window->statusArea().notify(news);
}

} // namespace qd::workspace
