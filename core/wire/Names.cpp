#include "core/wire/Names.h"

#include <array>

namespace qd::wire {
namespace {

/// The text of an enumerator by its position; the array's length is checked against the last one at compile time.
template<auto Last, class E, std::size_t N>
const char* at(const std::array<const char*, N>& names, E value) {
    static_assert(N == static_cast<std::size_t>(Last) + 1, "one name an enumerator");
    const auto index = static_cast<std::size_t>(value);
    return index < N ? names[index] : "";
}

} // namespace

const char* nameOf(Side side) { return side == Side::Buy ? "buy" : "sell"; }
const char* nameOf(OrderType type) { return type == OrderType::Limit ? "limit" : "market"; }

const char* nameOf(TimeInForce timeInForce) {
    static constexpr std::array kNames{"gtc", "gtd", "ioc", "fok"};
    return at<TimeInForce::FillOrKill>(kNames, timeInForce);
}
const char* nameOf(PostOnly mode) {
    static constexpr std::array kNames{"no", "must", "try", "slide"};
    return at<PostOnly::Slide>(kNames, mode);
}
const char* nameOf(SelfTradePrevention mode) {
    static constexpr std::array kNames{"expire_maker", "expire_taker", "expire_both", "decrement"};
    return at<SelfTradePrevention::Decrement>(kNames, mode);
}
const char* nameOf(OrderState state) {
    static constexpr std::array kNames{"sent",      "working",  "partially_filled", "filled",
                                       "cancelled", "rejected", "expired"};
    return at<OrderState::Expired>(kNames, state);
}
const char* nameOf(CloseReason reason) {
    static constexpr std::array kNames{"Filled",    "Cancelled",   "Expired",
                                       "Unfilled",  "NotFillable", "PostOnlyDropped",
                                       "SelfTrade", "ReduceOnly",  "InsufficientCollateral",
                                       "OutOfBand", "MathOverflow"};
    return at<CloseReason::MathOverflow>(kNames, reason);
}
const char* nameOf(RejectCode code) {
    static constexpr std::array kNames{"None",
                                       "UnknownMarket",
                                       "UnknownAccount",
                                       "UnknownOrder",
                                       "MarketPaused",
                                       "MarketReduceOnly",
                                       "SizeZero",
                                       "SizeBelowMin",
                                       "SizeAboveMax",
                                       "SizeNotStep",
                                       "PriceNotTick",
                                       "PriceOutOfBand",
                                       "PostOnlyWouldCross",
                                       "InvalidFlags",
                                       "InvalidExpiry",
                                       "MaxOpenOrders",
                                       "MaxPositions",
                                       "DuplicateClientId",
                                       "ClientIdTableFull",
                                       "ReduceOnlyNoPosition",
                                       "InsufficientCollateral",
                                       "OracleInvalid",
                                       "Unauthorized",
                                       "MathOverflow",
                                       "DuplicateId",
                                       "InvalidParameters",
                                       "ClockWentBack",
                                       "BookFull",
                                       "VenueStopped"};
    return at<RejectCode::VenueStopped>(kNames, code);
}
const char* nameOf(LiquidityRole role) { return role == LiquidityRole::Maker ? "maker" : "taker"; }
const char* nameOf(DataStatus status) {
    static constexpr std::array kNames{"unknown", "live", "stale", "gap", "estimated", "paused", "ended"};
    return at<DataStatus::Ended>(kNames, status);
}
const char* nameOf(VenueMode mode) { return mode == VenueMode::Simulated ? "simulated" : "replay"; }

} // namespace qd::wire
