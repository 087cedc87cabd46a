// Size: tables of words, one line a code.
#include "widgets/base/Words.h"

#include <QCoreApplication>
#include <QStringList>

namespace qd::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::Words", text); }

} // namespace

QString word(Side side) { return side == Side::Buy ? tr("Buy") : tr("Sell"); }

QString word(TimeInForce tif) {
    switch (tif) {
    case TimeInForce::GoodTillCancel: return tr("GTC");
    case TimeInForce::GoodTillDate: return tr("GTD");
    case TimeInForce::ImmediateOrCancel: return tr("IOC");
    case TimeInForce::FillOrKill: return tr("FOK");
    }
    return {};
}

QString word(PostOnly mode) {
    switch (mode) {
    case PostOnly::No: return {};
    case PostOnly::Must: return tr("Post");
    case PostOnly::Try: return tr("Post try");
    case PostOnly::Slide: return tr("Post slide");
    }
    return {};
}

QString word(SelfTradePrevention mode) {
    switch (mode) {
    case SelfTradePrevention::ExpireMaker: return tr("Cancel resting");
    case SelfTradePrevention::ExpireTaker: return tr("Cancel incoming");
    case SelfTradePrevention::ExpireBoth: return tr("Cancel both");
    case SelfTradePrevention::Decrement: return tr("Decrement");
    }
    return {};
}

QString word(OrderState state) {
    switch (state) {
    case OrderState::Sent: return tr("Sent");
    case OrderState::Working: return tr("Working");
    case OrderState::PartiallyFilled: return tr("Partly filled");
    case OrderState::Filled: return tr("Filled");
    case OrderState::Cancelled: return tr("Cancelled");
    case OrderState::Rejected: return tr("Rejected");
    case OrderState::Expired: return tr("Expired");
    }
    return {};
}

QString word(CloseReason reason) {
    switch (reason) {
    case CloseReason::Filled: return tr("Filled");
    case CloseReason::Cancelled: return tr("Cancelled");
    case CloseReason::Expired: return tr("Expired");
    case CloseReason::Unfilled: return tr("Unfilled rest");
    case CloseReason::NotFillable: return tr("Not fillable");
    case CloseReason::PostOnlyDropped: return tr("Would take");
    case CloseReason::SelfTrade: return tr("Self-trade");
    case CloseReason::ReduceOnly: return tr("Nothing to reduce");
    case CloseReason::InsufficientCollateral: return tr("Margin");
    case CloseReason::OutOfBand: return tr("Price band");
    case CloseReason::MathOverflow: return tr("Out of range");
    case CloseReason::Liquidation: return tr("Liquidation");
    case CloseReason::OneCancelsOther: return tr("Other of pair");
    case CloseReason::ParentGone: return tr("Entry gone");
    case CloseReason::TwapOver: return tr("TWAP over");
    case CloseReason::OracleInvalid: return tr("No index");
    case CloseReason::MarketClosed: return tr("Market closed");
    case CloseReason::Triggered: return tr("Triggered");
    }
    return {};
}

QString reasonOf(const Error<ports::HistoryCode>& error) {
    const QString why = error.code == ports::HistoryCode::Damaged ? tr("the history is damaged (%1)")
                                                                  : tr("the history is not available (%1)");
    return why.arg(QString::fromStdString(error.detail));
}

QString word(DataStatus status) {
    switch (status) {
    case DataStatus::Unknown: return tr("no data");
    case DataStatus::Live: return tr("live");
    case DataStatus::Stale: return tr("stale");
    case DataStatus::Gap: return tr("gap");
    case DataStatus::Estimated: return tr("estimated");
    case DataStatus::Paused: return tr("paused");
    case DataStatus::Ended: return tr("ended");
    }
    return {};
}

bool isDoubtful(DataStatus status) {
    return status == DataStatus::Unknown || status == DataStatus::Stale || status == DataStatus::Gap;
}

QString word(VenueMode mode) { return mode == VenueMode::Simulated ? tr("SIMULATED") : tr("REPLAY"); }

