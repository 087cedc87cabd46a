#pragma once

#include "layouts/workspace/DockRehomer.h"
#include "layouts/workspace/Layout.h"
#include "layouts/workspace/LayoutFiles.h"
#include "layouts/workspace/WorkspaceWindow.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <vector>

namespace qd::workspace {

/// All windows and panes of the terminal: opens, moves and closes them, saves the arrangement every few seconds and at
/// the end, brings it back. Main thread.
class Workspace : public QObject {
    Q_OBJECT
  public:
    /// `presets`: shipped layouts by name, in the order in which they are offered; the first one is the first-run
    /// layout.
    struct Preset {
        std::string name;
        std::string text;
    };
    Workspace(ui::PaneContext& context, std::vector<ui::PaneKind> kinds, std::vector<Preset> presets,
              LayoutFiles& files);
    ~Workspace() override;

    /// Shows the saved layout, or with a name that one, or the first preset. Returns a notice for the user, empty if
    /// all is well.
    [[nodiscard]] QString start(const std::string& layoutName);

    [[nodiscard]] const std::vector<ui::PaneKind>& kinds() const { return m_kinds; }
    [[nodiscard]] std::vector<WorkspaceWindow*> windows() const;
    /// The window in use: the active one, or the first.
    [[nodiscard]] WorkspaceWindow* activeWindow() const;
    [[nodiscard]] std::vector<PaneDock*> docks() const;
    /// By id ("CHART-1") or, when only one is of that kind or several are, the first of that mnemonic. Case is ignored.
    [[nodiscard]] PaneDock* find(const std::string& idOrMnemonic) const;

    WorkspaceWindow* newWindow();
    /// Opens a pane in a window (the active one when null), or brings a present one of the kind to the front when
    /// `another` is false. Null: no such kind.
    PaneDock* open(const std::string& mnemonic, bool another, WorkspaceWindow* window = nullptr);
    void close(PaneDock* dock);
    void moveTo(PaneDock* dock, WorkspaceWindow* window);

    [[nodiscard]] Layout capture() const;
    /// Replaces all windows and panes.
    void apply(const Layout& layout);
    [[nodiscard]] Result<void, LayoutCode> load(const std::string& name);
    void saveAs(const std::string& name);
    void remove(const std::string& name);
    /// Presets first, then the user's own.
    [[nodiscard]] std::vector<std::string> layoutNames() const;
    void saveNow();
    /// The program ends as it should: saves, and tells that this layout has not crashed it.
    void finish();
    /// A sentence in the status bars of all windows.
    void say(const QString& sentence, bool problem);

  signals:
    void commandEntered(const QString& line);
    void allClosed();
    void layoutsChanged();
    /// A pane came, went or moved.
    void arrangementChanged();

  private:
    [[nodiscard]] const ui::PaneKind* kindOf(const std::string& mnemonic) const;
    PaneDock* makeDock(const ui::PaneKind& kind, const std::string& id);
    [[nodiscard]] std::string freshId(const std::string& mnemonic) const;
    void removeWindow(WorkspaceWindow* window);
    void fillMoveMenu(PaneDock* dock, QMenu* menu);
    void changed();
    void showLayouts();
    [[nodiscard]] static std::vector<ScreenArea> screens();

    ui::PaneContext& m_context;
    std::vector<ui::PaneKind> m_kinds;
    std::vector<Preset> m_presets;
    LayoutFiles& m_files;
    std::vector<std::unique_ptr<WorkspaceWindow>> m_windows;
    DockRehomer m_rehomer;
    QTimer m_autosave;
    std::string m_current; ///< name of the layout last chosen
    std::string m_lastSaved;
    int m_nextWindow = 1;
    bool m_applying = false;
};

} // namespace qd::workspace
