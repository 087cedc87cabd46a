#include "core/engine/risk/portfolio/ViewPools.h"

#include "core/engine/risk/ViewExposure.h"

namespace qd::portfolio {
namespace {

Pool poolOf(const AccountView& account, std::span<const MarketInfo> markets, PoolId id) {
    const risk::ViewExposure seen(account, markets, id);
    const risk::AccountExposure exposure = seen.exposure();
    Pool pool;
    if (id.isolated) pool.isolated = id.market;
    pool.collateral = exposure.collateral;
    pool.positions.assign(exposure.positions.begin(), exposure.positions.end());
    pool.assets.assign(exposure.assets.begin(), exposure.assets.end());
    pool.quote = exposure.quote;
    pool.beingLiquidated = exposure.beingLiquidated;
    return pool;
}

} // namespace

std::vector<Pool> poolsOf(const AccountView& account, std::span<const MarketInfo> markets) {
    std::vector<Pool> pools;
    if (account.pools.empty()) pools.push_back(poolOf(account, markets, kCrossPool));
    for (const PoolView& view : account.pools) pools.push_back(poolOf(account, markets, view.pool));
    return pools;
}

} // namespace qd::portfolio
