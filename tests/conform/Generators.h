#pragma once

#include "app/tool/conform/Formulas.h"
#include "tests/conform/Draw.h"

#include <functional>
#include <map>
#include <optional>
#include <string>

namespace qd::test {

/// How one formula is compared with the executable form of the specification.
struct Comparison {
    std::function<tool::conform::Json(Draw&)> inputs;
    std::optional<double> tolerance = {};  ///< of statistics; exact without one
    tool::conform::Json whenTooLarge = {}; ///< what the engine says instead of a result beyond 64 bits; null: Overflow
};
using Comparisons = std::map<std::string, Comparison>;

/// One for every formula.
[[nodiscard]] Comparisons comparisons();

// The areas of the table; each adds its own rows.
void compareMargin(Comparisons& table);
void compareLiquidation(Comparisons& table);
void comparePrices(Comparisons& table);
void compareOrders(Comparisons& table);
void compareAnalytics(Comparisons& table);

} // namespace qd::test
