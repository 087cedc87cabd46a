#pragma once

#include "layouts/workspace/HeldKey.h"
#include "layouts/workspace/Workspace.h"
#include "widgets/base/KeyRepeats.h"

#include <QPointer>
#include <QShortcut>

namespace qd::workspace {

/// The keys of lines and of the command bar, in every window; holding one down runs its line once. Keys of lines that
/// send orders do nothing while the terminal is disarmed, and say so; a key of what closes everything must be held.
/// Main thread.
class Keys : public QObject {
    Q_OBJECT
  public:
    Keys(ui::PaneContext& context, Workspace& workspace);
    ~Keys() override;
    /// The keys that are no line's, for the list of shortcuts; KeyMap keeps them free.
    [[nodiscard]] static std::vector<ui::KeyHint> fixedKeys();
    /// Runs a line as if typed, and tells what came of it in the status bar.
    void runLine(const QString& line);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void bind();
    void press(const QString& line, const QString& key);
    ui::PaneContext& m_context;
    Workspace& m_workspace;
    ports::Subscription m_changes;
    std::vector<QPointer<QShortcut>> m_shortcuts; ///< of the windows, and gone with them
    HeldKey m_held;
    ui::KeyRepeats m_repeats;
    bool m_repeating = false; ///< the key that is pressed now only repeats
    QTimer m_rebind;
};

} // namespace qd::workspace
