#pragma once

#include "widgets/base/AccountProxies.h"
#include "widgets/base/OrderGate.h"
#include "widgets/base/PaneContext.h"

#include <QObject>
#include <QString>

#include <optional>

namespace qd::ui {

/// What one pane is given for the ports of an account: they forward to the account that its link group carries, or to
/// the selected one, and tell the pane when that is another one. Where the group's account is not there they show and
/// send nothing. Outlives the pane and its parts. Main thread.
class PaneAccount : public QObject {
    Q_OBJECT
  public:
    explicit PaneAccount(PaneContext& shell);

    /// For the pane to be made with.
    [[nodiscard]] PaneContext& context() { return m_context; }

    /// The account of this group from now on; kNoGroup: the selected one, as where a group carries none.
    void follow(LinkGroup group);
    /// The pane is about an account of its own, there or not.
    [[nodiscard]] bool isLinked() const { return m_linked.has_value(); }
    /// What is shown is the selected account, chosen by the group or not.
    [[nodiscard]] bool showsSelected() const;
    /// What that account is called; empty while the selected one is shown.
    [[nodiscard]] QString name() const { return m_linked ? m_linked->name : QString(); }
    /// Why it is neither shown nor traded from; empty: it is.
    [[nodiscard]] QString why() const { return m_linked ? m_linked->why : QString(); }

  signals:
    /// Another account is shown, or its name changed, or whether it is there.
    void changed();

  private:
    void look();
    void passOn(const OrderPlan& plan, const std::vector<ClientOrderId>& ids);

    PaneContext& m_shell;
    LinkGroup m_group = kNoGroup;
    std::optional<LinkedAccounts::Standing> m_linked;
    AccountsProxy m_accounts;
    ControlProxy m_control;
    HistoryProxy m_history;
    OrderGate m_gate;
    PaneContext m_context;
};

} // namespace qd::ui
