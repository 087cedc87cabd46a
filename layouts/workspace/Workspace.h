#pragma once

#include "layouts/workspace/DockRehomer.h"
#include "layouts/workspace/Layout.h"
#include "layouts/workspace/LayoutFiles.h"
#include "layouts/workspace/Screens.h"
#include "layouts/workspace/WorkspaceWindow.h"
#include "widgets/base/News.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <memory>
#include <vector>

namespace qd::workspace {

/// All windows and panes of the terminal: opens, moves and closes them, saves the arrangement every few seconds and at
/// the end, brings it back. When monitors come or go, windows go to where they stood with these monitors before. Main
/// thread.
class Workspace : public QObject {
    Q_OBJECT
  public:
    /// `presets`: shipped layouts by name, in the order in which they are offered; the first one is the first-run
    /// layout, so there is at least one. One of the user's own of the same name stands in for it.
    struct Preset {
        std::string name;
        std::string text;
    };
    Workspace(ui::PaneContext& context, std::vector<ui::PaneKind> kinds, std::vector<Preset> presets,
              LayoutFiles& files, std::unique_ptr<Screens> screens = std::make_unique<Screens>());
    /// Saves, and tells that the program has ended as it should.
    ~Workspace() override;

    /// Shows the saved layout, or with a name that one, or the first preset. Returns a notice for the user, empty if
    /// all is well.
    [[nodiscard]] QString start(const std::string& layoutName);

    [[nodiscard]] const std::vector<ui::PaneKind>& kinds() const { return m_kinds; }
    [[nodiscard]] std::vector<WorkspaceWindow*> windows() const;
    /// The one used last in front.
    [[nodiscard]] std::vector<WorkspaceWindow*> windowsInUse() const;
    /// The window used last.
    [[nodiscard]] WorkspaceWindow* activeWindow() const;
    [[nodiscard]] std::vector<PaneDock*> docks() const;
    /// By id ("CHART-1") or, when only one is of that kind or several are, the first of that mnemonic. Case is ignored.
    [[nodiscard]] PaneDock* find(const std::string& idOrMnemonic) const;

    /// The one that had the keys last, also while a command is typed. Null: none has had them, or it is closed.
    [[nodiscard]] ui::Pane* activePane() const { return m_activePane; }
    /// The pane of a kind that a command means: the active one, else one of its link group, else the first. Null: none.
    [[nodiscard]] PaneDock* meant(const std::string& mnemonic) const;
    /// The first link group in which no pane is and that carries no account; kNoGroup when there is none.
    [[nodiscard]] ui::LinkGroup freeGroup() const;
    /// Null: no such kind.
    [[nodiscard]] const ui::PaneKind* kindOf(const std::string& mnemonic) const;

    /// What was typed in the command bars, the oldest first; all windows have the same.
    [[nodiscard]] const QStringList& history() const { return m_history; }
    void setHistory(const QStringList& lines);

    /// Not yet shown. Null: there are as many as a layout can hold.
    WorkspaceWindow* newWindow();
    /// The same, shown over the one in use.
    WorkspaceWindow* openWindow();
    /// Opens a pane in a window (the active one when null), or brings the one of the kind that is meant to the front
    /// when `another` is false. Null: no such kind, or full().
    PaneDock* open(const std::string& mnemonic, bool another, WorkspaceWindow* window = nullptr);
    /// There are as many panes as a layout can hold.
    [[nodiscard]] bool full() const { return docks().size() >= kMostPanes; }
    void close(PaneDock* dock);
    void moveTo(PaneDock* dock, WorkspaceWindow* window);

    [[nodiscard]] Layout capture();
    /// Replaces all windows and panes. Returns a notice for the user, empty if all is well.
    QString apply(const Layout& layout);
    /// The user's own, or the shipped one; case is ignored when no other has the name.
    [[nodiscard]] Result<Layout, LayoutCode> named(const std::string& name) const;
    /// Shows a layout by its name.
    [[nodiscard]] Result<void, LayoutCode> load(const std::string& name);
    [[nodiscard]] Result<void, LayoutCode> saveAs(const std::string& name);
    /// Keeps a layout from elsewhere under a name; does not show it.
    [[nodiscard]] Result<void, LayoutCode> keepAs(const std::string& name, const Layout& layout);
    /// Deletes one of the user's own. False: there is none of that name.
    [[nodiscard]] bool remove(const std::string& name);
    /// Presets first, then the user's own.
    [[nodiscard]] std::vector<std::string> layoutNames() const;
    [[nodiscard]] bool isPreset(const std::string& name) const;
    /// Saves what has changed; says so when it cannot.
    void saveNow();
    /// A sentence in the status bars of all windows: an answer, see StatusBar.
    void say(const QString& sentence, bool problem);
    /// News in them, see StatusBar.
    void notify(const ui::News& news);

  signals:
    void commandEntered(const QString& line);
    void allClosed();
    void layoutsChanged();
    /// A window or pane came, went or moved.
    void arrangementChanged();

  private:
    PaneDock* makeDock(std::unique_ptr<ui::Pane> pane, const std::string& id);
    [[nodiscard]] std::unique_ptr<ui::Pane> makePane(const PaneEntry& entry, QStringList& missing);
    [[nodiscard]] std::string freshId(const std::string& mnemonic) const;
    [[nodiscard]] std::string resolved(const std::string& name) const;
    void connectWindow(WorkspaceWindow* window);
    void fill(WorkspaceWindow* window, const WindowLayout& layout, QStringList& missing);
    void removeWindow(WorkspaceWindow* window);
    void retire(std::unique_ptr<QWidget> widget);
    /// Before what stands over it, in a window that is seen, and with the keyboard.
    void bringForward(PaneDock& dock);
    void watchStart();
    void fillMoveMenu(PaneDock* dock, QMenu* menu);
    void changed();
    void showLayouts();
    void tellProblem(const QString& problem);

    // Monitors.
    [[nodiscard]] WindowPlace placeOf(WorkspaceWindow* window);
    void putTo(WorkspaceWindow* window, const WindowPlace& place);
    void settle();

    ui::PaneContext& m_context;
    std::vector<ui::PaneKind> m_kinds;
    std::vector<Preset> m_presets;
    LayoutFiles& m_files;
    std::unique_ptr<Screens> m_screens;
    std::vector<std::unique_ptr<WorkspaceWindow>> m_windows;
    std::vector<WorkspaceWindow*> m_inUse;           ///< the same, the one used last in front
    std::vector<std::unique_ptr<QWidget>> m_retired; ///< gone, and deleted when nothing of them is on the stack
    QPointer<ui::Pane> m_activePane;
    DockRehomer m_rehomer;
    QTimer m_autosave;
    QTimer m_settling; ///< runs while monitors come and go: windows stand wherever the system has put them
    std::vector<Monitor> m_monitors;
    std::vector<Variant> m_variants;
    std::map<const WorkspaceWindow*, WindowPlace> m_places; ///< as last seen with m_monitors
    std::string m_current;                                  ///< name of the layout last chosen
    std::string m_lastSaved;
    QStringList m_history;
    QString m_lastProblem;
    int m_nextWindow = 1;
    bool m_applying = false;
};

} // namespace qd::workspace
