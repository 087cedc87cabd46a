#pragma once

#include "core/domain/Commands.h"
#include "core/domain/Order.h"
#include "core/ports/Executor.h"

#include <optional>
#include <vector>

/// Sending orders. All calls on the terminal's main thread; none of them waits. What becomes of a request is seen in
/// Accounts::orders().
namespace qd::ports {

/// What an order is changed to; see AmendOrder in core/domain/Commands.h.
struct Amendment {
    Price price;     ///< orders that follow the index and market orders that wait: 0
    Quantity size;   ///< new total; of a bracket's exit that waits 0 = unchanged
    Price trigger{}; ///< orders that wait: its new price, or a trailing order's new distance; 0 = unchanged
    friend constexpr bool operator==(const Amendment&, const Amendment&) noexcept = default;
};

/// Orders go to the account that is selected (AccountControl::selectAccount).
class OrderEntry {
  public:
    OrderEntry() = default;
    OrderEntry(const OrderEntry&) = delete;
    OrderEntry& operator=(const OrderEntry&) = delete;
    virtual ~OrderEntry() = default;

    /// terms.clientId 0: one is made. Returns the client id under which the order is followed.
    virtual ClientOrderId place(OrderTerms terms) = 0;
    /// 2 to 32 orders, accepted together or not at all. Bracket: the entry first, then its take-profit, its stop, or
    /// both. Returns their client ids in the same order.
    virtual std::vector<ClientOrderId> placeSet(OrderRelation relation, std::vector<OrderTerms> orders) = 0;
    virtual void cancel(OrderReference order) = 0;
    virtual void cancelAll(std::optional<MarketId> market, std::optional<Side> side) = 0;
    virtual void amend(OrderReference order, const Amendment& to) = 0;
    /// Holds a TWAP back before its next child, or lets it go on.
    virtual void pauseTwap(OrderReference order, bool paused) = 0;
};

} // namespace qd::ports
