#pragma once

#include "core/domain/Market.h"
#include "core/domain/Order.h"
#include "core/domain/Units.h"

#include <cstdint>
#include <expected>
#include <optional>
#include <span>

/// Margin, health and liquidation price: pure functions, used by the exchange when it accepts an order, by the terminal
/// before the click and by anyone who replays. Source of every formula: spec/perps.md §3. Money an account must hold
/// rounds up, what it owns rounds down. Any thread.
namespace qd::risk {

template<class T>
using MathResult = std::expected<T, MathError>;

enum class MarginKind : std::uint8_t { Initial, Fill, Maintenance };

/// Requirement of one resting order, $0.01. Source: §3.6 (3).
inline constexpr std::int64_t kMarginPerOrder = 10'000;

// ---- parameters

/// §3.2: the ratio grows with size: max(r, r - r/5 + isqrt(10*|size|+1) * imf / 1e7).
[[nodiscard]] MathResult<Ratio> sizeMarginRatio(Ratio ratio, Rate imf, Quantity size);
/// §2.4: an asset weight shrinks with size (1e-9): min(w, 1.1 * w_full / (1 + isqrt(10*size+1)*imf/1e11)); imf 0 -> w.
[[nodiscard]] MathResult<Ratio> sizeAssetWeight(Ratio weight, Rate imf, Int128 size);
/// §3.2: halfway between initial and maintenance, truncated.
[[nodiscard]] Ratio fillRatio(Ratio initial, Ratio maintenance);
/// The ratio of a market for a kind, before size and user leverage.
[[nodiscard]] Ratio ratioOf(const MarketParams& market, MarginKind kind);

// ---- one position

struct WorstCase {
    Quantity base;   ///< signed: the position if the worse of all bids or all asks filled
    Money liability; ///< its notional, rounded up
};
/// §3.6 (2). openBids >= 0, openAsks <= 0. Asks win a tie.
[[nodiscard]] MathResult<WorstCase> worstCase(Quantity base, Quantity openBids, Quantity openAsks, Price price);

/// §3.6 (4): floor(base * price) + quote. Unrealised and realised profit and loss with fees, in quote units.
[[nodiscard]] MathResult<Money> perpPnl(Quantity base, Price price, Money quote);

/// What a position and its resting orders expose an account to.
struct PositionExposure {
    const MarketParams* market = nullptr;
    Price price;                  ///< mark
    Quantity base;                ///< signed
    Money quote;                  ///< -cost + realised + fees, see ledger/Position.h
    Quantity openBids;            ///< >= 0, reduce-only orders left out
    Quantity openAsks;            ///< <= 0, reduce-only orders left out
    std::uint32_t openOrders = 0; ///< all of them
};

/// §3.6 (3): ceil(liability * ratio(|worst|)) + $0.01 an order.
[[nodiscard]] MathResult<Money> perpRequirement(const PositionExposure& position, MarginKind kind);
/// §3.6 (4): profit weighted (gains count less towards initial margin), losses in full.
[[nodiscard]] MathResult<Money> weightedPnl(Money pnl, const MarketParams& market, MarginKind kind);

// ---- the account

struct AccountExposure {
    Money collateral; ///< USDC deposits
    std::span<const PositionExposure> positions;
};

/// §3.7. TC and MR of one kind.
struct MarginTotals {
    Money collateral;  ///< TC: deposits and weighted profit and loss
    Money requirement; ///< MR
    [[nodiscard]] constexpr bool sufficient() const noexcept { return collateral >= requirement; }
};
[[nodiscard]] MathResult<MarginTotals> marginTotals(const AccountExposure& account, MarginKind kind);

/// §3.7. Equal is safe.
[[nodiscard]] constexpr bool isLiquidatable(const MarginTotals& maintenance) noexcept {
    return maintenance.requirement.raw() > 0 && maintenance.requirement > maintenance.collateral;
}

/// What the terminal shows of an account.
struct AccountSummary {
    Money equity;         ///< unweighted: deposits and all profit and loss
    Money freeCollateral; ///< max(0, TC - MR) with initial weights
    MarginTotals initial;
    MarginTotals maintenance;
    /// clamp(100 - ceil(100 * MR / TC), 0, 100); 100 when nothing is required of a solvent account.
    int health = 100;
    /// MR / TC with maintenance weights in basis points, rounded up; empty when TC <= 0 < MR. 10'000 = liquidation.
    std::optional<std::int64_t> marginRatioBps;
    /// Sum of |notional| / equity, rounded up to 1e-4; empty when equity <= 0.
    std::optional<std::int64_t> leverage;
    [[nodiscard]] constexpr bool mayOnlyReduce() const noexcept { return isLiquidatable(maintenance); }
};
[[nodiscard]] MathResult<AccountSummary> summarise(const AccountExposure& account);

/// §3.9 with everything else held constant: the price of positions[index]'s market at which the account's maintenance
/// requirement meets its collateral; long rounds up, short down (the last solvent tick of 1e-6). Resting orders of the
/// same market count with their worst case. Empty when there is none, or base is 0.
[[nodiscard]] MathResult<std::optional<Price>> liquidationPrice(const AccountExposure& account, std::size_t index);

/// The closed form itself: n = collateral + otherUpnl - otherMaintenance + quote of the position (1e-6); worstBase is
/// signed as base and equals it when no orders rest; maintenance in ppm. Empty when there is none.
[[nodiscard]] MathResult<std::optional<Price>> liquidationPriceOf(Checked n, Quantity base, Quantity worstBase,
                                                                  Rate maintenance);

// ---- orders

/// §3.8: may this order enlarge the position's worst case? openBids >= 0, openAsks <= 0.
[[nodiscard]] bool isRiskIncreasing(Side side, bool reduceOnly, Quantity size, Quantity base, Quantity openBids,
                                    Quantity openAsks);
/// §4.7: is the limit on the wrong side of the index by `band` or more?
[[nodiscard]] bool limitBreachesBand(Side side, Price limit, Price index, Ratio band);
/// §4.7: |fill - index| < band and |fill - twap5| < twapBand.
[[nodiscard]] bool fillInBand(Price fill, Price index, Ratio band, Price twap5, Rate twapBand);
/// §4.2: a market order's worst price before the band: index +- slippage, kept inside the band of limitBreachesBand.
[[nodiscard]] MathResult<Price> protectiveLimit(Side side, Price index, Rate slippage, Ratio band);

} // namespace qd::risk
