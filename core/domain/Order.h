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

/// What the exchange was asked to do with an order.
struct OrderTerms {
    MarketId market;
    Side side = Side::Buy;
    OrderType type = OrderType::Limit;
    TimeInForce timeInForce = TimeInForce::GoodTillCancel;
    PostOnly postOnly = PostOnly::No;
    bool reduceOnly = false;
    SelfTradePrevention selfTrade = SelfTradePrevention::ExpireMaker;
    Price price;            ///< limit price; 0 for market orders
    Quantity size;          ///< total, > 0
    ClientOrderId clientId; ///< 0 = none
    UnixNanos expiry;       ///< GoodTillDate only
    Rate maxSlippage;       ///< market orders: protective limit from the index; 0 = the market's default

    friend bool operator==(const OrderTerms&, const OrderTerms&) = default;
};

/// An order as the exchange holds it.
struct Order {
    OrderId id;
    OrderTerms terms; ///< price is where it rests (after a slide) or its protective limit
    Quantity filled;
    Money filledQuote; ///< sum of the fills' quote, >= 0
    UnixNanos createdAt;

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
    VenueStopped,      ///< said by the terminal, not the exchange: the venue stands still, the request was not applied
};

} // namespace qd
