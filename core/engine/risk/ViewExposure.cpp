#include "core/engine/risk/ViewExposure.h"

#include <algorithm>

namespace qd::risk {
namespace {

PositionExposure exposureOf(const PositionView& p, const MarketParams& market, Ratio accountMargin) {
    PositionExposure e;
    e.market = &market;
    e.price = p.mark;
    e.base = p.position.base;
    e.quote = p.position.quote;
    e.openBids = p.openBids;
    e.openAsks = p.openAsks;
    e.openOrders = p.openOrders;
    e.userMargin = std::max(accountMargin, p.userMargin);
    e.netUnsettledPnl = p.netUnsettledPnl;
    e.openInterestValue = p.openInterestValue;
    return e;
}

} // namespace

ViewExposure::ViewExposure(const AccountView& account, std::span<const MarketInfo> markets, PoolId pool)
    : m_userMargin(account.userMargin) {
    for (const PoolView& p : account.pools) {
        if (p.pool != pool) continue;
        m_deposit = p.deposit;
        m_beingLiquidated = p.beingLiquidated;
    }
    for (const PositionView& p : account.positions) {
        const PoolId own = p.isolated ? PoolId{true, p.market} : kCrossPool;
        if (own == pool && p.market.value() < markets.size())
            m_positions.push_back(exposureOf(p, markets[p.market.value()].params, account.userMargin));
    }
    if (pool.isolated) return;
    for (const BalanceView& b : account.balances) {
        if (b.asset.id == kQuoteAsset || b.amount.isZero()) continue;
        m_assets.push_back({&b.asset, b.amount, b.price, b.twap5, b.allDeposits});
    }
}

int ViewExposure::indexOf(MarketId market) const noexcept {
    const auto found = std::ranges::find(m_positions, market, [](const PositionExposure& e) { return e.market->id; });
    return found == m_positions.end() ? -1 : static_cast<int>(found - m_positions.begin());
}

std::size_t ViewExposure::with(const MarketInfo& market, const MarketPrices& prices, const MarketStanding* standing) {
    if (const int known = indexOf(market.params.id); known >= 0) return static_cast<std::size_t>(known);
    PositionExposure e;
    e.market = &market.params;
    e.price = prices.mark;
    e.userMargin = m_userMargin;
    if (standing != nullptr) {
        if (!market.params.openInterestUpper.isZero()) e.openInterestValue = standing->openInterestValue;
        if (!market.params.maxPnlImbalance.isZero()) e.netUnsettledPnl = standing->netUnsettledPnl;
    }
    m_positions.push_back(e);
    return m_positions.size() - 1;
}

PoolId poolOf(const AccountView& account, MarketId market) noexcept {
    const auto found = std::ranges::find(account.positions, market, &PositionView::market);
    return found != account.positions.end() && found->isolated ? PoolId{true, market} : kCrossPool;
}

} // namespace qd::risk
