#include "layouts/workspace/Answers.h"
#include "layouts/workspace/CommandBar.h"
#include "layouts/workspace/MissingPane.h"
#include "layouts/workspace/TopBar.h"
#include "layouts/workspace/Variants.h"
#include "layouts/workspace/Workspace.h"

#include <QScreen>

#include <algorithm>

/// Of the workspace: what it shows as a layout and back, monitors, and the layouts by name.
namespace qd::workspace {

WindowPlace Workspace::placeOf(WorkspaceWindow* window) {
    if (const auto known = m_places.find(window); m_settling.isActive() && known != m_places.end())
        return known->second;
    WindowPlace place;
    place.screen = window->screen() != nullptr ? window->screen()->name().toStdString() : std::string();
    place.maximised = window->isMaximized();
    place.geometry = place.maximised ? window->normalGeometry() : window->geometry();
    for (PaneDock* dock : window->docks()) {
        if (dock->isFloating()) place.floating.push_back({dock->id(), dock->geometry()});
    }
    m_places[window] = place;
    return place;
}

Layout Workspace::capture() {
    Layout layout;
    layout.monitors = m_monitors;
    layout.variants = m_variants;
    for (const auto& window : m_windows) {
        WindowLayout w;
        w.place = placeOf(window.get());
        for (PaneDock* dock : window->docks())
            w.panes.push_back({dock->id(), dock->pane().mnemonic().toStdString(), dock->pane().state()});
        std::ranges::sort(w.panes, {}, &PaneEntry::id);
        w.root = window->arrangement();
        layout.windows.push_back(std::move(w));
    }
    return layout;
}

void Workspace::putTo(WorkspaceWindow* window, const WindowPlace& place) {
    const auto areas = m_screens->areas();
    const QRect rect = fitToScreens(place, areas);
    // A maximised window is not moved by its geometry.
    if (window->isVisible() && window->isMaximized() && (!place.maximised || window->normalGeometry() != rect))
        window->showNormal();
    window->setGeometry(rect);
    for (PaneDock* dock : window->docks()) {
        const auto floating = std::ranges::find(place.floating, dock->id(), &FloatingPane::id);
        if (dock->isFloating() && floating != place.floating.end())
            dock->setGeometry(fitToScreens({place.screen, floating->geometry, false, {}}, areas));
    }
    if (place.maximised)
        window->showMaximized();
    else
        window->show();
    m_places[window] = place;
}

void Workspace::settle() {
    Layout layout;
    layout.monitors = m_monitors;
    layout.variants = m_variants;
    for (const auto& window : m_windows) {
        const auto known = m_places.find(window.get());
        layout.windows.push_back({known != m_places.end() ? known->second : placeOf(window.get()), {}, {}});
    }
    layout = forMonitors(std::move(layout), m_screens->monitors());
    m_monitors = layout.monitors;
    m_variants = layout.variants;
    for (std::size_t i = 0; i < m_windows.size(); ++i) putTo(m_windows[i].get(), layout.windows[i].place);
    emit arrangementChanged();
}

std::unique_ptr<ui::Pane> Workspace::makePane(const PaneEntry& entry, QStringList& missing) {
    if (const ui::PaneKind* kind = kindOf(entry.kind)) return ui::makePane(*kind, m_context);
    if (!missing.contains(shown(entry.kind))) missing << shown(entry.kind);
    return std::make_unique<MissingPane>(m_context, entry);
}

void Workspace::fill(WorkspaceWindow* window, const WindowLayout& layout, QStringList& missing) {
    std::map<std::string, PaneDock*> docks;
    for (const PaneEntry& entry : layout.panes) {
        PaneDock* dock = makeDock(makePane(entry, missing), entry.id);
        dock->setParent(window);
        docks[entry.id] = dock;
    }
    std::map<std::string, PaneDock*> docked = docks;
    for (const FloatingPane& f : layout.place.floating) docked.erase(f.id);
    window->arrange(layout.root, docked);
    for (const FloatingPane& f : layout.place.floating) {
        const auto found = docks.find(f.id);
        if (found == docks.end()) continue;
        window->adopt(found->second);
        found->second->setFloating(true);
    }
    for (const PaneEntry& entry : layout.panes) docks[entry.id]->pane().restore(entry.state);
}

QString Workspace::apply(const Layout& layout) {
    m_applying = true;
    auto old = std::move(m_windows);
    const bool typing = std::ranges::any_of(old, [](const auto& window) { return window->commandBar().hasFocus(); });
    m_windows.clear();
    m_inUse.clear();
    m_places.clear();
    m_nextWindow = 1;
    const Layout fitted = forMonitors(layout, m_screens->monitors());
    m_monitors = fitted.monitors;
    m_variants = fitted.variants;
    m_context.links.clearAccounts(); // what groups carry is the layout's
    QStringList missing;
    for (const WindowLayout& w : fitted.windows) {
        WorkspaceWindow* window = newWindow();
        fill(window, w, missing);
        putTo(window, w.place);
    }
    // The command that asked for this may stand in one of the old windows.
    for (auto& window : old) retire(std::move(window));
    m_applying = false;
    // Who types commands goes on typing commands, and not keys that trade.
    if (typing && !m_inUse.empty()) m_inUse.front()->commandBar().setFocus(Qt::OtherFocusReason);
    showLayouts();
    emit arrangementChanged();
    if (missing.isEmpty()) return {};
    return tr("This version has no pane %1; what the layout keeps of it stays.").arg(missing.join(QLatin1String(", ")));
}

bool Workspace::isPreset(const std::string& name) const {
    return std::ranges::find(m_presets, name, &Preset::name) != m_presets.end();
}

std::string Workspace::resolved(const std::string& name) const {
    const auto names = layoutNames();
    if (std::ranges::find(names, name) != names.end()) return name;
    const std::string wanted = ports::toUpper(name);
    const auto alike = std::ranges::find(names, wanted, [](const std::string& n) { return ports::toUpper(n); });
    return alike == names.end() ? name : *alike;
}

Result<Layout, LayoutCode> Workspace::named(const std::string& name) const {
    const std::string exact = resolved(name);
    const auto preset = std::ranges::find(m_presets, exact, &Preset::name);
    if (preset == m_presets.end() || m_files.has(exact)) return m_files.loadNamed(exact);
    return parseLayout(preset->text, "preset " + exact);
}

Result<void, LayoutCode> Workspace::load(const std::string& name) {
    const auto layout = named(name);
    if (!layout) return std::unexpected(layout.error());
    m_current = resolved(name);
    if (const QString notice = apply(*layout); !notice.isEmpty()) say(notice, true);
    return {};
}

Result<void, LayoutCode> Workspace::saveAs(const std::string& name) {
    auto saved = keepAs(name, capture());
    if (saved) m_current = name;
    showLayouts();
    return saved;
}

Result<void, LayoutCode> Workspace::keepAs(const std::string& name, const Layout& layout) {
    auto saved = m_files.saveNamed(name, layout);
    showLayouts();
    return saved;
}

bool Workspace::remove(const std::string& name) {
    if (!m_files.has(name)) return false;
    m_files.removeNamed(name);
    if (m_current == name && !isPreset(name)) m_current.clear();
    showLayouts();
    return true;
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
    tellProblem(shown(m_files.problem())); // of a save before, of whatever file: writing is not waited for
    const Layout layout = capture();
    std::string text = writeLayout(layout);
    if (text == m_lastSaved) return;
    m_lastSaved = std::move(text);
    if (auto saved = m_files.saveCurrent(layout); !saved) tellProblem(shown(saved.error().detail));
}

void Workspace::tellProblem(const QString& problem) {
    if (problem == m_lastProblem) return;
    m_lastProblem = problem;
    if (!problem.isEmpty()) say(tr("Not everything is saved: %1.").arg(problem), true);
}

} // namespace qd::workspace
