#pragma once

#include "core/base/Time.h"
#include "core/domain/Ids.h"
#include "core/domain/Units.h"

#include <cstdint>

namespace qd {

enum class Side : std::uint8_t { Buy, Sell };
[[nodiscard]] constexpr Side opposite(Side s) noexcept { return s == Side::Buy ? Side::Sell : Side::Buy; }
/// +1 for a buy, -1 for a sell.
[[nodiscard]] constexpr int signOf(Side s) noexcept { return s == Side::Buy ? 1 : -1; }

enum class OrderType : std::uint8_t { Limit, Market };

/// Source: spec/perps.md §4.3.
enum class TimeInForce : std::uint8_t {
    GoodTillCancel,
    GoodTillDate,      ///< until `expiry`, at most 30 days ahead
    ImmediateOrCancel, ///< what does not fill at once is cancelled
    FillOrKill,        ///< all at once or nothing
};

/// Source: spec/perps.md §4.2.
enum class PostOnly : std::uint8_t {
    No,
    Must,  ///< rejected if it would take
    Try,   ///< dropped without an error if it would take
    Slide, ///< moved one tick inside the opposite best if it would take
};

/// What happens when an order meets an order of the same master; the taker's mode decides. Source: spec/perps.md §4.6.
enum class SelfTradePrevention : std::uint8_t { ExpireMaker, ExpireTaker, ExpireBoth, Decrement };

/// What an order waits for before it is sent into the book. Source: spec/perps.md §4.2, 4.5.
enum class TriggerKind : std::uint8_t {
    None,
    Stop,       ///< a sell fires when the price is at or below it, a buy at or above
    TakeProfit, ///< the other way round
    Trailing,   ///< a stop that follows the price and only ever tightens
};
enum class TriggerSource : std::uint8_t { Mark, Index, Last };

struct Trigger {
    TriggerKind kind = TriggerKind::None;
    TriggerSource source = TriggerSource::Mark;
    bool mayFireAtOnce = false; ///< otherwise an order whose condition holds already is refused
    Price price;                ///< Trailing: it starts to follow when this is reached, 0 = at once
    Price distance;             ///< Trailing by an amount; 0 = by distanceRate
    Rate distanceRate;          ///< Trailing by a part of the price, at most all of it
    friend constexpr bool operator==(const Trigger&, const Trigger&) noexcept = default;
};

/// A large order cut into market orders over time. Source: spec/perps.md §4.2.
struct TwapSchedule {
    std::int64_t durationMs = 0; ///< 0 = not a TWAP
    std::int64_t intervalMs = 30'000;
    friend constexpr bool operator==(const TwapSchedule&, const TwapSchedule&) noexcept = default;
};

/// First look for makers that name the order, at a price that moves from start to end. Source: spec/perps.md §4.10.
struct AuctionTerms {
    std::uint16_t durationSlots = 0; ///< 0 = no auction
    Price start;                     ///< 0 with end 0 = the bounds of §4.10
    Price end;
    friend constexpr bool operator==(const AuctionTerms&, const AuctionTerms&) noexcept = default;
};

/// What the exchange was asked to do with an order.
struct OrderTerms {
    MarketId market;
    Side side = Side::Buy;
    OrderType type = OrderType::Limit;
    TimeInForce timeInForce = TimeInForce::GoodTillCancel;
    PostOnly postOnly = PostOnly::No;
    bool reduceOnly = false;
    SelfTradePrevention selfTrade = SelfTradePrevention::ExpireMaker;
    Price price;                  ///< limit price; 0 for market orders
    Quantity size;                ///< total, > 0
    ClientOrderId clientId;       ///< 0 = none
    UnixNanos expiry;             ///< GoodTillDate only
    Rate maxSlippage;             ///< market orders: protective limit from the index; 0 = the market's default
    Price oracleOffset;           ///< limit orders: price = index + this, read again at each match; 0 = fixed price
    Quantity display;             ///< iceberg: shown at a time; 0 = all of it
    Ratio userMargin;             ///< initial margin ratio chosen with a leverage (§3.5); 0 = the account's
    bool followsPosition = false; ///< a trigger order that closes whatever the position is when it fires
    Trigger trigger;
    TwapSchedule twap;
    AuctionTerms auction;

    friend bool operator==(const OrderTerms&, const OrderTerms&) = default;
};

/// Where an order is in its life.
enum class OrderPhase : std::uint8_t {
    Book,    ///< rests, or is on its way into the book
    Waiting, ///< for its trigger, or for its parent to fill
    Auction, ///< only makers that name it may fill it
    Twap,    ///< sends its children
};

/// What an order knows beyond its terms.
struct OrderProgress {
    OrderPhase phase = OrderPhase::Book;
    bool triggered = false;
    bool paused = false;           ///< Twap
    OrderId parent;                ///< bracket: the entry whose fills it covers; 0 = none
    std::uint32_t group = 0;       ///< one-cancels-other: the same number; 0 = none
    Price extreme;                 ///< Trailing: best price since it became active; 0 = not active
    Price stop;                    ///< Trailing: where it fires now; 0 = not active
    std::uint32_t child = 0;       ///< Twap: children sent
    UnixNanos nextChild;           ///< Twap
    std::uint64_t auctionSlot = 0; ///< Auction: the slot in which it began
    friend constexpr bool operator==(const OrderProgress&, const OrderProgress&) noexcept = default;
};

/// An order as the exchange holds it.
struct Order {
    OrderId id;
    OrderTerms terms; ///< price is where it rests (after a slide) or its protective limit
    Quantity filled;
    Money filledQuote; ///< sum of the fills' quote, >= 0
    UnixNanos createdAt;
    OrderProgress progress;

