#pragma once

#include "core/domain/Units.h"

#include <span>
#include <vector>

namespace qd::ui::trades {

/// Sizes worth choosing from, rising, none twice: those that were reached, rounded down to 1, 2 or 5 times a power of
/// ten and to the market's step. Without any (all zero), ten, a hundred and a thousand steps. Pure.
[[nodiscard]] std::vector<Quantity> sizeSteps(std::span<const Quantity> reached, Quantity step);

} // namespace qd::ui::trades
