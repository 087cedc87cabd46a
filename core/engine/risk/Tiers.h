#pragma once

#include "core/engine/risk/Weights.h"

#include <cstddef>
#include <span>

/// Margin of markets whose leverage falls with the notional of a position. Source: spec/perps.md §3.3. Tiers are in
/// rising order of lowerNotional, tiers[0] from 0. Any thread.
namespace qd::risk {

using Tiers = std::span<const LeverageTier>;

[[nodiscard]] inline Tiers tiersOf(const MarketParams& market) { return Tiers(market.tiers).first(market.tierCount); }
/// The last tier whose lowerNotional is not above the notional (1e-6); 0 when all are.
[[nodiscard]] inline std::size_t tierAt(Tiers tiers, Int128 notional) noexcept {
    std::size_t n = 0;
    for (std::size_t i = 1; i < tiers.size(); ++i) {
        if (notional >= tiers[i].lowerNotional.raw()) n = i;
    }
    return n;
}
/// floor(d_n) with d_n = d_(n-1) + lower_n * (1/(2 L_n) - 1/(2 L_(n-1))) added up exactly, d_0 = 0: what makes the
/// maintenance margin continuous. Errors: Overflow, DivideByZero (a leverage of 0).
[[nodiscard]] MathResult<Money> tierDeduction(Tiers tiers, std::size_t n);
/// Maintenance: ceil(notional / (2 L_n)) - floor(d_n). Initial: ceil(notional / L_n), all of it at the leverage of its
/// tier; a user's own leverage comes on top (§3.5). Fill: halfway between them as fillRatio, but an amount an account
/// must hold, so rounded up. Errors: Overflow, DivideByZero.
[[nodiscard]] MathResult<Money> tierRequirement(Tiers tiers, Money notional, MarginKind kind);

} // namespace qd::risk
