#pragma once

#include "core/domain/Account.h"
#include "core/engine/exchange/Pools.h"

#include <vector>

/// The parts of an account's view; see AccountViews.h.
namespace qd::client {

/// `pool`: the exposure of the pool the position belongs to.
[[nodiscard]] PositionView positionOf(const exchange::State& state, const exchange::ExposureOf& pool,
                                      const exchange::PositionState& position);
[[nodiscard]] PoolView poolOf(const exchange::State& state, const exchange::AccountState& account, PoolId pool);
/// Every asset of the venue, by id.
[[nodiscard]] std::vector<BalanceView> balancesOf(const exchange::State& state, const exchange::AccountState& account);

} // namespace qd::client
