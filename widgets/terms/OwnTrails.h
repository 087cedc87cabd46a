#pragma once

#include "widgets/terms/OwnFills.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace qd::ui {

/// The paths of the user's orders on one market: from the moment it is shown as the account tells them, before that as
/// they were recorded, as they come into view; and the fills. Main thread.
class OwnTrails {
  public:
    OwnTrails(ports::History& history, const ports::Accounts& accounts, ports::MarketData& market)
        : m_history(history)
        , m_accounts(accounts)
        , m_fills(history, accounts, market) {}

    /// Forgets everything; what happens from `now` (market time) on is read from the account.
    void show(MarketId market, UnixNanos now);
    /// Reads the account; after it changed.
    void readAccount(UnixNanos now);
    /// Wants everything back to `from`; asks for the next page when it may not all be here.
    void reach(UnixNanos from);

    /// Steps in the order of time. An order that works is in the account, too.
    [[nodiscard]] const std::map<OrderId, OwnOrder>& orders() const { return m_orders; }
    [[nodiscard]] const std::vector<FillView>& fills() const { return m_fills.fills(); }
    [[nodiscard]] std::uint64_t revision() const { return m_revision + m_fills.revision(); }
    /// Why what was recorded, or older fills, could not be read; empty when it could.
    [[nodiscard]] const std::string& problem() const { return m_problem.empty() ? m_fills.problem() : m_problem; }

  private:
    static constexpr std::size_t kMostSteps = 200'000; ///< beyond it nothing older is asked for

    void restart(UnixNanos now);
    void follow(const TrackedOrder& order, UnixNanos now);
    void add(OwnOrder& order, const OwnStep& step);
    /// A part of what is wanted back to `all`.
    void ask(UnixNanos from, UnixNanos to, UnixNanos all);
    void take(const OwnWindow& window, OwnPage page, UnixNanos all);
    /// Recorded steps come before those that are known.
    void join(OwnOrder recorded);
    /// The record of an order that nobody knows any more: when it ended is not known.
    void breakOff(OwnOrder& order, UnixNanos end);

    ports::History& m_history;
    const ports::Accounts& m_accounts;
    OwnFills m_fills;
    MarketId m_market;
    std::optional<AccountId> m_account;
    std::map<OrderId, OwnOrder> m_orders;
    std::set<OrderId> m_ending; ///< known only from the record that is being read
    std::size_t m_steps = 0;
    UnixNanos m_since;     ///< the account is followed from here on
    UnixNanos m_knownFrom; ///< what was recorded is here from here on
    bool m_asked = false;
    std::string m_problem; ///< not asked again
    std::uint64_t m_revision = 0;
    std::shared_ptr<int> m_question = std::make_shared<int>(0); ///< a new one makes old answers stale
};

} // namespace qd::ui
