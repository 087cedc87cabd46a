#pragma once

#include "core/engine/risk/portfolio/Pools.h"

#include <optional>
#include <span>

/// What an account would be worth at other prices: the terminal's sliders. Any thread.
namespace qd::portfolio {

struct WhatIf {
    PoolsValue before;
    PoolsValue after;
    Money profit; ///< equity after less equity before
    std::optional<FirstLiquidation> firstLiquidation;
};
/// Prices move by asset, nothing else changes. Errors: Overflow.
[[nodiscard]] MathResult<WhatIf> whatIf(std::span<const Pool> pools, const PriceMoves& moves);

} // namespace qd::portfolio
