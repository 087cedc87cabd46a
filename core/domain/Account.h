#pragma once

#include "core/domain/Asset.h"
#include "core/domain/Events.h"
#include "core/domain/Fees.h"
#include "core/domain/MarginCall.h"
#include "core/domain/Order.h"
#include "core/domain/Pool.h"
#include "core/domain/Position.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// An account as its owner sees it.
namespace qd {

/// What a pool has and what it must have, of one kind of margin. Source: spec/perps.md §3.7.
struct PoolFigures {
    Money collateral;  ///< TC: weighted deposits and profit and loss
    Money requirement; ///< MR: of positions and orders, and weighted liabilities
    friend constexpr bool operator==(const PoolFigures&, const PoolFigures&) noexcept = default;
};

/// A position with the numbers of the risk engine at one mark price. What a what-if needs beside the market's
/// parameters is here too: the raw terms of risk::PositionExposure, see core/engine/risk/ViewExposure.h.
struct PositionView {
    MarketId market;
    Position position;
    Quantity openBids;                  ///< >= 0, without reduce-only and waiting orders
    Quantity openAsks;                  ///< <= 0, without reduce-only and waiting orders
    std::uint32_t openOrders = 0;       ///< all of them
    std::uint32_t reduceOnlyOrders = 0; ///< of them
    Price mark;
    bool markEstimated = false;
    Money openInterestValue; ///< of one side of the market; 0 where the market's margin does not grow with it
    Money netUnsettledPnl;   ///< of all users of the market; 0 where gains do not shrink with it

    bool isolated = false;
    Money isolatedMargin; ///< the isolated position's own deposit
    Ratio userMargin;     ///< chosen for this market: 10'000 / leverage, 0 = none

