#pragma once

#include "core/domain/Standing.h"
#include "core/engine/exchange/State.h"

#include <vector>

/// How the venue and its markets stand, from the exchange's state. Its thread.
namespace qd::client {

[[nodiscard]] MarketStanding standingOf(const exchange::State& state, const exchange::MarketState& market);
[[nodiscard]] std::vector<AssetStanding> assetsOf(const exchange::State& state);
[[nodiscard]] InsuranceStanding insuranceOf(const exchange::State& state);

} // namespace qd::client
