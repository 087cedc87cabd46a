#include "core/engine/risk/Weights.h"

#include "core/engine/risk/Formulas.h"

#include <algorithm>

namespace qd::risk {
namespace {

constexpr std::int64_t kLargestBuffer = 200; // 2 %

} // namespace

MathResult<Ratio> sizeMarginRatio(Ratio ratio, Rate imf, Quantity size) {
    formula::Steps s;
    return s.as<Ratio>(formula::grownRatio(s, ratio, formula::growthOf(s, imf, size.raw())));
}

MathResult<Ratio> sizeAssetWeight(Ratio weight, Rate imf, Int128 size) {
    formula::Steps s;
    return s.as<Ratio>(std::min(Int128{weight.raw()}, formula::largestWeight(s, imf, size)));
}

MathResult<Ratio> scaledAssetWeight(Ratio weight, Money start, Money value) {
    formula::Steps s;
    return s.as<Ratio>(formula::scaledWeight(s, weight.raw(), start, value));
}

Ratio fillRatio(Ratio initial, Ratio maintenance) { return formula::pick(initial, maintenance, MarginKind::Fill); }

Ratio ratioOf(const MarketParams& market, MarginKind kind) {
    return formula::pick(market.initialMargin, market.maintenanceMargin, kind);
}

Ratio assetWeightOf(const AssetParams& asset, MarginKind kind) {
    return formula::pick(asset.initialWeight, asset.maintenanceWeight, kind);
}

Ratio liabilityWeightOf(const AssetParams& asset, MarginKind kind) {
    return formula::pick(asset.initialLiabilityWeight, asset.maintenanceLiabilityWeight, kind);
}

Ratio liquidationBuffer(const MarketParams& market) {
    return Ratio(std::min(kLargestBuffer, market.initialMargin.raw() - market.maintenanceMargin.raw()));
}

MathResult<Ratio> leverageRatio(std::uint32_t leverage) {
    return Checked(Ratio::kScale).dividedBy(leverage, Round::Up).to<Ratio>();
}

MathResult<Rate> openInterestRate(Rate base, Money lower, Money upper, Money openInterest) {
    formula::Steps s;
    return s.as<Rate>(formula::openInterestRate(s, base.raw(), lower, upper, openInterest));
}

MathResult<Money> rateRequirement(Money notional, Rate rate) {
    return Checked(notional.raw()).times(rate.raw(), Rate::kScale, Round::Up).to<Money>();
}

MathResult<Rate> partOf(Rate rate, Rate part) {
    return Checked(rate.raw()).times(part.raw(), Rate::kScale, Round::Down).to<Rate>();
}

MathResult<Rate> fundingClamp(Rate factor, Rate initial, Rate maintenance) {
    const auto room = initial.minus(maintenance);
    if (!room) return std::unexpected(room.error());
    return partOf(factor, *room);
}

} // namespace qd::risk
