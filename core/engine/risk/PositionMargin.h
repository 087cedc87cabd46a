#pragma once

#include "core/engine/risk/Exposure.h"

#include <optional>

/// Requirement and profit and loss of one position. Source: spec/perps.md §3.6. Any thread.
namespace qd::risk {

/// Requirement of one resting order, $0.01. Source: §3.6 (3).
inline constexpr std::int64_t kMarginPerOrder = 10'000;

struct WorstCase {
    Quantity base;   ///< signed: the position if the worse of all bids or all asks filled
    Money liability; ///< its notional, rounded up
};
/// §3.6 (2). openBids >= 0, openAsks <= 0. Asks win a tie.
[[nodiscard]] MathResult<WorstCase> worstCase(Quantity base, Quantity openBids, Quantity openAsks, Price price);

/// |base| * price, rounded up.
[[nodiscard]] MathResult<Money> notionalOf(Quantity base, Price price);

/// §3.6 (4): floor(base * price) + quote. Unrealised and realised profit and loss with fees, in quote units.
[[nodiscard]] MathResult<Money> perpPnl(Quantity base, Price price, Money quote);

/// §3.6 (3): the requirement of the worst case and $0.01 an order, rounded up. Sized (§3.2): ratio(|worst|); tiers
/// (§3.3): by notional. Initial: at least the user's own ratio (§3.5), and grown with the open interest (§3.4) from the
/// ratio of this size. quoteHigh: price of the quote currency, the higher one where prices are strict.
[[nodiscard]] MathResult<Money> perpRequirement(const PositionExposure& position, MarginKind kind,
                                                Price quoteHigh = Price::of(1));

/// How gains count; losses count in full.
struct GainTerms {
    Ratio weight{10'000};
    Rate imf;                 ///< shrinks the weight with the gain (§2.4, size = gain * 1000)
    Money imbalanceLimit;     ///< above it the weight shrinks further by limit / netUnsettledPnl; 0 = never
    Money netUnsettledPnl;    ///< of all users of the market
    std::optional<Money> cap; ///< the most a gain counts for
};
/// §3.6 (4). Maintenance: the maintenance weight alone. Fill: without the cap.
[[nodiscard]] GainTerms gainTerms(const MarketParams& market, MarginKind kind, Money netUnsettledPnl = Money(0));
/// §3.6 (4): gains weighted, both times the price of the quote currency (the lower one for a gain, the higher one for a
/// loss), capped at last. Rounded down.
[[nodiscard]] MathResult<Money> weightedPnl(Money pnl, const GainTerms& terms, Price quotePrice = Price::of(1));
/// The same with a market's own terms and nobody else's profit.
[[nodiscard]] MathResult<Money> weightedPnl(Money pnl, const MarketParams& market, MarginKind kind);

} // namespace qd::risk
