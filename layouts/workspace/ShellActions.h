#pragma once

#include "layouts/workspace/Workspace.h"

namespace qd::workspace {

/// What arranges the terminal and drives the venue by command: a mnemonic for every kind of pane, PANE, WINDOW, LAYOUT,
/// SET, PAUSE, RESUME, SPEED, STEP, SEEK. Main thread.
class ShellActions : public QObject {
    Q_OBJECT
  public:
    ShellActions(ui::PaneContext& context, Workspace& workspace);
    ~ShellActions() override;

  private:
    using Words = ports::ActionWords;
    using Done = ports::ActionDone;
    void addPane(const ui::PaneKind& kind);
    void addPaneAction();
    void addWindowAction();
    void addLayout();
    void addSettings();
    void addVenue();
    void addPause(const char* name, const QString& summary, bool paused);
    void add(ports::Action action);

    [[nodiscard]] std::vector<std::string> completePane(const ui::PaneKind& kind, ports::ActionWords words) const;
    void pane(const Words& words, const Done& done);
    void move(PaneDock* dock, const std::string& where, const Done& done);
    void window(const Words& words, const Done& done);
    void layout(const Words& words, const Done& done);
    void saveLayout(const std::string& name, const Done& done);
    void deleteLayout(const std::string& name, const Done& done);
    void exportLayout(const std::string& name, const std::string& file, const Done& done);
    void importLayout(const std::string& file, const std::string& name, const Done& done);
    /// Answers when the market stands, or goes on: what is run next finds it so.
    void setPaused(bool paused, const Done& done);
    void speed(const Words& words, const Done& done);
    void step(const Words& words, const Done& done);
    void seek(const Words& words, const Done& done);
    [[nodiscard]] std::vector<std::string> paneIds() const;
    /// Null: there is no window of this number.
    [[nodiscard]] WorkspaceWindow* windowOf(const std::string& number) const;
    [[nodiscard]] static QString tooManyWindows();
    [[nodiscard]] static QString nameWanted();

    ui::PaneContext& m_context;
    Workspace& m_workspace;
    std::vector<ports::Subscription> m_actions;
};

} // namespace qd::workspace
