#pragma once

#include "core/domain/Units.h"
#include "core/engine/liquidation/Shortage.h"

#include <algorithm>
#include <cstdint>

/// Who bears the loss of a bankrupt pool. Source: spec/perps.md §3.11 (5), 3.13. Functions of their arguments, any
/// thread.
namespace qd::liquidation {

/// Where a loss goes, in order; the three add up to it.
struct LossCover {
    Money feePool;
    Money insurance;
    Money rest; ///< for deleveraging, then for socialising
};
/// §3.13 (a), (b). loss >= 0; `available` is what the insurance fund may pay of it (payable in InsuranceFund.h).
[[nodiscard]] constexpr LossCover coverLoss(Money loss, Money feePool, Money available) noexcept {
    const std::int64_t byPool = std::min(loss.raw(), std::max<std::int64_t>(0, feePool.raw()));
    const std::int64_t byFund = std::min(loss.raw() - byPool, std::max<std::int64_t>(0, available.raw()));
    return {Money(byPool), Money(byFund), Money(loss.raw() - byPool - byFund)};
}

/// §3.13 (d): ceil(|loss|*1e9 / (OI_long + OI_short)) * 1000: the long funding index rises by it, the short one falls,
/// so that both sides pay at least the loss. Open interests in base, any sign. Errors: DivideByZero when nobody has a
/// position, Overflow. Example: loss 100, 5 long, 5 short -> 10.000000000 per base.
[[nodiscard]] MathResult<FundingIndex> socialisedFunding(Money loss, Quantity longInterest, Quantity shortInterest);

/// §3.13: ceil(index * loss / totalDeposits): by how much all depositors' index of an asset falls. `index` is that
/// index in its own scale, >= 0. For vaults whose deposits are lent; of an exchange's accounts nobody can owe an asset
/// but the quote currency (§2.6), whose losses take the way above. Errors: DivideByZero, Overflow. Example:
/// 10'000'000'000, 11, 120 -> 916'666'667.
[[nodiscard]] MathResult<std::int64_t> depositHaircut(std::int64_t index, Amount loss, Amount totalDeposits);

} // namespace qd::liquidation
