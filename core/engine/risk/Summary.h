#pragma once

#include "core/engine/risk/Totals.h"

#include <cstddef>
#include <optional>

/// What follows from the sums of a pool: what is free, what may be withdrawn, how near liquidation is. Source:
/// spec/perps.md §2.6, 3.7. Any thread.
namespace qd::risk {

/// What the terminal shows of an account.
struct AccountSummary {
    Money equity;         ///< unweighted: deposits and all profit and loss
    Money freeCollateral; ///< max(0, TC - MR) with initial weights and strict prices
    MarginTotals initial; ///< strict
    MarginTotals maintenance;
    /// clamp(100 - ceil(100 * MR / TC), 0, 100); 100 when nothing is required of a solvent account.
    int health = 100;
    /// MR / TC with maintenance weights in basis points, rounded up; empty when TC <= 0 < MR. 10'000 = liquidation.
    std::optional<std::int64_t> marginRatioBps;
    /// Sum of |notional| / equity, rounded up to 1e-4; empty when equity <= 0.
    std::optional<std::int64_t> leverage;
    [[nodiscard]] constexpr bool mayOnlyReduce() const noexcept { return isLiquidatable(maintenance); }
};
/// §3.7: deposits and profit and loss without weights, at plain prices.
[[nodiscard]] MathResult<Money> equityOf(const AccountExposure& account);
/// MR / TC in basis points, rounded up: 0 when nothing is required, empty when TC <= 0 < MR.
[[nodiscard]] std::optional<std::int64_t> marginRatioBps(const MarginTotals& maintenance);
[[nodiscard]] MathResult<AccountSummary> summarise(const AccountExposure& account);

/// §3.7: max(0, TC - MR).
[[nodiscard]] MathResult<Money> freeCollateral(const MarginTotals& totals);

/// §3.7: the notional that free collateral could open in a market with nothing in it yet, rounded down: free / ratio(0)
/// with the user's ratio and the open interest of `market`; base and orders of it do not count.
[[nodiscard]] MathResult<Money> buyingPower(Money free, const PositionExposure& market);

/// §2.6: floor((free - 1) / weight / price) in the mint's unit, divided one after the other; at least 0. Errors:
/// DivideByZero (a price or weight of 0), Overflow.
[[nodiscard]] MathResult<Amount> maxWithdraw(Money free, Ratio weight, Price price, int decimals);
/// §2.6: how much of account.assets[asset], or of the quote currency when empty, may leave: all of it when the pool
/// owes and requires nothing, else at most what its free collateral covers (initial weights, strict prices).
[[nodiscard]] MathResult<Amount> maxWithdraw(const AccountExposure& account, std::optional<std::size_t> asset);

} // namespace qd::risk
