#include "core/feed/VenueTerms.h"

#include "core/base/Wide.h"

#include <algorithm>
#include <array>
#include <string>

namespace qd::feed {
namespace {

constexpr std::array kMajors{std::string_view("BTC"), std::string_view("ETH"), std::string_view("SOL")};
constexpr std::array kMajorTiers{LeverageTier{Money{}, 100}, LeverageTier{Money::of(1'000'000), 50},
                                 LeverageTier{Money::of(5'000'000), 25}, LeverageTier{Money::of(20'000'000), 10},
                                 LeverageTier{Money::of(50'000'000), 5}};

struct Collateral {
    std::string_view symbol;
    int decimals;
    std::int64_t initial; ///< basis points
    std::int64_t maintenance;
    std::int64_t initialLiability;
    std::int64_t maintenanceLiability;
    std::int64_t imf;
    std::int64_t scaleStart; ///< dollars
    std::int64_t cap;        ///< dollars
};
constexpr Collateral kCollateral[] = {
    {"USDT", 6, 9'500, 9'700, 10'500, 10'300, 0, 20'000'000, 50'000'000},
    {"SOL", 9, 8'000, 9'000, 12'000, 11'000, 1'000, 20'000'000, 50'000'000},
    {"BTC", 8, 8'500, 9'300, 11'500, 10'700, 1'000, 30'000'000, 75'000'000},
    {"ETH", 8, 8'500, 9'200, 11'500, 10'800, 1'000, 30'000'000, 75'000'000},
};

/// §3.2: the ratio begins to grow where isqrt(10 * size + 1) * imf / 1e7 is a fifth of it.
Rate imfFor(Ratio ratio, Price reference) {
    constexpr std::int64_t kGrowsFrom = 1'000'000; // dollars
    const Int128 size =
        Int128{Money::of(kGrowsFrom).raw()} * Quantity::kScale / std::max<std::int64_t>(1, reference.raw());
    const auto root = static_cast<std::int64_t>(integerSqrt(static_cast<UInt128>(size) * 10 + 1));
    return Rate(ratio.raw() * 2'000'000 / std::max<std::int64_t>(1, root));
}

} // namespace

void setMarginTerms(MarketParams& m, Price reference) {
    if (std::ranges::find(kMajors, m.baseAsset) != kMajors.end()) {
        m.tier = MarketTier::A;
        m.marginModel = MarginModel::Tiers;
        std::ranges::copy(kMajorTiers, m.tiers.begin());
        m.tierCount = static_cast<std::uint8_t>(kMajorTiers.size());
        m.initialMargin = Ratio(100);
        m.maintenanceMargin = Ratio(50);
        m.maxLiquidatorFee = Rate(5'000); // all of the maintenance margin
        return;
    }
    m.tier = MarketTier::B;
    m.marginModel = MarginModel::Sized;
    m.initialMargin = Ratio(500);
    m.maintenanceMargin = Ratio(250);
    m.imf = imfFor(m.initialMargin, reference);
}

std::optional<AssetParams> collateralTerms(std::string_view symbol) {
    const auto found = std::ranges::find(kCollateral, symbol, &Collateral::symbol);
    if (found == std::ranges::end(kCollateral)) return std::nullopt;
    AssetParams a;
    a.symbol = std::string(symbol);
    a.decimals = found->decimals;
    a.initialWeight = Ratio(found->initial);
    a.maintenanceWeight = Ratio(found->maintenance);
    a.initialLiabilityWeight = Ratio(found->initialLiability);
    a.maintenanceLiabilityWeight = Ratio(found->maintenanceLiability);
    a.imf = Rate(found->imf);
    a.scaleStart = Money::of(found->scaleStart);
    a.cap = Money::of(found->cap);
    return a;
}

OracleParams oracleTerms(OracleId id, std::string_view asset, MarketTier tier, bool stableCoin) {
    OracleParams o;
    o.id = id;
    o.symbol = std::string(asset) + "/USD";
    o.tier = tier;
    o.stableCoin = stableCoin;
    return o;
}

} // namespace qd::feed
