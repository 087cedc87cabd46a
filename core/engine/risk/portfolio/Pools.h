#pragma once

#include "core/engine/risk/Margin.h"
#include "core/engine/risk/portfolio/Statistics.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// An account as pools of margin, and what it is worth when prices move: every pool is copied and valued again with the
/// integer functions of core/engine/risk. Any thread. Source: spec/perps.md §2.3, 3, 6.3.
namespace qd::portfolio {

/// The cross pool or one isolated position. Markets and assets are named by pointer and must outlive it.
struct Pool {
    std::optional<MarketId> isolated; ///< empty: the cross pool
    Money collateral;                 ///< of the quote currency
    std::vector<risk::PositionExposure> positions;
    std::vector<risk::CollateralExposure> assets{}; ///< other deposits; an isolated position has none
    risk::QuotePrices quote{};
    bool beingLiquidated = false;
    /// Points into this pool.
    [[nodiscard]] risk::AccountExposure exposure() const {
        return {collateral, positions, assets, quote, beingLiquidated};
    }
};

/// Price changes by asset (MarketParams::baseAsset, AssetParams::symbol), of the present price.
/// A price cannot fall by more than all of it: a lower move counts as -100 %.
class PriceMoves {
  public:
    PriceMoves() = default;
    /// Assets that are not named move by `others`.
    explicit PriceMoves(Rate others);
    void set(std::string asset, Rate move);
    [[nodiscard]] Rate of(std::string_view asset) const;
    /// `part` of the way, truncated.
    [[nodiscard]] PriceMoves scaled(Rate part) const;

  private:
    std::map<std::string, Rate, std::less<>> m_moves;
    Rate m_others;
};

/// What happens besides the move of prices: the second axis of a stress.
struct MarketShock {
    Rate basis;   ///< of the mark to the index, at the extreme that is looked at (99th percentile), >= 0
    Rate funding; ///< charged on the notional at the moved mark, the same, >= 0
};
struct SecondAxis {
    std::map<MarketId, MarketShock> markets; ///< a market that is missing has none
    std::vector<AssetId> stableCoins;        ///< besides the quote currency
    [[nodiscard]] bool isStable(AssetId asset) const;
};
/// A point of it.
struct Shock {
    int basisStep = 0; ///< -1, 0, +1 of each MarketShock; +1: marks above the index and longs pay
    Rate haircut;      ///< taken from stable coins, 0 to 1
    friend constexpr bool operator==(const Shock&, const Shock&) noexcept = default;
};

/// price * (1 + move) * (1 + basis), one rounding: down for a long, up for a short and where there is no position, so
/// that no account gains by it. At least the smallest price, whatever the move. Errors: Overflow.
[[nodiscard]] MathResult<Price> movedPrice(Price price, Rate move, Rate basis, Quantity base);

struct Revaluation {
    const PriceMoves& moves;
    const Shock& shock;
    const SecondAxis& second;
};
/// A copy of the pool after it. Positions: the moved mark, and funding, floor(-base * mark * rate), in their quote;
/// settled ones stay as they are. Deposits: moved oracle and average, down for what is owned, up for what is owed; of
/// stable coins owned less the haircut; a price of 0 (not valid) stays 0. Values of everybody's deposits and of the
/// open interest move along, rounded up; other users' profit does not. Quote currency owned: less the haircut, which
/// rounds up. Errors: Overflow.
[[nodiscard]] MathResult<Pool> revalued(const Pool& pool, const Revaluation& change);
[[nodiscard]] MathResult<std::vector<Pool>> revalued(std::span<const Pool> pools, const Revaluation& change);

/// What pools are worth together.
struct PoolsValue {
    std::vector<risk::AccountSummary> pools; ///< in their order
    Money equity;                            ///< of all pools
    /// The highest of the pools' in basis points; empty when a pool has nothing left to hold its requirement.
    std::optional<std::int64_t> marginRatioBps = 0;
    [[nodiscard]] bool anyLiquidatable() const noexcept;
};
/// Errors: Overflow.
[[nodiscard]] MathResult<PoolsValue> valueOf(std::span<const Pool> pools);

/// Which pool is liquidated first on the straight way to moved prices.
struct FirstLiquidation {
    std::size_t pool = 0;
    /// In the pool: the one that loses most until then, of equals the one that requires most, then the first. Empty
    /// when the pool has none: it owes.
    std::optional<std::size_t> position;
    Rate at; ///< part of the way, rounded up; 0 = at once
    friend constexpr bool operator==(const FirstLiquidation&, const FirstLiquidation&) noexcept = default;
};
/// The shock is there from the beginning, then prices move. Requirement less collateral is convex in the prices, so
/// that a pool which is solvent at both ends is solvent in between and the others have one crossing: it is searched to
/// 1e-6 of the way. Empty when no pool is liquidatable at the end or the beginning. Errors: Overflow.
[[nodiscard]] MathResult<std::optional<FirstLiquidation>> firstLiquidation(std::span<const Pool> pools,
                                                                           const Revaluation& change);

} // namespace qd::portfolio
