#pragma once

#include "layouts/workspace/Workspace.h"

#include <QPointer>
#include <QShortcut>

#include <map>

namespace qd::workspace {

/// The keys of actions and of the command bar, in every window. Keys of actions that send orders do nothing while the
/// terminal is disarmed, and say so. Main thread.
class Keys : public QObject {
    Q_OBJECT
  public:
    Keys(ui::PaneContext& context, Workspace& workspace);
    ~Keys() override;
    /// The keys that are no action's, for the list of shortcuts; KeyMap keeps them free.
    [[nodiscard]] static std::vector<ui::KeyHint> fixedKeys();
    /// Runs a line as if typed, and tells what came of it in the status bar.
    void runLine(const QString& line);

  private:
    void bind();
    ui::PaneContext& m_context;
    Workspace& m_workspace;
    ports::Subscription m_changes;
    std::vector<QPointer<QShortcut>> m_shortcuts; ///< of the windows, and gone with them
    QTimer m_rebind;
};

} // namespace qd::workspace
