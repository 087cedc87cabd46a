#include "core/engine/exchange/Pools.h"

#include <algorithm>

namespace qd::exchange {

Money valueOfDeposits(const AssetState& asset, Price price) {
    Int128 unit = 1;
    for (int i = 0; i < asset.params.decimals; ++i) unit *= 10;
    return Checked(asset.deposits.raw() - asset.withdrawals.raw())
        .times(price.raw(), unit, Round::Down)
        .to<Money>()
        .value_or(Money{});
}

/// Everything a market owes is owed to somebody, so it is what the pools and the outside party do not hold.
Money netUnsettledPnl(const MarketState& m) {
    const Checked outside =
        Checked(m.outsideParty.base.raw()).times(m.prices.mark.raw(), Quantity::kScale, Round::Down);
    return (Checked(m.pnlPool.raw()) - m.feePool.raw() - m.outsideParty.quote.raw() - outside)
        .to<Money>()
        .value_or(Money{});
}

Money openInterestValue(const MarketState& market) {
    return Checked(market.openInterest.raw())
        .times(market.prices.mark.raw(), Quantity::kScale, Round::Up)
        .to<Money>()
        .value_or(market.params.openInterestUpper);
}

risk::PositionExposure exposureOf(const State& state, const AccountState& account, const PositionState& p) {
    const MarketState& market = *state.market(p.market);
    risk::PositionExposure e{&market.params, market.prices.mark, p.position.base, p.position.quote,
                             p.openBids,     p.openAsks,         p.openOrders};
    e.userMargin = std::max(account.userMargin, p.userMargin);
    if (!market.params.openInterestUpper.isZero()) e.openInterestValue = openInterestValue(market);
    if (!market.params.maxPnlImbalance.isZero()) e.netUnsettledPnl = netUnsettledPnl(market);
    return e;
}

ExposureOf::ExposureOf(const State& state, const AccountState& account, PoolId pool, PriceUse use) {
    if (pool.isolated) {
        const PositionState& own = *account.find(pool.market);
        m_quote = own.isolatedMargin;
        add(state, account, own);
        return;
    }
    m_quote = account.quote();
    for (std::size_t i = 0; i < account.positionCount; ++i) {
        if (!account.positions[i].isolated) add(state, account, account.positions[i]);
    }
    addAssets(state, account, use);
}

void ExposureOf::add(const State& state, const AccountState& account, const PositionState& p) {
    m_markets.add(p.market);
    m_positions.add(exposureOf(state, account, p));
}

void ExposureOf::addAssets(const State& state, const AccountState& account, PriceUse use) {
    for (std::size_t i = 1; i < state.assets.size(); ++i) {
        if (account.balances[i].isZero()) continue;
        const AssetState& asset = state.assets[i];
        const oracle::Oracle& source = state.oracles[asset.params.oracle.value()];
        const Price price = source.price(use, state.now).value_or(Price{});
        m_assets.add(
            risk::CollateralExposure{&asset.params, account.balances[i], price, source.twap5(),
                                     asset.params.scaleStart.isZero() ? Money{} : valueOfDeposits(asset, price)});
    }
}

int ExposureOf::indexOf(MarketId market) const noexcept {
    for (std::size_t i = 0; i < m_markets.size(); ++i) {
        if (m_markets[i] == market) return static_cast<int>(i);
    }
    return -1;
}

PoolList poolsOf(const AccountState& account) {
    PoolList list;
    list.add(kCrossPool);
    for (std::size_t i = 0; i < account.positionCount; ++i) {
        if (account.positions[i].isolated) list.add(account.positions[i].pool());
    }
    return list;
}

bool isMaintained(const State& state, const AccountState& account, PoolId pool) {
    const ExposureOf exposure(state, account, pool);
    const auto totals = risk::marginTotals(exposure.exposure(), risk::MarginKind::Maintenance);
    return totals && totals->sufficient();
}

bool othersMaintained(const State& state, const AccountState& account, PoolId except) {
    const PoolList pools = poolsOf(account);
    return std::ranges::all_of(pools.all(),
                               [&](PoolId pool) { return pool == except || isMaintained(state, account, pool); });
}

RejectCode checkInitial(const State& state, const AccountState& account, PoolId pool) {
    const ExposureOf exposure(state, account, pool);
    const auto totals = risk::marginTotals(exposure.exposure(), risk::MarginKind::Initial, risk::Strictness::Strict);
    if (!totals) return RejectCode::MathOverflow;
    return totals->sufficient() ? RejectCode::None : RejectCode::InsufficientCollateral;
}

bool pricesGood(const State& state, const AccountState& account, PoolId pool, PriceUse use) {
    return std::ranges::all_of(account.used(), [&](const PositionState& p) {
        if (p.pool() != pool || p.idle()) return true;
        return state.oracles[state.market(p.market)->params.oracle.value()].price(use, state.now).has_value();
    });
}

} // namespace qd::exchange
