#pragma once

#include "core/domain/Order.h"
#include "core/ports/Executor.h"

#include <optional>

/// Sending orders. All calls on the terminal's main thread; none of them waits. What becomes of a request is seen in
/// Accounts::orders().
namespace qd::ports {

class OrderEntry {
  public:
    OrderEntry() = default;
    OrderEntry(const OrderEntry&) = delete;
    OrderEntry& operator=(const OrderEntry&) = delete;
    virtual ~OrderEntry() = default;

    /// terms.clientId 0: one is made. Returns the client id under which the order is followed.
    virtual ClientOrderId place(OrderTerms terms) = 0;
    virtual void cancel(OrderReference order) = 0;
    virtual void cancelAll(std::optional<MarketId> market, std::optional<Side> side) = 0;
    /// `size` is the new total.
    virtual void amend(OrderReference order, Price price, Quantity size) = 0;
};

} // namespace qd::ports