QString sentence(RejectCode code) {
    switch (code) {
    case RejectCode::None: return {};
    case RejectCode::UnknownMarket: return tr("There is no such market.");
    case RejectCode::UnknownAccount: return tr("There is no such account.");
    case RejectCode::UnknownOrder: return tr("The order is not working any more; nothing was changed.");
    case RejectCode::MarketPaused: return tr("The market is paused; only cancels are accepted.");
    case RejectCode::MarketReduceOnly: return tr("The market accepts only orders that reduce a position.");
    case RejectCode::SizeZero: return tr("The size must be above zero and above what is filled already.");
    case RejectCode::SizeBelowMin: return tr("The size is below the market's smallest order.");
    case RejectCode::SizeAboveMax: return tr("The size is above the market's largest order.");
    case RejectCode::SizeNotStep: return tr("The size is not a multiple of the market's step.");
    case RejectCode::PriceNotTick: return tr("The price is not a multiple of the market's tick.");
    case RejectCode::PriceOutOfBand: return tr("The price is too far from the index price.");
    case RejectCode::PostOnlyWouldCross: return tr("A post-only order would have traded at once; it was not placed.");
    case RejectCode::InvalidFlags: return tr("These options cannot be combined.");
    case RejectCode::InvalidTrigger: return tr("The trigger is not one this order can wait for.");
    case RejectCode::TriggerWouldFireImmediately:
        return tr("The trigger's condition holds already: the order would have fired at once and was not placed.");
    case RejectCode::InvalidAuction: return tr("The auction's prices or its length are out of range.");
    case RejectCode::InvalidExpiry: return tr("The expiry must lie ahead, at most 30 days.");
    case RejectCode::MaxOpenOrders: return tr("32 orders are working already; cancel one first.");
    case RejectCode::MaxPositions: return tr("The account holds positions in 16 markets already.");
    case RejectCode::DuplicateClientId:
        return tr("This client id was used within the last 24 hours; the order was not placed again.");
    case RejectCode::ClientIdTableFull:
        return tr("The table of client ids of the last 24 hours is full; the order was not placed.");
    case RejectCode::ReduceOnlyNoPosition: return tr("There is no position that this reduce-only order could reduce.");
    case RejectCode::InsufficientCollateral: return tr("Not enough free collateral for this.");
    case RejectCode::OracleInvalid: return tr("The price this needs is missing, uncertain or too old.");
    case RejectCode::Unauthorized: return tr("This account may not do that.");
    case RejectCode::MathOverflow: return tr("The amounts are too large to compute.");
    case RejectCode::DuplicateId: return tr("This name or number is taken.");
    case RejectCode::InvalidParameters: return tr("The parameters are out of range.");
    case RejectCode::ClockWentBack: return tr("The request is older than the market's time.");
    case RejectCode::BookFull: return tr("The market's book has no room for another resting order.");
    case RejectCode::UnknownAsset: return tr("The venue takes no such asset.");
    case RejectCode::UnknownOracle: return tr("There is no such price source.");
    case RejectCode::DepositCap: return tr("All deposits of this asset together would be above the venue's cap.");
    case RejectCode::SpotBorrowDisabled: return tr("More than the balance: only the quote currency may be owed.");
    case RejectCode::BeingLiquidated:
        return tr("The account is being liquidated; only cancels and deposits go through.");
    case RejectCode::NotLiquidatable: return tr("The account meets its maintenance margin; it cannot be liquidated.");
    case RejectCode::LiquidationLimitPrice: return tr("The take-over's price is worse than the limit.");
    case RejectCode::LiquidationPaused: return tr("Liquidations of this market are paused.");
    case RejectCode::PriceBandsBreached:
        return tr("The index is too far from its 5-minute average, or from the mark, for this.");
    case RejectCode::AccountFrozen: return tr("The account is frozen by the venue.");
    case RejectCode::AccountReduceOnly: return tr("The account is set to accept only orders that reduce.");
    case RejectCode::AccountNotEmpty: return tr("The account still holds positions, orders, balances or a stake.");
    case RejectCode::MaxSubAccounts: return tr("There is no room for another sub-account.");
    case RejectCode::PoolNotEmpty:
        return tr("The margin mode changes only without a position, orders and unsettled profit in the market.");
    case RejectCode::MarginCall:
        return tr("The margin ratio is above 85 %: nothing may be opened until it falls. Add collateral or reduce.");
    case RejectCode::OpenInterestLimit: return tr("The market's open interest has reached its limit.");
    case RejectCode::LeverageTooHigh: return tr("The market does not allow this leverage.");
    case RejectCode::OneLiability: return tr("This market allows no other position beside it in the account.");
    case RejectCode::NothingToSettle: return tr("There is no realised profit or loss to settle.");
    case RejectCode::PnlPoolEmpty:
        return tr("Gains are paid from settled losses, and the market has none now; try again later.");
    case RejectCode::BreakerActive: return tr("A circuit breaker has stopped opening; reducing and cancelling go on.");
    case RejectCode::AuctionNotLive: return tr("The order is not in its auction any more.");
    case RejectCode::AuctionPrice: return tr("The price is worse for the taker than the auction's.");
    case RejectCode::InsuranceCooldown: return tr("The stake's cooldown of 13 days is not over, or was not begun.");
    case RejectCode::InsufficientShares: return tr("The account does not have that many shares.");
    case RejectCode::DailyLossLimit: return tr("Your own limit for a day's loss is reached; only reducing is allowed.");
    case RejectCode::VenueStopped:
        return tr("The venue has stopped. What it had not confirmed by then may have been carried out: the next start "
                  "shows it.");
    case RejectCode::InsufficientVaultBalance:
        return tr("The venue has lent this out: what is left of all deposits is less. Try again later.");
    case RejectCode::UnknownReferrer:
        return tr("There is no such owner, or its account 0, which gets the rewards, is closed.");
    case RejectCode::SelfReferral: return tr("You cannot be your own referrer.");
    case RejectCode::ReferrerKept: return tr("Your referrer is named already; that is once and for all.");
    }
    return {};
}

