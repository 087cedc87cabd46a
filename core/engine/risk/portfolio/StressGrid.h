#pragma once

#include "core/engine/risk/portfolio/Pools.h"

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Grids of what an account would be worth after moves of prices (rows) and shocks besides them (columns). Every cell
/// is a copy of the pools valued with the integer functions of core/engine/risk. Any thread. Source: spec/perps.md
/// §6.3.
namespace qd::portfolio {

inline constexpr int kPriceSteps = 4; ///< to each side of 0: 9 in all
/// Moves beyond the scan range; their profit and loss counts at kExtendedWeight.
inline constexpr Rate kExtendedMoves[] = {Rate(-660'000), Rate(-330'000), Rate(500'000), Rate(1'000'000),
                                          Rate(2'000'000)};
inline constexpr Rate kExtendedWeight{350'000};
inline constexpr Rate kStableHaircut{50'000};
/// Contingency of portfolio margin: of all notional, and of what offsets each other.
inline constexpr Rate kContingency{6'000};
inline constexpr Rate kOffsetContingency{10'000};

/// R: BTC 16 %, ETH 18 %, SOL 25 %, others 35 %.
[[nodiscard]] Rate scanRange(std::string_view asset);
/// Basis steps -1, 0, +1, each without and with the haircut of stable coins.
[[nodiscard]] std::vector<Shock> standardShocks();

struct StressTerms {
    std::string reference = "SOL"; ///< the asset whose moves the rows of "together" are
    /// Of assets to the reference (Comovement.h); an asset without one moves over its own scan range. Stable coins do
    /// not move: they have the haircut.
    std::map<std::string, double, std::less<>> betas;
    SecondAxis second;
    std::vector<Shock> columns = standardShocks();
};

struct StressRow {
    std::string name;       ///< of a scenario; otherwise empty
    Rate move;              ///< of the reference, or of the asset that moves alone; 0 for scenarios
    Rate weight{1'000'000}; ///< how much of the profit or loss counts
    PriceMoves moves;
};
struct StressCell {
    Money equity;  ///< of all pools, after the whole move
    Money profit;  ///< equity less the present one
    Money counted; ///< profit * weight of the row, rounded down
    /// The highest of the pools', as PoolsValue.
    std::optional<std::int64_t> marginRatioBps;
    std::optional<FirstLiquidation> firstLiquidation;
};
struct StressGrid {
    std::vector<StressRow> rows;
    std::vector<Shock> columns;
    std::vector<StressCell> cells; ///< cells[row * columns.size() + column]
    std::size_t worst = 0;         ///< cell that counts lowest, the first of equals; 0 when there are none
    Money worstLoss;               ///< what it loses, >= 0
    [[nodiscard]] const StressCell& at(std::size_t row, std::size_t column) const {
        return cells[row * columns.size() + column];
    }
};

/// All assets together: the reference moves in 9 even steps over its range and by the extended moves, the others by
/// their beta times that (nearest 1e-6; without a beta over their own range and by the same extended move). Errors:
/// Overflow.
[[nodiscard]] MathResult<StressGrid> stressTogether(std::span<const Pool> pools, const StressTerms& terms);

/// Each source of loss alone.
struct StressAlone {
    struct Asset {
        std::string asset;
        StressGrid grid; ///< only its price moves, only its markets have a basis, no haircut
    };
    std::vector<Asset> assets; ///< by name
    Money haircutLoss;         ///< the largest haircut of the columns alone, >= 0
    Money summedLoss;          ///< worst loss of every asset and the haircut's: none offsets another
};
/// Errors: Overflow.
[[nodiscard]] MathResult<StressAlone> stressAlone(std::span<const Pool> pools, const StressTerms& terms);

/// A move of several assets: made up, or taken from history with moveBetween.
struct Scenario {
    std::string name;
    PriceMoves moves;
};
/// (to - from) / from, truncated. Errors: Overflow, DivideByZero.
[[nodiscard]] MathResult<Rate> moveBetween(Price from, Price to);
/// A row a scenario. Errors: Overflow.
[[nodiscard]] MathResult<StressGrid> stressScenarios(std::span<const Pool> pools, std::span<const Scenario> scenarios,
                                                     const StressTerms& terms);

/// What a portfolio margin would ask for, of positions, not of deposits; shown beside a venue's own requirement, never
/// instead of it.
struct PortfolioMargin {
    Money worstLoss;   ///< >= 0
    Money contingency; ///< 0.6 % of all notional and 1 % of what is long and short in the same asset, rounded up
    Money requirement; ///< both
};
/// Errors: Overflow.
[[nodiscard]] MathResult<PortfolioMargin> portfolioMargin(std::span<const Pool> pools, Money worstLoss);

} // namespace qd::portfolio
