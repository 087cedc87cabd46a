#pragma once

#include "core/domain/Book.h"
#include "core/domain/Fees.h"
#include "core/domain/Position.h"
#include "core/engine/risk/Admission.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

/// What an order would do if it arrived now: the exchange's own rules of admission, matching, fees and margin run on
/// the visible book and one account. Any thread.
namespace qd::risk {

/// An order of the same account that rests in the market: it may stand in the way of the new one.
struct OwnOrder {
    Side side = Side::Buy;
    Price price;
    Quantity remaining; ///< > 0
    bool reduceOnly = false;
    Quantity ahead; ///< native markets: size in the queue of its price before it
};

/// The side of the book an order would meet, and who stands in it.
struct PreviewBook {
    std::span<const BookLevel> offers; ///< best first. Native: own orders are part of it; external: they are not
    std::span<const OwnOrder> own;     ///< of both sides, by order id
};

/// The pool of the account the order is placed in.
struct PreviewAccount {
    Money collateral;
    std::vector<PositionExposure> positions; ///< of all its markets the account ever traded, each marked
    std::size_t index = 0;                   ///< of the order's market in `positions`; base and quote as in `position`
    Position position;                       ///< in the order's market
    std::uint32_t openOrders = 0;            ///< of the whole account
    std::vector<CollateralExposure> assets;  ///< other than the quote currency
    TakerTerms taker;                        ///< what it pays of the market's taker fee
};

/// What would happen. Amounts are those of the incoming order alone.
struct OrderPreview {
    RejectCode refusal = RejectCode::None; ///< refused: nothing else here means anything
    /// How it would leave at once; empty: it rests.
    std::optional<CloseReason> closed;
    Price price; ///< limit: protective for market orders, after a slide where it rests
    Quantity filled;
    Money quote;               ///< of the fills, >= 0
    Price worst;               ///< of the fills; 0 when there are none
    Money fee;                 ///< > 0 paid
    Money realised;            ///< profit and loss without fees
    Quantity remaining;        ///< rests, or is cancelled
    std::uint32_t ownLost = 0; ///< own resting orders that self-trade prevention or a gone position would cancel
    Position position;         ///< after it
    Money collateral;          ///< the pool's after it: a referrer's part of a fee has left it
    std::vector<PositionExposure> positions; ///< the account's after it
    [[nodiscard]] bool rests() const noexcept { return refusal == RejectCode::None && !closed; }
};

/// Fills are made a level at a time: an exchange that fills the same level from several orders rounds each fee up, so
/// its fee can be larger by less than 1e-6 a resting order; and an account that can carry only a part of a level gets
/// none of that level here. Other accounts' orders are taken to be good for their size. `now`: market time. Errors:
/// Overflow.
[[nodiscard]] MathResult<OrderPreview> preview(const MarketNow& market, const PreviewBook& book,
                                               const PreviewAccount& account, const OrderTerms& terms, UnixNanos now);

/// The same order filled in full at its own limit, the worst price it accepts: as taker, or as maker when it is
/// post-only. Empty when the account could not carry that. Errors: Overflow.
[[nodiscard]] MathResult<std::optional<OrderPreview>>
previewAtLimit(const MarketNow& market, const PreviewAccount& account, const OrderTerms& terms);

} // namespace qd::risk
