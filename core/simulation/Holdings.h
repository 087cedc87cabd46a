#pragma once

#include "core/domain/Units.h"
#include "core/engine/exchange/State.h"

#include <cstdint>

/// Where all quote currency of an exchange without paper markets is, to the unit. Source: spec/perps.md §8, items 1 to
/// 3. Any thread.
namespace qd::simulation {

struct Holdings {
    Money deposited; ///< by everybody, less withdrawals

    // What it lies in: these four add up to it.
    Money balances;        ///< of accounts
    Money isolatedMargins; ///< of isolated positions
    Money settledLosses;   ///< that losers' balances gave to markets and winners' have not received yet
    Money insuranceVault;

    // Who can claim the settled losses: these three add up to them.
    Money quotes; ///< of all positions
    Money feePools;
    Money insuranceDue; ///< what markets owe the insurance fund

    Quantity base;               ///< of all positions: 0
    Money equity;                ///< of all accounts: cash, quotes, and positions at their marks, floored one by one
    std::uint64_t positions = 0; ///< that are open

    /// 0: every unit deposited is somewhere.
    [[nodiscard]] std::int64_t cashMissing() const noexcept;
    /// 0: nobody's gain is without another's loss.
    [[nodiscard]] std::int64_t claimsMissing() const noexcept;
    /// What flooring keeps from the accounts: equity + pools + insurance = deposited - this, which is at least 0 and
    /// less than `positions`.
    [[nodiscard]] std::int64_t rounding() const noexcept;
    [[nodiscard]] Money insurance() const noexcept { return Money(insuranceVault.raw() + insuranceDue.raw()); }
};
[[nodiscard]] Holdings holdingsOf(const exchange::State& state);
/// Cash, quotes and positions of one account, as in Holdings::equity.
[[nodiscard]] Money equityOf(const exchange::State& state, const exchange::AccountState& account);

/// What pools owe beyond all they own at the last prices, other collateral included: losses that nobody has paid yet.
struct Debts {
    Money backstop; ///< which is never liquidated
    Money others;   ///< whom no price good enough has ended yet
};
[[nodiscard]] Debts debtsOf(const exchange::State& state);

} // namespace qd::simulation
