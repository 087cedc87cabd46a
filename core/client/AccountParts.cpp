#include "core/client/AccountParts.h"

#include "core/engine/exchange/Liquidation.h"
#include "core/engine/ledger/Position.h"
#include "core/engine/risk/Collateral.h"
#include "core/engine/risk/Margin.h"

#include <algorithm>
#include <cstdlib>

namespace qd::client {
namespace {

PoolFigures figuresOf(const risk::MarginTotals& totals) { return {totals.collateral, totals.requirement}; }

std::optional<std::int64_t> distanceBps(Price mark, const std::optional<Price>& liquidation) {
    if (!liquidation || mark.raw() <= 0) return std::nullopt;
    const auto distance = mulDiv(std::abs(liquidation->raw() - mark.raw()), Ratio::kScale, mark.raw(), Round::Down);
    return distance ? std::optional(static_cast<std::int64_t>(*distance)) : std::nullopt;
}

void addLimits(PositionView& view, const risk::AccountExposure& exposure, std::size_t index) {
    using risk::MarginKind;
    const risk::PositionExposure& e = exposure.positions[index];
    if (!view.position.base.isZero() || view.openOrders != 0) {
        const Price quoteHigh = exposure.quote.high(risk::Strictness::Strict);
        view.initialRequirement = risk::perpRequirement(e, MarginKind::Initial, quoteHigh).value_or(Money{});
        view.requirement = risk::perpRequirement(e, MarginKind::Maintenance).value_or(Money{});
    }
    if (const auto price = risk::liquidationPrice(exposure, index)) view.liquidationPrice = *price;
    if (const auto price = risk::bankruptcyPrice(exposure, index)) view.bankruptcyPrice = *price;
    view.liquidationDistanceBps = distanceBps(view.mark, view.liquidationPrice);
}

/// The most the pool could open in one of its markets; a cross pool may use every market that is not isolated.
Money buyingPowerOf(const exchange::State& state, const exchange::AccountState& account,
                    const exchange::ExposureOf& pool, PoolId id, Money free) {
    Money most;
    for (const auto& market : state.markets) {
        if (id.isolated ? market->params.id != id.market : false) continue;
        const exchange::PositionState* own = account.find(market->params.id);
        if (!id.isolated && own != nullptr && own->isolated) continue;
        risk::PositionExposure e;
        const int index = pool.indexOf(market->params.id);
        if (index >= 0) {
            e = pool.exposure().positions[static_cast<std::size_t>(index)];
        } else {
            e.market = &market->params;
            e.price = market->prices.mark;
            e.userMargin = account.userMargin;
            if (!market->params.openInterestUpper.isZero()) e.openInterestValue = exchange::openInterestValue(*market);
        }
        most = std::max(most, risk::buyingPower(free, e).value_or(Money{}));
    }
    return most;
}

BalanceView quoteBalance(const AssetParams& asset, Amount amount) {
    BalanceView b;
    b.asset = asset;
    b.amount = amount;
    b.price = b.twap5 = Price::of(1);
    b.value = b.initialValue = b.maintenanceValue = Money(amount.raw());
    b.initialWeight = asset.initialWeight;
    b.maintenanceWeight = asset.maintenanceWeight;
    return b;
}

BalanceView balanceOf(const exchange::State& state, const exchange::AssetState& asset, Amount amount) {
    const oracle::Oracle& source = state.oracles[asset.params.oracle.value()];
    BalanceView b;
    b.asset = asset.params;
    b.amount = amount;
    b.price = source.price(PriceUse::Margin, state.now).value_or(Price{});
    b.twap5 = source.twap5();
    if (!asset.params.scaleStart.isZero()) b.allDeposits = exchange::valueOfDeposits(asset, b.price);
    b.value = risk::assetValue(amount, b.price, asset.params.decimals).value_or(Money{});
    const risk::CollateralExposure exposure{&asset.params, amount, b.price, b.twap5, b.allDeposits};
    b.initialWeight = risk::collateralWeight(exposure, risk::MarginKind::Initial).value_or(Ratio{});
    b.maintenanceWeight = risk::collateralWeight(exposure, risk::MarginKind::Maintenance).value_or(Ratio{});
    const auto weighted = [&](risk::MarginKind kind, risk::Strictness strictness) {
        risk::MarginSum sum(kind, strictness, {});
        sum.add(exposure);
        const auto totals = sum.totals();
        return totals ? Money(totals->collateral.raw() - totals->requirement.raw()) : Money{};
    };
    b.initialValue = weighted(risk::MarginKind::Initial, risk::Strictness::Strict);
    b.maintenanceValue = weighted(risk::MarginKind::Maintenance, risk::Strictness::Plain);
    return b;
}

} // namespace

PositionView positionOf(const exchange::State& state, const exchange::ExposureOf& pool,
                        const exchange::PositionState& p) {
    const exchange::MarketState& market = *state.market(p.market);
    const auto index = static_cast<std::size_t>(pool.indexOf(p.market));
    const risk::AccountExposure exposure = pool.exposure();
    PositionView view;
    view.market = p.market;
    view.position = p.position;
    view.openBids = p.openBids;
    view.openAsks = p.openAsks;
    view.openOrders = p.openOrders;
    view.reduceOnlyOrders = p.reduceOnlyOrders;
    view.mark = market.prices.mark;
    view.markEstimated = market.prices.estimated;
    view.openInterestValue = exposure.positions[index].openInterestValue;
    view.netUnsettledPnl = exposure.positions[index].netUnsettledPnl;
    view.isolated = p.isolated;
    view.isolatedMargin = p.isolatedMargin;
    view.userMargin = p.userMargin;
    view.entryPrice = ledger::entryPrice(p.position);
    view.notional = risk::notionalOf(p.position.base, view.mark).value_or(Money{});
    view.unrealised = risk::perpPnl(p.position.base, view.mark, p.position.entry).value_or(Money{});
    view.unsettled = Money(p.position.quote.raw() - p.position.entry.raw());
    view.settled = p.settled;
    view.realised = Money(view.unsettled.raw() + p.settled.raw());
    view.fundingPaid = p.fundingPaid;
    addLimits(view, exposure, index);
    return view;
}

PoolView poolOf(const exchange::State& state, const exchange::AccountState& account, PoolId pool) {
    const exchange::ExposureOf own(state, account, pool);
    const exchange::PoolRisk& standing = account.riskOf(pool);
    PoolView view;
    view.pool = pool;
    risk::AccountExposure exposure = own.exposure();
    exposure.beingLiquidated = standing.beingLiquidated;
    view.deposit = exposure.collateral;
    view.call = standing.call;
    view.beingLiquidated = standing.beingLiquidated;
    view.liquidationStartedAt = standing.startedAt;
    view.marginFreed = standing.marginFreed;
    if (standing.beingLiquidated) view.shortage = exchange::shortageOf(state, account, pool).value_or(Money{});
    const auto summary = risk::summarise(exposure);
    if (!summary) return view;
    view.initial = figuresOf(summary->initial);
    view.maintenance = figuresOf(summary->maintenance);
    view.equity = summary->equity;
    view.freeCollateral = summary->freeCollateral;
    view.health = summary->health;
    view.marginRatioBps = summary->marginRatioBps;
    view.leverage = summary->leverage;
    view.buyingPower = buyingPowerOf(state, account, own, pool, view.freeCollateral);
    return view;
}

std::vector<BalanceView> balancesOf(const exchange::State& state, const exchange::AccountState& account) {
    const exchange::ExposureOf cross(state, account);
    const risk::AccountExposure exposure = cross.exposure();
    std::vector<BalanceView> list;
    std::size_t held = 0; // index in exposure.assets, which leaves out empty balances
    for (const exchange::AssetState& asset : state.assets) {
        const Amount amount = account.balances[asset.params.id.value()];
        const bool quote = asset.params.id == kQuoteAsset;
        list.push_back(quote ? quoteBalance(asset.params, amount) : balanceOf(state, asset, amount));
        std::optional<std::size_t> index;
        if (!quote && !amount.isZero()) index = held++;
        if (quote || index) list.back().maxWithdraw = risk::maxWithdraw(exposure, index).value_or(Amount{});
    }
    return list;
}

} // namespace qd::client
