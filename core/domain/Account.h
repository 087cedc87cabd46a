#pragma once

#include "core/base/Hash.h"
#include "core/domain/Events.h"
#include "core/domain/Market.h"
#include "core/domain/Order.h"
#include "core/domain/Position.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// An account as its owner sees it.
namespace qd {

/// A position with the numbers of the risk engine at one mark price.
struct PositionView {
    MarketId market;
    Position position;
    Quantity openBids; ///< >= 0
    Quantity openAsks; ///< <= 0
    std::uint32_t openOrders = 0;
    Price mark;
    bool markEstimated = false;
    Price entryPrice;
    Money unrealised;  ///< floor(base * mark) + entry
    Money realised;    ///< quote - entry: realised profit and loss, fees included, since the account was opened
    Money requirement; ///< maintenance
    std::optional<Price> liquidationPrice;
};

/// An account at one moment: every number belongs to the same state of the exchange.
struct AccountView {
    AccountId id;
    std::string name;
    std::uint64_t commandSequence = 0; ///< commands applied when this was taken
    UnixNanos ts;                      ///< market time
    Money collateral;                  ///< deposits
    Money balance;                     ///< deposits and everything realised
    Money equity;                      ///< balance and everything unrealised
    Money freeCollateral;
    Money initialMargin;     ///< required
    Money maintenanceMargin; ///< required
    int health = 100;
    std::optional<std::int64_t> marginRatioBps; ///< 10'000 = liquidation
    std::optional<std::int64_t> leverage;       ///< 1e-4
    bool mayOnlyReduce = false;                 ///< below maintenance
    std::vector<PositionView> positions;        ///< by market id; with base 0 they only show realised profit and loss
};

/// Source: spec/terminal.md §4. An order is never called failed while it may still land.
enum class OrderState : std::uint8_t {
    Sent,            ///< handed to the venue, nothing heard yet
    Working,         ///< acknowledged, in the book
    PartiallyFilled, ///< in the book with fills
    Filled,
    Cancelled,
    Rejected,
    Expired,
};
[[nodiscard]] constexpr bool isFinal(OrderState s) noexcept { return s >= OrderState::Filled; }

/// An order as its sender follows it.
struct TrackedOrder {
    Order order; ///< id 0 until acknowledged
    OrderState state = OrderState::Sent;
    CloseReason closeReason = CloseReason::Filled; ///< when state is final and not Rejected
    RejectCode rejectCode = RejectCode::None;      ///< of the order, or of the last refused amend or cancel
    bool pendingAmend = false;
    bool pendingCancel = false;
    Quantity queueAhead; ///< size that trades before it; native: exact; external: the paper model's estimate
    UnixNanos sentAt;    ///< wall clock
    UnixNanos changedAt; ///< wall clock of the last change of state
    std::optional<std::int64_t> roundTripNanos; ///< from sent to acknowledged (durable) or refused
};

/// One fill of the account's; fill.sequence numbers them.
struct FillView {
    UnixNanos ts; ///< market time
    OrderFilled fill;
};

} // namespace qd
