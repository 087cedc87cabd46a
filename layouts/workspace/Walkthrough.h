#pragma once

#include "core/ports/Actions.h"
#include "widgets/base/PaneContext.h"

#include <QFrame>
#include <QPointer>

#include <vector>

class QLabel;
class QPushButton;

namespace qd::workspace {

class Workspace;
class WorkspaceWindow;

/// A few cards that show a new user round: what is simulated, where commands go, the ticket, the arm switch, windows.
/// Shown at the first start and by TOUR; it never blocks anything. Main thread.
class Walkthrough : public QObject {
    Q_OBJECT
  public:
    Walkthrough(ui::PaneContext& context, Workspace& workspace);
    ~Walkthrough() override;
    /// Shows the first card in the window in use.
    void begin();
    [[nodiscard]] bool isShown() const { return m_card != nullptr; }

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    struct Step {
        QString title;
        QString text;
        const char* pane; ///< mnemonic of the pane it is about, null: none
    };
    [[nodiscard]] std::vector<Step> steps() const;
    void buildCard(WorkspaceWindow* window);
    void applyTheme();
    void show(int step);
    void placeCard();
    void end();

    ui::PaneContext& m_context;
    Workspace& m_workspace;
    ports::Subscription m_action;
    QPointer<WorkspaceWindow> m_window;
    QPointer<QFrame> m_card;
    QLabel* m_title = nullptr;
    QLabel* m_text = nullptr;
    QLabel* m_count = nullptr;
    QPushButton* m_back = nullptr;
    QPushButton* m_next = nullptr;
    int m_step = 0;
};

} // namespace qd::workspace
