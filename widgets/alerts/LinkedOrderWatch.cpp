#include "widgets/alerts/LinkedOrderWatch.h"

#include <algorithm>

namespace qd::ui {

LinkedOrderWatch::LinkedOrderWatch(PaneContext& context, QObject* parent) : QObject(parent), m_context(context) {
    connect(&context.linked, &LinkedAccounts::changed, this, &LinkedOrderWatch::look);
    m_changes = context.accounts.onChanged([this] { look(); });
}

void LinkedOrderWatch::look() {
    // While another one is being selected it is not known which is left to OrderWatch.
    if (!m_context.accounts.account()) return;
    const auto linked = m_context.linked.all();
    std::erase_if(m_watched, [&](const auto& watched) {
        const auto same = [&](const LinkedAccounts::Standing& s) { return s.access == watched.second.access; };
        return m_context.linked.isSelected(watched.first) || std::ranges::none_of(linked, same);
    });
    for (const LinkedAccounts::Standing& standing : linked) {
        const AccountId account = standing.access->id();
        if (m_watched.contains(account) || m_context.linked.isSelected(account)) continue;
        auto watch = std::make_unique<OrderWatch>(m_context, standing.access->accounts());
        connect(watch.get(), &OrderWatch::told, this, &LinkedOrderWatch::told);
        m_watched.emplace(account, Watched{standing.access, std::move(watch)});
    }
}

} // namespace qd::ui
