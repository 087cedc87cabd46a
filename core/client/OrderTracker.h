#pragma once

#include "core/base/Bytes.h"
#include "core/domain/Account.h"
#include "core/domain/Commands.h"

#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace qd::client {

/// When a request left the terminal.
struct SentRequest {
    UnixNanos sentAt;           ///< wall clock
    std::int64_t sentNanos = 0; ///< monotonic
};

/// Follows the orders of the user's accounts from the events of the exchange: the one place where their states are
/// decided. The venue's thread.
class OrderTracker {
  public:
    /// What changed with one command.
    struct Changes {
        std::vector<TrackedOrder> orders;
        std::vector<FillView> fills;
        [[nodiscard]] bool empty() const { return orders.empty() && fills.empty(); }
    };

    /// From now on this account too.
    void follow(AccountId account) { m_accounts.try_emplace(account); }
    [[nodiscard]] std::vector<AccountId> accounts() const;
    /// An order of the account is about to be placed under this client id.
    void sent(AccountId account, ClientOrderId id, SentRequest request) { m_sent[{account, id}] = request; }
    /// Reads the events of one command; `wall` is the wall clock now.
    [[nodiscard]] Changes read(const Command& command, std::span<const Event> events, UnixNanos wall);
    /// Of one account, by order id.
    [[nodiscard]] std::vector<TrackedOrder> working(AccountId account) const;
    /// Accounts and working orders, for a snapshot.
    void save(ByteWriter& out) const;
    void load(ByteReader& in);
    /// When the account's request with this client id was sent; forgets it.
    [[nodiscard]] std::optional<SentRequest> takeSent(AccountId account, ClientOrderId id);
    /// How long it took until the venue had this order on disk: of it from now on, while it works.
    void acknowledged(AccountId account, OrderId order, std::int64_t roundTripNanos);

  private:
    using Orders = std::map<OrderId, TrackedOrder>;

    void see(const OrderAccepted& e);
    void see(const OrderAmended& e);
    void see(const OrderUpdated& e);
    void see(const OrderTriggered& e);
    void see(const OrderFilled& e);
    void see(const OrderClosed& e);
    void see(const RequestRejected& e);
    template<class Other>
    void see(const Other&) {}
    void touch(TrackedOrder& order);
    void refuse(AccountId account, const OrderTerms& terms, RejectCode code);
    [[nodiscard]] TrackedOrder* find(OrderId id);
    [[nodiscard]] UnixNanos sentAt(AccountId account, ClientOrderId id) const;

    std::map<AccountId, Orders> m_accounts; ///< working orders
    std::map<std::pair<AccountId, ClientOrderId>, SentRequest> m_sent;
    // While reading one command.
    const Command* m_command = nullptr;
    AccountId m_account;        ///< of the event being read
    Orders* m_orders = nullptr; ///< its orders
    UnixNanos m_wall;
    UnixNanos m_ts;
    std::map<std::pair<AccountId, OrderId>, TrackedOrder> m_touched;
    std::vector<TrackedOrder> m_refused;
    std::vector<FillView> m_fills;
};

} // namespace qd::client
