#pragma once

#include "core/simulation/Holdings.h"
#include "core/simulation/Tally.h"

#include <nlohmann/json.hpp>

namespace qd::tool {

/// Adds what a simulation counted to its answer: figures, `kinds`, `rejected`, `closed`, `liquidated`, `losses`.
void addTally(nlohmann::ordered_json& json, const simulation::Tally& tally);
/// `backstop` and `others`: what they owe that nobody has paid yet.
[[nodiscard]] nlohmann::ordered_json jsonOf(const simulation::Debts& debts);

} // namespace qd::tool
