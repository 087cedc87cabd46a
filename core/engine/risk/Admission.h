#pragma once

#include "core/domain/Market.h"
#include "core/domain/Order.h"
#include "core/engine/risk/Margin.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

/// Whether an order may enter a market: the rules of spec/perps.md §4.8 and the margin of §3.8, as pure functions. The
/// exchange applies them when an order arrives, the terminal before the click. Any thread.
namespace qd::risk {

inline constexpr std::size_t kMaxOpenOrders = 32; ///< an account, spec/perps.md §2.1
inline constexpr std::size_t kMaxPositions = 16;  ///< an account, spec/perps.md §2.1

/// What the rules ask of a market at one moment.
struct MarketNow {
    const MarketParams& params;
    MarketStatus status = MarketStatus::Active;
    const MarketPrices& prices;
    Price last;                        ///< last trade, 0 before the first
    const OrderTerms* entry = nullptr; ///< of the bracket whose exit is judged; null = it is none
};

/// Base and open sums of an account in one market: openBids >= 0, openAsks <= 0, without reduce-only orders.
struct Holding {
    Quantity base;
    Quantity openBids;
    Quantity openAsks;
};

/// The price a trigger looks at; empty while there is none.
[[nodiscard]] std::optional<Price> triggerPrice(const MarketNow& market, TriggerSource source);

/// The rules that need no book: status, flags, size, price, bands, trigger, auction, leverage, expiry, in this order.
/// An order that waits for its price is judged by bands when it fires, one that follows the index has no price yet.
/// None = all passed.
[[nodiscard]] RejectCode validateTerms(const MarketNow& market, const Holding& holding, const OrderTerms& terms,
                                       UnixNanos now);
/// §4.8: zero, smallest, step, largest.
[[nodiscard]] RejectCode validateSize(const MarketParams& params, const OrderTerms& terms);
/// §4.7, 4.8: tick, bands; OracleInvalid while the market has no prices.
[[nodiscard]] RejectCode validatePrice(const MarketNow& market, const OrderTerms& terms);

/// §3.5: a chosen initial margin ratio, 0 = none, is at most 1 and not below the market's own.
[[nodiscard]] RejectCode validateLeverage(const MarketParams& params, Ratio userMargin);

/// An order may rest unless it is a market order or must fill at once.
[[nodiscard]] bool mayRest(const OrderTerms& terms) noexcept;

/// How much of `side` reduces a position, in base, >= 0.
[[nodiscard]] Quantity reducibleBy(Quantity base, Side side) noexcept;

/// Limit of a market order on the tick grid: its protective price, rounded towards the index. Prices are valid.
[[nodiscard]] Price marketOrderLimit(const MarketParams& params, const MarketPrices& prices, const OrderTerms& terms);

/// Prices in ticks of the market, both ends included; empty when low > high.
struct TickRange {
    std::int64_t low = 1;
    std::int64_t high = 0;
};
/// §4.7: where fills may happen now, within [1, lastTick]. Prices are valid.
[[nodiscard]] TickRange fillBand(const MarketParams& params, const MarketPrices& prices, std::int64_t lastTick);

/// §3.8, last line: is there a market of the isolated tier among the pool's liabilities, and another liability beside
/// it, when positions[index] is one?
[[nodiscard]] bool breaksIsolation(const AccountExposure& pool, std::size_t index);

/// §3.8: would the pool meet initial margin at strict prices with `size` of this order counted as open, and would a
/// market of the isolated tier be its only liability? None, OneLiability, InsufficientCollateral or MathOverflow; an
/// order that cannot enlarge the position passes. `index`: the position of the order's market in the pool, its
/// userMargin includes the order's own (§3.5). What the order asks of other pools, and of a pool it only reduces, is
/// maintenance (marginTotals) and the caller's.
[[nodiscard]] RejectCode checkInitialMargin(const AccountExposure& pool, std::size_t index, Side side, bool reduceOnly,
                                            Quantity size);

/// The largest size checkInitialMargin passes, found by search: a multiple of the market's step, at most its largest
/// order; reduce-only: what reduces the position. One step more is refused, unless it is the largest order.
[[nodiscard]] Quantity largestSize(const AccountExposure& pool, std::size_t index, Side side, bool reduceOnly);

} // namespace qd::risk
