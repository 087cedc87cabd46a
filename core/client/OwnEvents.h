#pragma once

#include "core/domain/OwnTrail.h"
#include "core/recording/RecordedEvents.h"

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

/// What a recording holds of the user's own orders and fills, and its bytes.
namespace qd::client {

/// An own order as a command left it.
struct OwnOrderState {
    OrderId id; ///< 0: it was refused
    ClientOrderId clientId;
    Side side = Side::Buy;
    OrderType type = OrderType::Limit;
    TriggerKind trigger = TriggerKind::None;
    OrderPhase phase = OrderPhase::Book;
    CloseReason closeReason = CloseReason::Filled; ///< when it is over and was not refused
    RejectCode rejectCode = RejectCode::None;
    Quantity filled;
    OwnStep step; ///< its time is the event's
    friend bool operator==(const OwnOrderState&, const OwnOrderState&) = default;
};
[[nodiscard]] OwnOrderState ownStateOf(const TrackedOrder& order, UnixNanos ts);

struct OwnOrderChanged {
    OwnOrderState order;
    UnixNanos wall; ///< wall clock
    friend bool operator==(const OwnOrderChanged&, const OwnOrderChanged&) = default;
};
/// All orders of the account that work in the market: who reads need not begin at the beginning, and learns of orders
/// whose end was not recorded.
struct OwnStanding {
    std::vector<OwnOrderState> orders;
    friend bool operator==(const OwnStanding&, const OwnStanding&) = default;
};

struct OwnEvent {
    MarketId market; ///< said by the recording, not in the bytes
    AccountId account;
    std::uint64_t sequence = 0; ///< of the command in the journal: never falls, but for what was recorded twice
    UnixNanos ts;               ///< market time of the command; the recording's own may be later
    std::variant<OwnOrderChanged, OrderFilled, OwnStanding> body;
};

/// Numbers of OwnRecord::type; stored.
enum class OwnType : std::uint16_t { Order = 1, Fill, Standing };
[[nodiscard]] OwnType typeOf(const OwnEvent& event) noexcept;
[[nodiscard]] std::vector<std::byte> encode(const OwnEvent& event);
/// Empty: damaged, or of a later version.
[[nodiscard]] std::optional<OwnEvent> decodeOwn(MarketId market, const recording::OwnRecord& record);

} // namespace qd::client
