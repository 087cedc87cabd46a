#include "widgets/base/LinkedAccounts.h"

#include "widgets/base/SubAccounts.h"

#include <algorithm>

namespace qd::ui {

LinkedAccounts::LinkedAccounts(ports::Accounts& selected, ports::AccountDesks& desks, LinkGroups& links,
                               QObject* parent)
    : QObject(parent)
    , m_selected(selected)
    , m_desks(desks)
    , m_links(links) {
    connect(&links, &LinkGroups::accountChanged, this, &LinkedAccounts::look);
    m_changes = selected.onChanged([this] { lookAtAll(); });
}

const LinkedAccounts::Standing* LinkedAccounts::of(LinkGroup group) const {
    const auto found = m_standings.find(group);
    return found == m_standings.end() ? nullptr : &found->second;
}

std::vector<LinkedAccounts::Standing> LinkedAccounts::all() const {
    std::vector<Standing> list;
    for (const auto& [group, standing] : m_standings) {
        const bool known = std::ranges::find(list, standing.access, &Standing::access) != list.end();
        if (standing.access != nullptr && !known) list.push_back(standing);
    }
    return list;
}

bool LinkedAccounts::isSelected(AccountId account) const {
    const auto selected = m_selected.account();
    return selected && selected->id == account;
}

std::vector<SubAccountView> LinkedAccounts::choices() const {
    std::vector<SubAccountView> open;
    if (const auto owner = m_selected.account())
        std::ranges::copy_if(owner->subAccounts, std::back_inserter(open),
                             [](const SubAccountView& sub) { return !sub.closed; });
    return open;
}

LinkedAccounts::Standing LinkedAccounts::followed(AccountId account, const QString& name) {
    Standing standing{m_desks.follow(account), name, {}};
    if (standing.access == nullptr) {
        standing.why = tr("%1 is not shown: %2 accounts are, which is as many as can be at once.")
                           .arg(name)
                           .arg(ports::AccountDesks::kMostFollowed);
    } else if (standing.access->refusal() != RejectCode::None) {
        standing.access = nullptr;
        standing.why = tr("%1 is closed; nothing is shown or sent.").arg(name);
    }
    return standing;
}

LinkedAccounts::Standing LinkedAccounts::standingOf(const LinkedAccount& wanted, const Standing* before) {
    const QString said = accountName({.number = wanted.number, .name = wanted.name});
    const auto owner = m_selected.account();
    // Until the owner is known again, e.g. while another account is being selected, it is what it was.
    if (!owner) return before != nullptr ? *before : Standing{{}, said, tr("%1 is not known yet.").arg(said)};
    const auto sub = std::ranges::find(owner->subAccounts, wanted.number, &SubAccountView::number);
    if (sub == owner->subAccounts.end())
        return {{}, said, tr("You have no account %1, %2; nothing is shown or sent.").arg(wanted.number).arg(said)};
    if (sub->closed)
        return {{}, accountName(*sub), tr("%1 is closed; nothing is shown or sent.").arg(accountName(*sub))};
    return followed(sub->id, accountName(*sub));
}

void LinkedAccounts::look(LinkGroup group) {
    const auto wanted = m_links.account(group);
    const auto before = m_standings.find(group);
    if (!wanted) {
        if (before == m_standings.end()) return;
        m_refusals.erase(group);
        letGo(std::move(before->second));
        m_standings.erase(before);
        emit changed(group);
        return;
    }
    const bool same = before != m_standings.end() && m_wanted[group] == wanted->number;
    Standing now = standingOf(*wanted, same ? &before->second : nullptr);
    m_wanted[group] = wanted->number;
    if (before != m_standings.end() && before->second == now) return;
    const bool another = before == m_standings.end() || before->second.access != now.access;
    letGo(std::exchange(m_standings[group], now));
    if (another)
        m_refusals[group] =
            now.access == nullptr ? ports::Subscription() : now.access->accounts().onChanged([this, group] {
                const Standing* standing = of(group);
                if (standing != nullptr && standing->access != nullptr &&
                    standing->access->refusal() != RejectCode::None)
                    look(group);
            });
    emit changed(group);
}

void LinkedAccounts::letGo(Standing standing) {
    QMetaObject::invokeMethod(this, [standing = std::move(standing)] {}, Qt::QueuedConnection);
}

void LinkedAccounts::lookAtAll() {
    if (m_standings.empty()) return;
    for (LinkGroup group = kFirstGroup; group <= kLastGroup; ++group) {
        if (m_standings.contains(group)) look(group);
    }
}

} // namespace qd::ui
