#include "core/engine/liquidation/Bankruptcy.h"

namespace qd::liquidation {

MathResult<FundingIndex> socialisedFunding(Money loss, Quantity longInterest, Quantity shortInterest) {
    // 1e-6 of quote over 1e-9 of base, scaled by 1e9, is 1e-6 per base; 1000 more make it the index's 1e-9.
    constexpr std::int64_t kToIndex = FundingIndex::kScale / Money::kScale;
    const Checked interest = Checked(longInterest.raw()).abs() + Checked(shortInterest.raw()).abs();
    return (Checked(loss.raw()).abs().times(Quantity::kScale, interest, Round::Up) * Checked(kToIndex))
        .to<FundingIndex>();
}

MathResult<std::int64_t> depositHaircut(std::int64_t index, Amount loss, Amount totalDeposits) {
    return Checked(index).times(loss.raw(), totalDeposits.raw(), Round::Up).to<std::int64_t>();
}

} // namespace qd::liquidation
