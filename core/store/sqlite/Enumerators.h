#pragma once

#include "core/domain/Events.h"
#include "core/domain/Order.h"
#include "core/ports/Accounts.h"
#include "core/store/Rows.h"

/// Whether a number read from a file is an enumerator. Enumerations are stored by number, so new ones go to the end of
/// their enumeration; the compiler asks for them here (-Wswitch).
namespace qd::store::sqlite {

[[nodiscard]] constexpr bool isKnown(Side value) noexcept {
    switch (value) {
    case Side::Buy:
    case Side::Sell: return true;
    }
    return false;
}

[[nodiscard]] constexpr bool isKnown(LiquidityRole value) noexcept {
    switch (value) {
    case LiquidityRole::Maker:
    case LiquidityRole::Taker: return true;
    }
    return false;
}

[[nodiscard]] constexpr bool isKnown(OrderType value) noexcept {
    switch (value) {
    case OrderType::Limit:
    case OrderType::Market: return true;
    }
    return false;
}

[[nodiscard]] constexpr bool isKnown(TimeInForce value) noexcept {
    switch (value) {
    case TimeInForce::GoodTillCancel:
    case TimeInForce::GoodTillDate:
    case TimeInForce::ImmediateOrCancel:
    case TimeInForce::FillOrKill: return true;
    }
    return false;
}

[[nodiscard]] constexpr bool isKnown(PostOnly value) noexcept {
    switch (value) {
    case PostOnly::No:
    case PostOnly::Must:
    case PostOnly::Try:
    case PostOnly::Slide: return true;
    }
    return false;
}

[[nodiscard]] constexpr bool isKnown(SelfTradePrevention value) noexcept {
    switch (value) {
    case SelfTradePrevention::ExpireMaker:
    case SelfTradePrevention::ExpireTaker:
    case SelfTradePrevention::ExpireBoth:
    case SelfTradePrevention::Decrement: return true;
    }
    return false;
}

[[nodiscard]] constexpr bool isKnown(OrderState value) noexcept {
    switch (value) {
    case OrderState::Sent:
    case OrderState::Working:
    case OrderState::PartiallyFilled:
    case OrderState::Filled:
    case OrderState::Cancelled:
    case OrderState::Rejected:
    case OrderState::Expired: return true;
    }
    return false;
}

[[nodiscard]] constexpr bool isKnown(CloseReason value) noexcept {
    switch (value) {
    case CloseReason::Filled:
    case CloseReason::Cancelled:
    case CloseReason::Expired:
    case CloseReason::Unfilled:
    case CloseReason::NotFillable:
    case CloseReason::PostOnlyDropped:
    case CloseReason::SelfTrade:
    case CloseReason::ReduceOnly:
    case CloseReason::InsufficientCollateral:
    case CloseReason::OutOfBand:
    case CloseReason::MathOverflow: return true;
    }
    return false;
}

[[nodiscard]] constexpr bool isKnown(RejectCode value) noexcept {
    switch (value) {
    case RejectCode::None:
    case RejectCode::UnknownMarket:
    case RejectCode::UnknownAccount:
    case RejectCode::UnknownOrder:
    case RejectCode::MarketPaused:
    case RejectCode::MarketReduceOnly:
    case RejectCode::SizeZero:
    case RejectCode::SizeBelowMin:
    case RejectCode::SizeAboveMax:
    case RejectCode::SizeNotStep:
    case RejectCode::PriceNotTick:
    case RejectCode::PriceOutOfBand:
    case RejectCode::PostOnlyWouldCross:
    case RejectCode::InvalidFlags:
    case RejectCode::InvalidExpiry:
    case RejectCode::MaxOpenOrders:
    case RejectCode::MaxPositions:
    case RejectCode::DuplicateClientId:
    case RejectCode::ClientIdTableFull:
    case RejectCode::ReduceOnlyNoPosition:
    case RejectCode::InsufficientCollateral:
    case RejectCode::OracleInvalid:
    case RejectCode::Unauthorized:
    case RejectCode::MathOverflow:
    case RejectCode::DuplicateId:
    case RejectCode::InvalidParameters:
    case RejectCode::ClockWentBack:
    case RejectCode::BookFull:
    case RejectCode::VenueStopped: return true;
    }
    return false;
}

[[nodiscard]] constexpr bool isKnown(EventKind value) noexcept {
    switch (value) {
    case EventKind::VenueStarted:
    case EventKind::VenueStopped:
    case EventKind::ReplaySeek:
    case EventKind::AccountReset:
    case EventKind::FeedGap:
    case EventKind::FeedResynced:
    case EventKind::DamageFound:
    case EventKind::Fault:
    case EventKind::Notice: return true;
    }
    return false;
}

} // namespace qd::store::sqlite
