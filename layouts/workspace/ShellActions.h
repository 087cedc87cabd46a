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
    void addPane(const ui::PaneKind& kind);
    void addArrangement();
    void addSettings();
    void addVenue();
    void add(ports::Action action);

    void openPane(const ui::PaneKind& kind, const ports::ActionWords& words, const ports::ActionDone& done);
    void pane(const ports::ActionWords& words, const ports::ActionDone& done);
    void window(const ports::ActionWords& words, const ports::ActionDone& done);
    void layout(const ports::ActionWords& words, const ports::ActionDone& done);
    void seek(const ports::ActionWords& words, const ports::ActionDone& done);
    [[nodiscard]] std::vector<std::string> paneIds() const;

    ui::PaneContext& m_context;
    Workspace& m_workspace;
    std::vector<ports::Subscription> m_actions;
};

/// Time a person typed for SEEK: "23:55", "23:55:10", "2024-08-08T23:55:10", "+30s", "-2m". `reference` gives the day,
/// or what the step is from.
[[nodiscard]] std::optional<UnixNanos> parseSeekTime(std::string_view text, UnixNanos reference);

} // namespace qd::workspace
