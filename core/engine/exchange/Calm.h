#pragma once

#include "core/engine/exchange/Liquidation.h"
#include "core/engine/exchange/State.h"

/// A price moves a thousand times for every account it brings near its first warning. A pool that is far from it is
/// given a band of marks in every market it uses: while no mark leaves its band and what the pool does in the meantime
/// stays within its reserve, it cannot need attention, and a sweep passes it by after one comparison.
///
/// With S = TC - 2 MR - MR / 100 (maintenance, above 0 exactly when the first warning is not near): half of S is the
/// reserve for commands, the other half is divided among the pool's n positions. A mark may move by
/// S / 2 / (n * k) with k >= |dS / dp|, all growth of the position that the reserve allows included. Everything is
/// rounded towards looking. The bands are no part of the state: with and without them the same commands give the same
/// events (Options::sweepEverything, tests/engine/TestCalm.cpp).
namespace qd::exchange {

/// The pool was looked at and needs nothing: gives it bands and a reserve, or none when it is too near.
void settleCalm(State& state, AccountState& account, PoolId pool, const risk::AccountExposure& exposure,
                const risk::MarginTotals& totals);

/// The pool changed in a way nobody has bounded: the next sweep looks at it.
void disturb(State& state, AccountState& account, PoolId pool) noexcept;

/// The pool takes on an order of `size` or is filled by it, at `price` at worst: takes the most that this may cost it
/// from its reserve.
inline void strain(State& state, AccountState& account, PositionState& position, Quantity size, Price price,
                   Price mark) noexcept {
    PoolRisk& risk = position.isolated ? position.risk : account.risk;
    if (risk.reserve <= 0) return;
    if (risk.calmFor != account.positionCount) return disturb(state, account, position.pool());
    const Int128 worth = Int128{size.raw()} * std::max(price, mark).raw() / Quantity::kScale + 1;
    // Requirement twice, profit and loss once, fees and the order's own cents.
    const Int128 most = worth * 4 + 100'000;
    risk.reserve = most >= risk.reserve ? 0 : risk.reserve - static_cast<std::int64_t>(most);
    if (risk.reserve == 0) disturb(state, account, position.pool());
}

/// Accounts of a market whose mark has left their bands, or that have none, by id.
void collectDisturbed(const MarketState& market, bool everything, std::vector<AccountId>& out);

} // namespace qd::exchange
