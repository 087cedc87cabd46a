#include "widgets/terms/OwnFills.h"

#include <algorithm>
#include <limits>

namespace qd::ui {

// Another run of the venue counts accounts and fills from the beginning again: what is here is none of them.
OwnFills::OwnFills(ports::History& history, const ports::Accounts& accounts, ports::MarketData& market)
    : m_history(history)
    , m_accounts(accounts)
    , m_runs(market.onMarketsChanged([this] {
        restart();
        readAccount();
    })) {}

void OwnFills::show(MarketId market) {
    m_market = market;
    restart();
    readAccount();
}

void OwnFills::restart() {
    m_question = std::make_shared<int>(0);
    m_fills.clear();
    m_oldest = 0;
    m_pages = 0;
    m_more = true;
    m_problem.clear();
    m_asked = false;
    ++m_revision;
}

void OwnFills::add(const FillView& fill) {
    if (fill.fill.market != m_market) return;
    const auto sequence = [](const FillView& f) { return f.fill.sequence; };
    const auto at = std::ranges::lower_bound(m_fills, fill.fill.sequence, {}, sequence);
    if (at != m_fills.end() && at->fill.sequence == fill.fill.sequence) return;
    m_fills.insert(at, fill);
    ++m_revision;
}

void OwnFills::readAccount() {
    const auto account = m_accounts.account();
    const auto id = account ? std::optional(account->id) : std::nullopt;
    if (id != m_account) {
        m_account = id;
        restart();
    }
    const std::vector<FillView>& newest = m_accounts.fills();
    for (const FillView& fill : newest) add(fill);
    if (newest.empty() || (m_oldest != 0 && m_oldest <= newest.front().fill.sequence)) return;
    m_oldest = newest.front().fill.sequence;
    m_oldestAt = newest.front().ts;
}

void OwnFills::reach(UnixNanos from) {
    const bool known = m_oldest != 0 && (m_oldest == 1 || m_oldestAt < from);
    if (known || m_asked || !m_more || m_pages == kMostPages) return;
    m_asked = true;
    ++m_pages;
    const std::uint64_t before = m_oldest == 0 ? std::numeric_limits<std::int64_t>::max() : m_oldest;
    m_history.fills({}, before, kPage, [this, question = std::weak_ptr(m_question)](auto answer) {
        if (question.expired()) return;
        m_asked = false;
        m_more = answer && answer->size() == kPage;
        if (!answer) {
            m_problem = answer.error().detail;
            ++m_revision;
        }
        if (!answer || answer->empty()) return;
        for (const FillView& fill : *answer) add(fill);
        m_oldest = answer->back().fill.sequence;
        m_oldestAt = answer->back().ts;
    });
}

} // namespace qd::ui
