#include "core/engine/risk/portfolio/WhatIf.h"

#include <utility>

namespace qd::portfolio {

MathResult<WhatIf> whatIf(std::span<const Pool> pools, const PriceMoves& moves) {
    const Shock none;
    const SecondAxis nothing;
    const Revaluation change{moves, none, nothing};
    auto before = valueOf(pools);
    if (!before) return std::unexpected(before.error());
    const auto moved = revalued(pools, change);
    if (!moved) return std::unexpected(moved.error());
    auto after = valueOf(*moved);
    if (!after) return std::unexpected(after.error());
    const auto first = firstLiquidation(pools, change);
    if (!first) return std::unexpected(first.error());
    const auto profit = after->equity.minus(before->equity);
    if (!profit) return std::unexpected(profit.error());
    return WhatIf{std::move(*before), std::move(*after), *profit, *first};
}

} // namespace qd::portfolio
