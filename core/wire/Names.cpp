// Size: tables of names, one line a value.
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
    static constexpr std::array kNames{"Filled",          "Cancelled",    "Expired",
                                       "Unfilled",        "NotFillable",  "PostOnlyDropped",
                                       "SelfTrade",       "ReduceOnly",   "InsufficientCollateral",
                                       "OutOfBand",       "MathOverflow", "Liquidation",
                                       "OneCancelsOther", "ParentGone",   "TwapOver",
                                       "OracleInvalid",   "MarketClosed", "Triggered"};
    return at<CloseReason::Triggered>(kNames, reason);
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
                                       "InvalidTrigger",
                                       "TriggerWouldFireImmediately",
                                       "InvalidAuction",
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
                                       "UnknownAsset",
                                       "UnknownOracle",
                                       "DepositCap",
                                       "SpotBorrowDisabled",
                                       "BeingLiquidated",
                                       "NotLiquidatable",
                                       "LiquidationLimitPrice",
                                       "LiquidationPaused",
                                       "PriceBandsBreached",
                                       "AccountFrozen",
                                       "AccountReduceOnly",
                                       "AccountNotEmpty",
                                       "MaxSubAccounts",
                                       "PoolNotEmpty",
                                       "MarginCall",
                                       "OpenInterestLimit",
                                       "LeverageTooHigh",
                                       "OneLiability",
                                       "NothingToSettle",
                                       "PnlPoolEmpty",
                                       "BreakerActive",
                                       "AuctionNotLive",
                                       "AuctionPrice",
                                       "InsuranceCooldown",
                                       "InsufficientShares",
                                       "DailyLossLimit",
                                       "VenueStopped",
                                       "InsufficientVaultBalance",
                                       "UnknownReferrer",
                                       "SelfReferral",
                                       "ReferrerKept"};
    return at<kLastRejectCode>(kNames, code);
}
const char* nameOf(OrderPhase phase) {
    static constexpr std::array kNames{"book", "waiting", "auction", "twap"};
    return at<OrderPhase::Twap>(kNames, phase);
}
const char* nameOf(TriggerKind kind) {
    static constexpr std::array kNames{"none", "stop", "take_profit", "trailing"};
    return at<TriggerKind::Trailing>(kNames, kind);
}
const char* nameOf(TriggerSource source) {
    static constexpr std::array kNames{"mark", "index", "last"};
    return at<TriggerSource::Last>(kNames, source);
}
const char* nameOf(MarginCall call) {
    static constexpr std::array kNames{"none", "notice", "warning", "call", "liquidation"};
    return at<MarginCall::Liquidation>(kNames, call);
}
const char* nameOf(OracleStatus status) {
    static constexpr std::array kNames{"non_positive",      "too_volatile",   "too_uncertain", "stale_for_margin",
                                       "insufficient_data", "stale_for_fill", "valid"};
    return at<OracleStatus::Valid>(kNames, status);
}
const char* nameOf(LiquidityRole role) { return role == LiquidityRole::Maker ? "maker" : "taker"; }
const char* nameOf(DataStatus status) {
    static constexpr std::array kNames{"unknown", "live", "stale", "gap", "estimated", "paused", "ended"};
    return at<DataStatus::Ended>(kNames, status);
}
const char* nameOf(VenueMode mode) { return mode == VenueMode::Simulated ? "simulated" : "replay"; }

} // namespace qd::wire
