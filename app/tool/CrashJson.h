#pragma once

#include "core/simulation/RecordedCrash.h"

#include <nlohmann/json.hpp>

#include <expected>
#include <string>

namespace qd::tool {

/// "sol-2021-05-19, ...": the names there are.
[[nodiscard]] std::string crashNames();
/// The recorded crash of that name with its path from the candles below `data`. Errors: a sentence.
[[nodiscard]] std::expected<simulation::CrashPlan, std::string> crashPlan(const std::string& name,
                                                                          const std::string& data);
/// One JSON object: what was set up, how the hour went in intervals of five minutes, who paid, and the sums of money
/// before and after it.
[[nodiscard]] nlohmann::ordered_json jsonOf(const simulation::CrashPlan& plan, const simulation::CrashReport& report);

} // namespace qd::tool