    Price entryPrice;
    Money notional;           ///< |base| * mark, rounded up
    Money unrealised;         ///< floor(base * mark) + entry
    Money realised;           ///< since the account was opened: fees and funding included, settled or not
    Money unsettled;          ///< the part of it that is still in the position: quote - entry
    Money settled;            ///< the part of it that was moved to the deposit
    Money fundingPaid;        ///< since the account was opened, > 0 paid
    Money initialRequirement; ///< strict prices
    Money requirement;        ///< maintenance
    std::optional<Price> liquidationPrice;
    std::optional<Price> bankruptcyPrice; ///< where the pool's collateral is used up
    /// |liquidation price - mark| / mark, rounded down; empty when there is no liquidation price.
    std::optional<std::int64_t> liquidationDistanceBps;
    /// How near it is to be reduced against a bankrupt account: 5 = first. 0 = no position, or no equity. At most a
    /// second old.
    int deleverageQuintile = 0;
};

/// A balance of one asset. Balances of isolated positions are in PositionView. Source: spec/perps.md §2.4, 2.6.
struct BalanceView {
    AssetParams asset;
    Amount amount;       ///< in the mint's unit; only the quote currency may be below zero
    Price price;         ///< the quote currency's is 1; 0 = not good enough for margin now: worth nothing
    Price twap5;         ///< 5-minute average of it
    Money allDeposits;   ///< what everybody's deposits of it are worth; 0 where its weight does not shrink with them
    Money value;         ///< amount * price, rounded down
    Ratio initialWeight; ///< now, shrunk by the sizes of this and of all deposits; of a liability its liability weight
    Ratio maintenanceWeight;
    Money initialValue; ///< towards initial margin, at the stricter of price and average
    Money maintenanceValue;
    Amount maxWithdraw;
};

/// A set of collateral and positions that carry each other.
struct PoolView {
    PoolId pool;
    Money deposit;           ///< quote currency in it, signed
    PoolFigures initial;     ///< strict prices
    PoolFigures maintenance; ///< plain prices
    Money equity;            ///< unweighted
    Money freeCollateral;    ///< max(0, TC - MR), initial
    Money buyingPower;       ///< notional it could open: isolated in its market, cross where the market allows the most
    int health = 100;
    std::optional<std::int64_t> marginRatioBps; ///< maintenance MR / TC, 10'000 = liquidation; empty: TC <= 0 < MR
    std::optional<std::int64_t> leverage;       ///< 1e-4; empty: no equity
    MarginCall call = MarginCall::None;
    bool beingLiquidated = false;
    UnixNanos liquidationStartedAt;
    Money marginFreed; ///< by take-overs since then
    Money shortage;    ///< being liquidated: what it lacks, buffer included
};

/// One of the owner's accounts.
struct SubAccountView {
    AccountId id;
    std::uint16_t number = 0; ///< sub-account 0 is the first
    std::string name;
    Money equity;                       ///< of all its pools
    int health = 100;                   ///< of its worst pool
    MarginCall call = MarginCall::None; ///< of its worst pool
    bool beingLiquidated = false;       ///< any of its pools
    bool frozen = false;
    bool closed = false;
    friend bool operator==(const SubAccountView&, const SubAccountView&) = default;
};

struct DelegateView {
    MasterId delegate;
    std::uint8_t permissions = 0; ///< see namespace permission in Commands.h
    UnixNanos expiry;             ///< last moment; 0 = none
    Money maxOrderNotional;       ///< 0 = no limit
    friend constexpr bool operator==(const DelegateView&, const DelegateView&) noexcept = default;
};

/// What an account has in the insurance fund. Source: spec/perps.md §3.13.
struct StakeView {
    std::int64_t shares = 0;
    Money worth;                ///< now, rounded down
    std::int64_t unstaking = 0; ///< shares asked for
    UnixNanos unstakingSince;
    UnixNanos unstakingReady; ///< when they may be taken out
    friend constexpr bool operator==(const StakeView&, const StakeView&) noexcept = default;
};

/// An account at one moment: every number belongs to the same state of the exchange.
struct AccountView {
    AccountId id; ///< the one orders are placed from
    MasterId master;
    std::uint16_t subAccount = 0;
    std::string name;
    std::uint64_t commandSequence = 0; ///< commands applied when this was taken
    UnixNanos ts;                      ///< market time
    // Of the cross pool; isolated positions are pools of their own.
    Money collateral; ///< deposits of the quote currency
    Money balance;    ///< deposits of the quote currency and everything realised and not yet settled
    Money equity;     ///< unweighted: all deposits, everything realised and unrealised
    Money freeCollateral;
    Money initialMargin;     ///< required
    Money maintenanceMargin; ///< required
    int health = 100;
    std::optional<std::int64_t> marginRatioBps; ///< 10'000 = liquidation
    std::optional<std::int64_t> leverage;       ///< 1e-4
    bool mayOnlyReduce = false;                 ///< below maintenance
    // The whole account.
    Money totalEquity; ///< of all pools = deposits + what is realised and not settled + unrealised
    Money deposits;    ///< what all balances and isolated margins are worth, unweighted
    /// Deposits less withdrawals so far, transfers between accounts included, each at its value then: what is left when
    /// it is taken off totalEquity is profit and loss.
    Money netDeposits;
    Money realised;          ///< of all markets since the account was opened, settled or not
    Money unrealised;        ///< of all positions
    Ratio userMargin;        ///< chosen for the account: 10'000 / leverage, 0 = the markets' own
    bool reduceOnly = false; ///< chosen: only orders that reduce
    bool frozen = false;
    Money volume30Days;               ///< traded by all accounts of the master in the 30 whole days (UTC) before today
    Money volumeToday;                ///< of this account
    TakerTerms taker;                 ///< what it pays of a market's taker fee
    std::optional<MasterId> referrer; ///< of the master; named once, kept for good
    Money referralRewards;            ///< what the master's sub-account 0 has received so far for those who named it
    std::vector<PositionView> positions;     ///< by market id; with base 0 they only show realised profit and loss
    std::vector<BalanceView> balances;       ///< by asset id, the quote currency first; every asset of the venue
    std::vector<PoolView> pools;             ///< [0] is the cross pool, then isolated ones by market id
    std::vector<SubAccountView> subAccounts; ///< of the master, by number, this one too
    std::vector<DelegateView> delegates;     ///< of the master
    StakeView stake;
};

/// Source: spec/terminal.md §4. An order is never called failed while it may still land.
enum class OrderState : std::uint8_t {
    Sent,            ///< handed to the venue, nothing heard yet
    Working,         ///< acknowledged; where it is, order.progress.phase says: the book, waiting, its auction, a TWAP
    PartiallyFilled, ///< working, with fills
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
    RejectCode rejectCode = RejectCode::None;      ///< of the order, or of the last refused amend, cancel or pause
    bool pendingAmend = false;                     ///< or a pause of a TWAP
    bool pendingCancel = false;
    Price triggeredAt;   ///< the price that fired it; 0 = it has not
    Quantity queueAhead; ///< size that trades before it; native: exact; external: the paper model's estimate
    UnixNanos sentAt;    ///< wall clock
    UnixNanos changedAt; ///< wall clock of the last change of state
    std::optional<std::int64_t> roundTripNanos; ///< from sent to acknowledged (durable) or refused
    AccountId account;                          ///< whose it is
};

/// The venue stopped before it answered: whether the order works shows when it is started again.
[[nodiscard]] constexpr bool isUnconfirmed(const TrackedOrder& o) noexcept {
    return o.state == OrderState::Sent && o.rejectCode == RejectCode::VenueStopped;
}

/// Works and is in the book, or on its way there: neither waits for something nor is in its auction nor a TWAP.
[[nodiscard]] constexpr bool isForBook(const TrackedOrder& o) noexcept {
    return !isFinal(o.state) && o.order.progress.phase == OrderPhase::Book &&
           (o.state != OrderState::Sent ||
            (o.order.terms.trigger.kind == TriggerKind::None && o.order.terms.twap.durationMs == 0 &&
             o.order.terms.auction.durationSlots == 0));
}

/// One fill of the account's; fill.sequence numbers them.
struct FillView {
    UnixNanos ts; ///< market time
    OrderFilled fill;
};

} // namespace qd