    [[nodiscard]] constexpr Quantity remaining() const noexcept { return Quantity(terms.size.raw() - filled.raw()); }
    friend bool operator==(const Order&, const Order&) = default;
};

/// Names an order by its id, or by its client id when the id is 0.
struct OrderReference {
    OrderId id;
    ClientOrderId clientId;
    friend constexpr bool operator==(const OrderReference&, const OrderReference&) noexcept = default;
};

/// Why an order left the book, or never entered it after being accepted.
enum class CloseReason : std::uint8_t {
    Filled,
    Cancelled,              ///< by its owner
    Expired,                ///< good-till-date reached
    Unfilled,               ///< rest of an immediate-or-cancel or market order
    NotFillable,            ///< fill-or-kill could not fill completely
    PostOnlyDropped,        ///< post-only "try" would have taken
    SelfTrade,              ///< self-trade prevention
    ReduceOnly,             ///< the position it would reduce is gone
    InsufficientCollateral, ///< the account could not carry the fill
    OutOfBand,              ///< the next fill would be outside the price band
    MathOverflow,           ///< a fill could not be computed in 64 bits
    Liquidation,            ///< its account is being liquidated or was deleveraged
    OneCancelsOther,        ///< the other order of its group was filled, triggered or cancelled
    ParentGone,             ///< the entry it belongs to left without a fill
    TwapOver,               ///< what a TWAP could not fill in its time
    OracleInvalid,          ///< its price could not be read, or its circuit breaker has stopped opening orders
    MarketClosed,           ///< the market went into settlement, or took no such order when it was to go in
    Triggered,              ///< fired, and its place was taken by what it sent
};

/// Why a request was refused. Order and names: spec/perps.md §4.8, with what this engine adds.
enum class RejectCode : std::uint8_t {
    None,
    UnknownMarket,
    UnknownAccount,
    UnknownOrder,
    MarketPaused,
    MarketReduceOnly,
    SizeZero,
    SizeBelowMin,
    SizeAboveMax,
    SizeNotStep,
    PriceNotTick,
    PriceOutOfBand,
    PostOnlyWouldCross,
    InvalidFlags, ///< e.g. a post-only market order
    InvalidTrigger,
    TriggerWouldFireImmediately,
    InvalidAuction,
    InvalidExpiry,
    MaxOpenOrders, ///< 32 an account
    MaxPositions,  ///< 16 markets an account
    DuplicateClientId,
    ClientIdTableFull, ///< the account's 24-hour table of client ids has no room
    ReduceOnlyNoPosition,
    InsufficientCollateral,
    OracleInvalid, ///< the market has no prices yet
    Unauthorized,
    MathOverflow,
    DuplicateId,       ///< a market or account with this id or symbol exists
    InvalidParameters, ///< market or account parameters out of range
    ClockWentBack,     ///< a command older than the one before it
    BookFull,          ///< no room for another resting order
    UnknownAsset,
    UnknownOracle,
    DepositCap,         ///< all deposits of the asset would be worth too much
    SpotBorrowDisabled, ///< only the quote currency may be owed
    BeingLiquidated,    ///< the account, or the pool, is being liquidated
    NotLiquidatable,    ///< the pool meets its maintenance margin
    LiquidationLimitPrice,
    LiquidationPaused,
    PriceBandsBreached, ///< the index is too far from its average, or from the mark, to liquidate at it
    AccountFrozen,
    AccountReduceOnly,
    AccountNotEmpty,
    MaxSubAccounts,
    PoolNotEmpty, ///< margin mode changes only without position and orders
    MarginCall,   ///< opening is blocked until the pool's margin ratio falls
    OpenInterestLimit,
    LeverageTooHigh,
    OneLiability, ///< a market of the isolated tier allows no other liability
    NothingToSettle,
    PnlPoolEmpty,  ///< gains are paid from settled losses and there are none
    BreakerActive, ///< a circuit breaker has stopped opening orders and triggers
    AuctionNotLive,
    AuctionPrice, ///< worse than the auction's price
    InsuranceCooldown,
    InsufficientShares,
    DailyLossLimit, ///< said by the terminal's own limits
    VenueStopped,   ///< said by the terminal, not the exchange: the venue stands still and has confirmed nothing
    InsufficientVaultBalance, ///< the asset is lent out: more was withdrawn already than is left of the deposits
    UnknownReferrer,          ///< no such master, or its sub-account 0 is closed
    SelfReferral,
    ReferrerKept, ///< one was named before, and that cannot be changed
};
inline constexpr RejectCode kLastRejectCode =
    RejectCode::ReferrerKept; ///< their numbers are stored: one more comes last

} // namespace qd
