// Size: which values of each enum a database may hold, one line a value.
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
    case CloseReason::MathOverflow:
    case CloseReason::Liquidation:
    case CloseReason::OneCancelsOther:
    case CloseReason::ParentGone:
    case CloseReason::TwapOver:
    case CloseReason::OracleInvalid:
    case CloseReason::MarketClosed:
    case CloseReason::Triggered: return true;
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
    case RejectCode::InvalidTrigger:
    case RejectCode::TriggerWouldFireImmediately:
    case RejectCode::InvalidAuction:
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
    case RejectCode::UnknownAsset:
    case RejectCode::UnknownOracle:
    case RejectCode::DepositCap:
    case RejectCode::SpotBorrowDisabled:
    case RejectCode::BeingLiquidated:
    case RejectCode::NotLiquidatable:
    case RejectCode::LiquidationLimitPrice:
    case RejectCode::LiquidationPaused:
    case RejectCode::PriceBandsBreached:
    case RejectCode::AccountFrozen:
    case RejectCode::AccountReduceOnly:
    case RejectCode::AccountNotEmpty:
    case RejectCode::MaxSubAccounts:
    case RejectCode::PoolNotEmpty:
    case RejectCode::MarginCall:
    case RejectCode::OpenInterestLimit:
    case RejectCode::LeverageTooHigh:
    case RejectCode::OneLiability:
    case RejectCode::NothingToSettle:
    case RejectCode::PnlPoolEmpty:
    case RejectCode::BreakerActive:
    case RejectCode::AuctionNotLive:
    case RejectCode::AuctionPrice:
    case RejectCode::InsuranceCooldown:
    case RejectCode::InsufficientShares:
    case RejectCode::DailyLossLimit:
    case RejectCode::VenueStopped:
    case RejectCode::InsufficientVaultBalance:
    case RejectCode::UnknownReferrer:
    case RejectCode::SelfReferral:
    case RejectCode::ReferrerKept: return true;
    }
    return false;
}

[[nodiscard]] constexpr bool isKnown(TriggerKind value) noexcept {
    switch (value) {
    case TriggerKind::None:
    case TriggerKind::Stop:
    case TriggerKind::TakeProfit:
    case TriggerKind::Trailing: return true;
    }
    return false;
}

[[nodiscard]] constexpr bool isKnown(TriggerSource value) noexcept {
    switch (value) {
    case TriggerSource::Mark:
    case TriggerSource::Index:
    case TriggerSource::Last: return true;
    }
    return false;
}

[[nodiscard]] constexpr bool isKnown(OrderPhase value) noexcept {
    switch (value) {
    case OrderPhase::Book:
    case OrderPhase::Waiting:
    case OrderPhase::Auction:
    case OrderPhase::Twap: return true;
    }
    return false;
}

[[nodiscard]] constexpr bool isKnown(MarginCall value) noexcept {
    switch (value) {
    case MarginCall::None:
    case MarginCall::Notice:
    case MarginCall::Warning:
    case MarginCall::Call:
    case MarginCall::Liquidation: return true;
    }
    return false;
}

[[nodiscard]] constexpr bool isKnown(PostingKind value) noexcept {
    switch (value) {
    case PostingKind::Deposit:
    case PostingKind::Withdrawal:
    case PostingKind::TransferIn:
    case PostingKind::TransferOut:
    case PostingKind::IsolatedMargin:
    case PostingKind::PnlSettled:
    case PostingKind::InsuranceStaked:
    case PostingKind::InsuranceUnstaked:
    case PostingKind::BackstopTransfer:
    case PostingKind::ReferralFee:
    case PostingKind::ReferralReward: return true;
    }
    return false;
}

[[nodiscard]] constexpr bool isKnown(LiquidationEntryKind value) noexcept {
    switch (value) {
    case LiquidationEntryKind::MarginCall:
    case LiquidationEntryKind::Started:
    case LiquidationEntryKind::OrdersCancelled:
    case LiquidationEntryKind::Book:
    case LiquidationEntryKind::TakeOver:
    case LiquidationEntryKind::Backstop:
    case LiquidationEntryKind::AssetSale:
    case LiquidationEntryKind::Deleveraged:
    case LiquidationEntryKind::Bankruptcy:
    case LiquidationEntryKind::Restored:
    case LiquidationEntryKind::Closed:
    case LiquidationEntryKind::Bankrupt: return true;
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
