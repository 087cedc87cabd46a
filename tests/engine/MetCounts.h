#pragma once

#include "core/domain/Commands.h"
#include "core/domain/Events.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace qd::test {

/// What a run has met, so that a test can tell that it met what it is about.
enum class Met : std::uint8_t { Command, Event, Order, Closed, Rejected, Step, End, Posting, Oracle, Other };
using MetCounts = std::map<std::pair<Met, int>, std::uint64_t>;
/// Kinds of orders, and of what else is counted. Commands (that were not refused) and events go by their place in the
/// variant, the others by their enumerators.
enum class OrderKind : std::uint8_t {
    Limit,
    Market,
    FillOrKill,
    Immediate,
    Dated,
    PostOnly,
    Iceberg,
    Floating,
    Stop,
    TakeProfit,
    Trailing,
    Following,
    Twap,
    TwapChild,
    Auction,
    OneCancelsOther,
    BracketChild,
    ReduceOnly
};
enum class Happening : std::uint8_t {
    Fill,
    Trigger,
    TrailMoved,
    FundingUpdated,
    FundingPaid,
    Deleveraged,
    BankruptByFees,
    BankruptByInsurance,
    BankruptBySociety,
    PositionSettled,
    MarginCall,
    LiquidationStarted,
    InsuranceChanged,
    StatusChanged
};

/// What kinds of order one is.
inline void countKinds(MetCounts& met, const Order& order) {
    const OrderTerms& t = order.terms;
    const auto when = [&](bool is, OrderKind kind) {
        if (is) ++met[{Met::Order, static_cast<int>(kind)}];
    };
    when(t.type == OrderType::Limit, OrderKind::Limit);
    when(t.type == OrderType::Market, OrderKind::Market);
    when(t.timeInForce == TimeInForce::FillOrKill, OrderKind::FillOrKill);
    when(t.timeInForce == TimeInForce::ImmediateOrCancel, OrderKind::Immediate);
    when(t.timeInForce == TimeInForce::GoodTillDate, OrderKind::Dated);
    when(t.postOnly != PostOnly::No, OrderKind::PostOnly);
    when(!t.display.isZero(), OrderKind::Iceberg);
    when(!t.oracleOffset.isZero(), OrderKind::Floating);
    when(t.trigger.kind == TriggerKind::Stop, OrderKind::Stop);
    when(t.trigger.kind == TriggerKind::TakeProfit, OrderKind::TakeProfit);
    when(t.trigger.kind == TriggerKind::Trailing, OrderKind::Trailing);
    when(t.followsPosition, OrderKind::Following);
    when(t.twap.durationMs != 0, OrderKind::Twap);
    when(t.auction.durationSlots != 0, OrderKind::Auction);
    when(t.reduceOnly, OrderKind::ReduceOnly);
    const bool waits = order.progress.phase == OrderPhase::Waiting;
    when(order.progress.parent != OrderId{} && waits, OrderKind::BracketChild);
    when(order.progress.parent != OrderId{} && !waits, OrderKind::TwapChild);
    when(order.progress.group != 0 && order.progress.parent == OrderId{}, OrderKind::OneCancelsOther);
}

struct Required {
    Met what;
    int value;
    const char* name;
};
template<class E>
constexpr Required need(Met what, E value, const char* name) {
    return {what, static_cast<int>(value), name};
}

