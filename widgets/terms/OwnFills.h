#pragma once

#include "core/ports/Accounts.h"
#include "core/ports/History.h"
#include "core/ports/MarketData.h"

#include <memory>
#include <string>
#include <vector>

namespace qd::ui {

/// The user's fills on one market, oldest first: the newest from the account, older ones from history as they come
/// into view. Main thread.
class OwnFills {
  public:
    OwnFills(ports::History& history, const ports::Accounts& accounts, ports::MarketData& market);

    void show(MarketId market);
    /// Reads the account; after it changed.
    void readAccount();
    /// Wants fills back to `from`; asks for the next page when they may not all be here.
    void reach(UnixNanos from);
    /// One that was found elsewhere; it may be known.
    void add(const FillView& fill);

    [[nodiscard]] const std::vector<FillView>& fills() const { return m_fills; }
    [[nodiscard]] std::uint64_t revision() const { return m_revision; }
    /// Why older ones could not be read; empty when they could.
    [[nodiscard]] const std::string& problem() const { return m_problem; }

  private:
    static constexpr std::size_t kPage = 500;
    static constexpr int kMostPages = 40; ///< of all markets together; beyond it old fills are in HISTORY

    void restart();

    ports::History& m_history;
    const ports::Accounts& m_accounts;
    MarketId m_market;
    std::optional<AccountId> m_account;
    std::vector<FillView> m_fills; ///< by sequence
    std::uint64_t m_oldest = 0;    ///< sequence up to which all fills of all markets are known; 0 = none is known
    UnixNanos m_oldestAt;
    int m_pages = 0;
    bool m_more = true;
    bool m_asked = false;
    std::string m_problem;
    std::uint64_t m_revision = 0;
    std::shared_ptr<int> m_question = std::make_shared<int>(0); ///< a new one makes old answers stale
    ports::Subscription m_runs;
};

} // namespace qd::ui
