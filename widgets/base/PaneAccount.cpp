#include "widgets/base/PaneAccount.h"

namespace qd::ui {

PaneAccount::PaneAccount(PaneContext& shell)
    : m_shell(shell)
    , m_accounts(shell.accounts)
    , m_control(shell.control)
    , m_history(shell.history)
    , m_gate(shell.gate, nullptr)
    , m_context{shell.clock, shell.market,   m_accounts,   m_control,   m_history,  shell.venue, shell.actions, m_gate,
                shell.links, shell.settings, shell.themes, shell.stats, shell.news, shell.bell,  shell.linked,  this} {
    connect(&shell.linked, &LinkedAccounts::changed, this, [this](char group) {
        if (group == m_group) look();
    });
    connect(&m_gate, &OrderGate::heldBack, &shell.gate, &OrderGate::heldBack);
    connect(&m_gate, &OrderGate::sent, this, &PaneAccount::passOn);
}

void PaneAccount::follow(LinkGroup group) {
    m_group = group;
    look();
}

bool PaneAccount::showsSelected() const {
    return !m_linked || (m_linked->access != nullptr && m_shell.linked.isSelected(m_linked->access->id()));
}

/// Watches of the terminal look at the selected account: they must not take another one's orders for its own.
void PaneAccount::passOn(const OrderPlan& plan, const std::vector<ClientOrderId>& ids) {
    if (showsSelected())
        emit m_shell.gate.sent(plan, ids);
    else
        emit m_shell.gate.sentElsewhere(m_linked->access->id(), plan, ids);
}

void PaneAccount::look() {
    const LinkedAccounts::Standing* standing = m_shell.linked.of(m_group);
    const auto now = standing == nullptr ? std::nullopt : std::optional(*standing);
    if (now == m_linked) return;
    const auto before = std::exchange(m_linked, now); // held until nothing points to it any more
    ports::AccountPorts* access = now ? now->access.get() : nullptr;
    // Orders first: nobody who is told of another account may still reach the one before.
    if (!now)
        m_gate.sendAsShared();
    else if (access != nullptr)
        m_gate.sendTo(access->entry());
    else
        m_gate.close(now->why);
    m_control.setTarget(!now ? &m_shell.control : access != nullptr ? &access->control() : nullptr);
    m_history.setAccount(!now                ? HistoryProxy::Whose(HistoryProxy::Selected{})
                         : access != nullptr ? HistoryProxy::Whose(access->id())
                                             : HistoryProxy::Whose(now->why.toStdString()));
    m_accounts.setTarget(!now ? &m_shell.accounts : access != nullptr ? &access->accounts() : nullptr);
    emit changed();
}

} // namespace qd::ui