/// What a run must have met to say anything.
inline constexpr std::array kRequired{
    need(Met::Order, OrderKind::Limit, "limit orders"),
    need(Met::Order, OrderKind::Market, "market orders"),
    need(Met::Order, OrderKind::FillOrKill, "fill-or-kill"),
    need(Met::Order, OrderKind::Immediate, "immediate-or-cancel"),
    need(Met::Order, OrderKind::Dated, "good till date"),
    need(Met::Order, OrderKind::PostOnly, "post-only"),
    need(Met::Order, OrderKind::Iceberg, "icebergs"),
    need(Met::Order, OrderKind::Floating, "oracle-offset"),
    need(Met::Order, OrderKind::Stop, "stops"),
    need(Met::Order, OrderKind::TakeProfit, "take-profits"),
    need(Met::Order, OrderKind::Trailing, "trailing stops"),
    need(Met::Order, OrderKind::Following, "orders that follow the position"),
    need(Met::Order, OrderKind::Twap, "TWAPs"),
    need(Met::Order, OrderKind::TwapChild, "children of TWAPs"),
    need(Met::Order, OrderKind::Auction, "auctions"),
    need(Met::Order, OrderKind::OneCancelsOther, "one-cancels-other"),
    need(Met::Order, OrderKind::BracketChild, "children of brackets"),
    need(Met::Order, OrderKind::ReduceOnly, "reduce-only"),
    need(Met::Other, Happening::Fill, "fills"),
    need(Met::Other, Happening::Trigger, "triggers"),
    need(Met::Other, Happening::TrailMoved, "trailing stops that moved"),
    need(Met::Other, Happening::FundingUpdated, "funding updates"),
    need(Met::Other, Happening::FundingPaid, "funding payments"),
    need(Met::Other, Happening::MarginCall, "margin calls"),
    need(Met::Other, Happening::LiquidationStarted, "liquidations"),
    need(Met::Other, Happening::Deleveraged, "deleveraged positions"),
    need(Met::Other, Happening::BankruptByFees, "bankruptcies paid by fees"),
    need(Met::Other, Happening::BankruptByInsurance, "bankruptcies paid by insurance"),
    // Paid by everybody: only where nobody won, which random trading does not come to; see TestBankruptcyExchange.
    need(Met::Other, Happening::PositionSettled, "settled positions"),
    need(Met::Other, Happening::InsuranceChanged, "insurance fund changes"),
    need(Met::Other, Happening::StatusChanged, "market statuses"),
    need(Met::Step, LiquidationStep::OrdersCancelled, "liquidation: orders cancelled"),
    need(Met::Step, LiquidationStep::Book, "liquidation: into the book"),
    need(Met::Step, LiquidationStep::TakeOver, "liquidation: take-overs"),
    need(Met::Step, LiquidationStep::Backstop, "liquidation: backstop"),
    need(Met::Step, LiquidationStep::Deleveraged, "liquidation: deleveraging"),
    need(Met::End, LiquidationEnd::Restored, "liquidations restored"),
    need(Met::End, LiquidationEnd::Closed, "liquidations closed"),
    need(Met::End, LiquidationEnd::Bankrupt, "liquidations bankrupt"),
    need(Met::Posting, PostingKind::Deposit, "deposits"),
    need(Met::Posting, PostingKind::Withdrawal, "withdrawals"),
    need(Met::Posting, PostingKind::TransferIn, "transfers"),
    need(Met::Posting, PostingKind::IsolatedMargin, "isolated margins moved"),
    need(Met::Posting, PostingKind::PnlSettled, "profits and losses settled"),
    need(Met::Posting, PostingKind::InsuranceStaked, "stakes"),
    need(Met::Posting, PostingKind::InsuranceUnstaked, "stakes taken out"),
    need(Met::Posting, PostingKind::BackstopTransfer, "balances that went to the backstop"),
    need(Met::Posting, PostingKind::ReferralFee, "fees handed on to referrers"),
    need(Met::Posting, PostingKind::ReferralReward, "rewards of referrers"),
    need(Met::Oracle, OracleChanged::What::FailedOver, "failovers"),
    need(Met::Oracle, OracleChanged::What::Recovered, "recoveries"),
    need(Met::Oracle, OracleChanged::What::BreakerTripped, "breakers tripped"),
    need(Met::Oracle, OracleChanged::What::BreakerReset, "breakers reset"),
    need(Met::Closed, CloseReason::Filled, "orders filled"),
    need(Met::Closed, CloseReason::Cancelled, "orders cancelled"),
    need(Met::Closed, CloseReason::Expired, "orders expired"),
    need(Met::Closed, CloseReason::Unfilled, "orders unfilled"),
    need(Met::Closed, CloseReason::NotFillable, "orders not fillable"),
    need(Met::Closed, CloseReason::PostOnlyDropped, "post-only orders dropped"),
    need(Met::Closed, CloseReason::SelfTrade, "self-trades"),
    need(Met::Closed, CloseReason::ReduceOnly, "orders with nothing to reduce"),
    need(Met::Closed, CloseReason::InsufficientCollateral, "orders nobody could carry"),
    need(Met::Closed, CloseReason::OutOfBand, "orders out of band"),
    need(Met::Closed, CloseReason::Liquidation, "orders of liquidated pools"),
    need(Met::Closed, CloseReason::OneCancelsOther, "orders cancelled by their sibling"),
    need(Met::Closed, CloseReason::ParentGone, "orders without their entry"),
    need(Met::Closed, CloseReason::TwapOver, "TWAPs over"),
    need(Met::Closed, CloseReason::OracleInvalid, "orders without a price"),
    need(Met::Closed, CloseReason::MarketClosed, "orders of closed markets"),
};

/// A type's name without its namespace, for people.
template<class T>
constexpr std::string_view nameOf() {
    std::string_view text = __PRETTY_FUNCTION__; // "... [with T = qd::Deposit; ...]"
    text.remove_prefix(text.find("T = ") + 4);
    text = text.substr(0, text.find_first_of(";]"));
    return text.substr(text.rfind(':') + 1);
}
/// Names of a variant's alternatives that were not met.
template<class Variant>
std::string unmet(const MetCounts& met, Met what) {
    std::string missing;
    const auto look = [&]<std::size_t... kIndex>(std::index_sequence<kIndex...>) {
        const auto one = [&](std::size_t index, std::string_view name) {
            if (!met.contains({what, static_cast<int>(index)})) missing += fmt::format("{}; ", name);
        };
        (one(kIndex, nameOf<std::variant_alternative_t<kIndex, Variant>>()), ...);
    };
    look(std::make_index_sequence<std::variant_size_v<Variant>>{});
    return missing;
}

} // namespace qd::test
