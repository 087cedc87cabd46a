#pragma once

#include "core/base/Time.h"
#include "core/client/OrderTracker.h"
#include "core/ports/Accounts.h"
#include "core/ports/OrderEntry.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace qd::client {

/// What the venue tells of an account since the last time. Everything in it is on disk.
struct AccountBatch {
    bool newAccount = false;               ///< forget what was before
    RejectCode refusal = RejectCode::None; ///< why the account is not shown, from here on
    std::vector<TrackedOrder> orders;
    std::vector<FillView> fills;
    std::vector<LiquidationEntry> liquidations;
    std::uint64_t rows = 0;                           ///< that the history got of the account
    std::shared_ptr<const AccountView> account;       ///< null: unchanged
    std::vector<std::pair<OrderId, Quantity>> queues; ///< size ahead of working orders
};

/// The main thread's end of the order path of an account, the selected one or one that is followed: remembers what was
/// sent, merges what the venue tells, and is what panes see as Accounts and OrderEntry. Main thread.
class TradingSession final : public ports::Accounts, public ports::OrderEntry {
  public:
    /// Hands a request to the venue, orders with their sending time.
    struct Outbox {
        std::function<void(OrderTerms, SentRequest)> place;
        std::function<void(OrderRelation, std::vector<OrderTerms>, SentRequest)> placeSet;
        std::function<void(OrderReference)> cancel;
        std::function<void(std::optional<MarketId>, std::optional<Side>)> cancelAll;
        std::function<void(OrderReference, ports::Amendment)> amend;
        std::function<void(OrderReference, bool)> pauseTwap;
    };
    TradingSession(const Clock& clock, ports::Executor& executor, Outbox outbox);

    void deliver(AccountBatch batch);
    /// The venue stands still for good. What was sent and not acknowledged may be in its journal: it stays as sent,
    /// with the reason. What is placed from now on is refused. An account that was left is shown again: the other one
    /// does not come.
    void venueFailed();
    /// Why the account is not shown; what is placed meanwhile is rejected with it. None: it is, or will be.
    [[nodiscard]] RejectCode refusal() const { return m_refusal; }
    /// Another account is about to be shown: what was sent to this one is not followed here any more, what is told of
    /// it is not heard, and there is no account until the other one comes. After venueFailed() none comes, and what is
    /// shown stays.
    void leaveAccount();

    [[nodiscard]] std::shared_ptr<const AccountView> account() const override { return m_account; }
    [[nodiscard]] const std::vector<TrackedOrder>& orders() const override { return m_orders; }
    [[nodiscard]] const std::vector<FillView>& fills() const override { return m_fills; }
    [[nodiscard]] const std::vector<LiquidationEntry>& liquidations() const override { return m_liquidations; }
    [[nodiscard]] std::uint64_t historyVersion() const override { return m_historyVersion; }
    [[nodiscard]] ports::Subscription onChanged(std::function<void()> changed) override;

    ClientOrderId place(OrderTerms terms) override;
    std::vector<ClientOrderId> placeSet(OrderRelation relation, std::vector<OrderTerms> orders) override;
    void cancel(OrderReference order) override;
    void cancelAll(std::optional<MarketId> market, std::optional<Side> side) override;
    void amend(OrderReference order, const ports::Amendment& to) override;
    void pauseTwap(OrderReference order, bool paused) override;

  private:
    static constexpr std::size_t kFinishedKept = 300;
    static constexpr std::size_t kFillsKept = 2'000;
    static constexpr std::size_t kLiquidationsKept = 1'000;

    /// Remembers an order as sent, or as rejected where nothing can be sent, under a client id of its own if it has
    /// none.
    void remember(OrderTerms& terms, UnixNanos wall);
    void forgetAll();
    [[nodiscard]] bool sends() const { return !m_failed && m_refusal == RejectCode::None; }
    [[nodiscard]] TrackedOrder* find(OrderReference order);
    void merge(const TrackedOrder& update);
    void merge(const FillView& fill);
    void merge(const LiquidationEntry& entry);
    void add(AccountBatch batch);
    void comeBack();
    void trim();
    void changed();

    /// An account that was left, and what came of it since.
    struct Left {
        std::shared_ptr<const AccountView> account;
        std::vector<TrackedOrder> orders;
        std::vector<FillView> fills;
        std::vector<LiquidationEntry> liquidations;
        std::vector<AccountBatch> late;
    };

    const Clock& m_clock;
    ports::Executor& m_executor;
    Outbox m_outbox;
    std::shared_ptr<const AccountView> m_account;
    std::optional<Left> m_left; ///< while the other one has not come
    bool m_failed = false;      ///< the venue
    RejectCode m_refusal = RejectCode::None;
    std::vector<TrackedOrder> m_orders;
    std::vector<FillView> m_fills;
    std::vector<LiquidationEntry> m_liquidations;
    std::uint64_t m_historyVersion = 0;
    std::uint64_t m_lastClientId = 0;
    std::map<int, std::function<void()>> m_listeners;
    int m_nextListener = 0;
    bool m_told = true;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace qd::client
