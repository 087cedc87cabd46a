#pragma once

#include "core/base/Bytes.h"
#include "core/domain/Account.h"
#include "core/domain/Commands.h"

#include <map>
#include <optional>
#include <span>
#include <vector>

namespace qd::client {

/// When a request left the terminal.
struct SentRequest {
    UnixNanos sentAt;           ///< wall clock
    std::int64_t sentNanos = 0; ///< monotonic
};

/// Follows the user's orders from the events of the exchange: the one place where their states are decided. The venue's
/// thread.
class OrderTracker {
  public:
    /// What changed with one command.
    struct Changes {
        std::vector<TrackedOrder> orders;
        std::vector<FillView> fills;
        [[nodiscard]] bool empty() const { return orders.empty() && fills.empty(); }
    };

    void follow(AccountId user) { m_user = user; }
    [[nodiscard]] AccountId user() const { return m_user; }
    /// An order is about to be placed under this client id.
    void sent(ClientOrderId id, SentRequest request) { m_sent[id] = request; }
    /// Reads the events of one command; `wall` is the wall clock now.
    [[nodiscard]] Changes read(const Command& command, std::span<const Event> events, UnixNanos wall);
    [[nodiscard]] std::vector<TrackedOrder> working() const;
    /// User and working orders, for a snapshot.
    void save(ByteWriter& out) const;
    void load(ByteReader& in);
    /// When the request with this client id was sent; forgets it.
    [[nodiscard]] std::optional<SentRequest> takeSent(ClientOrderId id);

  private:
    void see(const OrderAccepted& e);
    void see(const OrderAmended& e);
    void see(const OrderFilled& e);
    void see(const OrderClosed& e);
    void see(const RequestRejected& e);
    template<class Other>
    void see(const Other&) {}
    void touch(TrackedOrder& order);

    AccountId m_user;
    std::map<OrderId, TrackedOrder> m_orders; ///< working ones
    std::map<ClientOrderId, SentRequest> m_sent;
    // While reading one command.
    const Command* m_command = nullptr;
    UnixNanos m_wall;
    UnixNanos m_ts;
    std::map<OrderId, TrackedOrder> m_touched;
    std::vector<TrackedOrder> m_refused;
    std::vector<FillView> m_fills;
};

} // namespace qd::client