QString sentence(CloseReason reason) {
    switch (reason) {
    case CloseReason::Filled: return tr("The order is filled.");
    case CloseReason::Cancelled: return tr("The order was cancelled.");
    case CloseReason::Expired: return tr("The order reached its expiry.");
    case CloseReason::Unfilled: return tr("What could not be filled at once was cancelled.");
    case CloseReason::NotFillable: return tr("The whole size could not be filled, so nothing was.");
    case CloseReason::PostOnlyDropped: return tr("The post-only order would have traded at once and was dropped.");
    case CloseReason::SelfTrade: return tr("It met an order of your own; self-trade prevention ended it.");
    case CloseReason::ReduceOnly: return tr("The position it would reduce is gone.");
    case CloseReason::InsufficientCollateral:
        return tr("The account could not carry the fill; the rest was cancelled.");
    case CloseReason::OutOfBand:
        return tr("The next fill would have been outside the price band; the rest was cancelled.");
    case CloseReason::MathOverflow: return tr("A fill could not be computed; the rest was cancelled.");
    case CloseReason::Liquidation: return tr("The account was liquidated or deleveraged; its order was cancelled.");
    case CloseReason::OneCancelsOther: return tr("The other order of its pair was filled, triggered or cancelled.");
    case CloseReason::ParentGone: return tr("The entry it belonged to ended without a fill.");
    case CloseReason::TwapOver: return tr("The TWAP's time is over; what it could not fill was cancelled.");
    case CloseReason::OracleInvalid: return tr("Its price follows the index, and the index could not be read.");
    case CloseReason::MarketClosed: return tr("The market has gone into settlement.");
    case CloseReason::Triggered: return tr("It fired, and what it sent took its place.");
    }
    return {};
}

} // namespace qd::ui
