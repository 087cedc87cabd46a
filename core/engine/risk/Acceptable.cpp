#include "core/engine/risk/Acceptable.h"

#include "core/engine/risk/Tiers.h"

#include <algorithm>

namespace qd::risk {
namespace {

constexpr std::int64_t kSmallestInitialMargin = 100; // 1 %: 100x
constexpr std::int64_t kPerBasisPoint = Rate::kScale / Ratio::kScale;
constexpr std::int64_t kLargestLeverage = Ratio::kScale; // beyond it a custom ratio has no room

bool within(std::int64_t value, std::int64_t low, std::int64_t high) { return low <= value && value <= high; }

ParameterFault ofMargins(const MarketParams& m) {
    if (m.maintenanceMargin.raw() <= 0) return ParameterFault::MaintenanceMargin;
    if (m.initialMargin <= m.maintenanceMargin || !within(m.initialMargin.raw(), kSmallestInitialMargin, Ratio::kScale))
        return ParameterFault::InitialMargin;
    if (m.imf.raw() < 0) return ParameterFault::Imf;
    const bool weights = within(m.upnlWeightMaintenance.raw(), 0, Ratio::kScale) &&
                         within(m.upnlWeightInitial.raw(), 0, m.upnlWeightMaintenance.raw());
    if (!weights || m.upnlImf.raw() < 0 || m.maxPositiveUpnlInitial.raw() < 0 || m.maxPnlImbalance.raw() < 0)
        return ParameterFault::GainWeights;
    return ParameterFault::None;
}

ParameterFault ofTiers(const MarketParams& m) {
    if (m.marginModel != MarginModel::Tiers) return ParameterFault::None;
    if (!within(m.tierCount, 1, kMaxLeverageTiers)) return ParameterFault::TierTable;
    const Tiers tiers = tiersOf(m);
    if (!tiers[0].lowerNotional.isZero() || !within(tiers[0].maxLeverage, 1, kLargestLeverage))
        return ParameterFault::TierTable;
    for (std::size_t i = 1; i < tiers.size(); ++i) {
        const bool steps = tiers[i].lowerNotional > tiers[i - 1].lowerNotional &&
                           within(tiers[i].maxLeverage, 1, std::int64_t{tiers[i - 1].maxLeverage} - 1);
        if (!steps || !tierDeduction(tiers, i)) return ParameterFault::TierTable;
    }
    const std::int64_t leverage = tiers[0].maxLeverage;
    if (m.initialMargin.raw() * leverage > Ratio::kScale || 2 * m.maintenanceMargin.raw() * leverage > Ratio::kScale)
        return ParameterFault::TierMargin;
    return ParameterFault::None;
}

/// The smallest maintenance ratio of any position; tiers ask for the least where they begin. Truncated as in a
/// take-over.
std::int64_t leastMaintenance(const MarketParams& m) {
    if (m.marginModel == MarginModel::Sized) return m.maintenanceMargin.raw();
    return Ratio::kScale / (2 * std::int64_t{m.tiers[0].maxLeverage});
}

/// §3.11: R of a take-over, ppm.
std::int64_t coverPpm(const MarketParams& m) {
    return (leastMaintenance(m) + liquidationBuffer(m).raw()) * kPerBasisPoint;
}

/// Does a take-over at these fees lower the shortage? What is paid for it is a loss that the buffer counts once more.
bool restores(const MarketParams& m, std::int64_t fees) {
    return fees * (Ratio::kScale + liquidationBuffer(m).raw()) < coverPpm(m) * Ratio::kScale;
}

ParameterFault ofLiquidation(const MarketParams& m) {
    // 80 ppm a basis point of maintenance.
    if (!within(m.liquidatorFee.raw(), 0, 80 * m.maintenanceMargin.raw()) ||
        !within(m.maxLiquidatorFee.raw(), m.liquidatorFee.raw(), leastMaintenance(m) * kPerBasisPoint))
        return ParameterFault::LiquidatorFee;
    if (!within(m.insuranceFee.raw(), 0, Rate::kScale) || !restores(m, m.liquidatorFee.raw() + m.insuranceFee.raw()))
        return ParameterFault::LiquidationFees;
    // Beside the largest fee the insurance fund gets at most 19/20 of what is left (§3.12).
    const std::int64_t spared = (coverPpm(m) - m.maxLiquidatorFee.raw()) * 19 / 20;
    if (!restores(m, m.maxLiquidatorFee.raw() + std::min(m.insuranceFee.raw(), spared)))
        return ParameterFault::LiquidationFees;
    if (!within(m.maxBookInsuranceFee.raw(), 0, Rate::kScale)) return ParameterFault::BookInsuranceFee;
    return ParameterFault::None;
}

ParameterFault ofMarket(const MarketParams& m) {
    const bool scales = m.openInterestUpper.isZero() || m.openInterestUpper > m.openInterestLower;
    if (m.openInterestLower.raw() < 0 || m.openInterestUpper.raw() < 0 || !scales || m.maxOpenInterest.raw() < 0)
        return ParameterFault::OpenInterest;
    if (m.maxPremium.raw() < 0 || m.impactNotional.raw() < 0) return ParameterFault::Funding;
    return ParameterFault::None;
}

} // namespace

ParameterFault acceptableRisk(const MarketParams& market) {
    for (const auto check : {ofMargins, ofTiers, ofLiquidation, ofMarket}) {
        if (const ParameterFault fault = check(market); fault != ParameterFault::None) return fault;
    }
    return ParameterFault::None;
}

ParameterFault acceptableRisk(const AssetParams& a) {
    if (!within(a.maintenanceWeight.raw(), 0, Ratio::kScale) ||
        !within(a.initialWeight.raw(), 0, a.maintenanceWeight.raw()))
        return ParameterFault::AssetWeights;
    if (a.maintenanceLiabilityWeight.raw() < Ratio::kScale || a.initialLiabilityWeight < a.maintenanceLiabilityWeight)
        return ParameterFault::LiabilityWeights;
    const bool scale = a.scaleStart.raw() >= 0 && a.cap.raw() >= 0 && (a.cap.isZero() || a.scaleStart <= a.cap);
    if (!within(a.decimals, 0, 12) || a.imf.raw() < 0 || !scale) return ParameterFault::AssetLimits;
    const bool whole = a.initialWeight.raw() == Ratio::kScale && a.initialLiabilityWeight.raw() == Ratio::kScale &&
                       a.imf.isZero() && a.scaleStart.isZero();
    if (a.id == kQuoteAsset && !(whole && a.decimals == Money::kDecimals)) return ParameterFault::QuoteAsset;
    return ParameterFault::None;
}

} // namespace qd::risk
