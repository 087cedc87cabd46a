#include "core/client/AccountViews.h"

#include "core/client/AccountParts.h"
#include "core/engine/exchange/Deleverage.h"
#include "core/engine/exchange/Lifecycle.h"
#include "core/engine/exchange/Pools.h"
#include "core/engine/exchange/Volumes.h"

#include <algorithm>

namespace qd::client {
namespace {

std::vector<SubAccountView> subAccountsOf(const exchange::State& state, const exchange::MasterState& master) {
    std::vector<SubAccountView> list;
    for (const AccountId id : master.accounts) {
        const exchange::AccountState& a = *state.account(id);
        SubAccountView sub{.id = id, .number = a.subAccount, .name = a.name, .equity = worthOf(state, a).equity};
        const exchange::PoolList pools = exchange::poolsOf(a);
        for (const PoolId pool : pools.all()) {
            const PoolView view = poolOf(state, a, pool);
            sub.health = std::min(sub.health, view.beingLiquidated ? 0 : view.health);
            sub.call = std::max(sub.call, view.call);
            sub.beingLiquidated = sub.beingLiquidated || view.beingLiquidated;
        }
        sub.frozen = a.frozen;
        sub.closed = a.closed;
        list.push_back(std::move(sub));
    }
    return list;
}

std::vector<DelegateView> delegatesOf(const exchange::MasterState& master) {
    std::vector<DelegateView> list;
    for (const exchange::DelegateState& d : master.delegates)
        list.push_back({d.delegate, d.permissions, d.expiry, d.maxOrderNotional});
    return list;
}

StakeView stakeOf(const exchange::State& state, const exchange::AccountState& account) {
    StakeView stake;
    stake.shares = liquidation::liveShares(state.insurance, account.stake);
    stake.worth = liquidation::worthOf(state.insurance, stake.shares).value_or(Money{});
    stake.unstaking = account.unstaking.shares;
    if (stake.unstaking == 0) return stake;
    stake.unstakingSince = account.unstaking.since;
    stake.unstakingReady = account.unstaking.since + liquidation::kUnstakingNanos;
    return stake;
}

/// The cross pool's numbers, which the account is judged by.
void addCross(AccountView& view, const PoolView& cross) {
    view.equity = cross.equity;
    view.freeCollateral = cross.freeCollateral;
    view.initialMargin = cross.initial.requirement;
    view.maintenanceMargin = cross.maintenance.requirement;
    view.health = cross.health;
    view.marginRatioBps = cross.marginRatioBps;
    view.leverage = cross.leverage;
    view.mayOnlyReduce = risk::isLiquidatable({cross.maintenance.collateral, cross.maintenance.requirement});
}

void addPositions(AccountView& view, const exchange::State& state, const exchange::AccountState& account,
                  DeleverageBoard& deleveraging, std::int64_t now) {
    const exchange::ExposureOf cross(state, account);
    for (const exchange::PositionState& p : account.used()) {
        if (p.isolated) {
            const exchange::ExposureOf own(state, account, p.pool());
            view.positions.push_back(positionOf(state, own, p));
        } else {
            view.positions.push_back(positionOf(state, cross, p));
            view.balance = Money(view.balance.raw() + view.positions.back().unsettled.raw());
        }
        if (p.position.base.isZero()) continue;
        const Side held = p.position.base.raw() > 0 ? Side::Buy : Side::Sell;
        view.positions.back().deleverageQuintile = deleveraging.quintile(state, p.market, held, account.id, now);
    }
    std::ranges::sort(view.positions, {}, &PositionView::market);
}

/// Sums that do not fit keep what fits: they are for people, and the pools say what counts.
void addWhole(AccountView& view, const exchange::State& state, const exchange::AccountState& account) {
    const AccountWorth worth = worthOf(state, account);
    view.totalEquity = worth.equity;
    view.unrealised = worth.unrealised;
    for (const BalanceView& b : view.balances) view.deposits = view.deposits.plus(b.value).value_or(view.deposits);
    for (const PositionView& p : view.positions) {
        view.realised = view.realised.plus(p.realised).value_or(view.realised);
        view.deposits = view.deposits.plus(p.isolatedMargin).value_or(view.deposits);
    }
}

} // namespace

int DeleverageBoard::quintile(const exchange::State& state, MarketId market, Side held, AccountId account,
                              std::int64_t now) {
    Ranked& side = m_sides[{market, held}];
    if (side.at == 0 || now - side.at >= kNanosPerSecond) {
        side.at = std::max<std::int64_t>(now, 1);
        side.quintiles.clear();
        for (const exchange::DeleverageRank& rank : exchange::deleverageRanks(state, *state.market(market), held))
            side.quintiles[rank.account] = rank.quintile;
    }
    const auto found = side.quintiles.find(account);
    return found == side.quintiles.end() ? 0 : found->second;
}

std::shared_ptr<AccountView> viewOf(const exchange::State& state, AccountId id, DeleverageBoard& deleveraging,
                                    std::int64_t now) {
    const exchange::AccountState* account = state.account(id);
    if (account == nullptr) return nullptr;
    auto view = std::make_shared<AccountView>();
    view->id = id;
    view->master = account->master;
    view->subAccount = account->subAccount;
    view->name = account->name;
    view->commandSequence = state.commands;
    view->ts = state.now;
    view->collateral = account->quote();
    view->balance = account->quote();
    view->userMargin = account->userMargin;
    view->reduceOnly = account->reduceOnly;
    view->frozen = account->frozen;
    view->volume30Days = exchange::volumeBefore(state, *account);
    view->volumeToday = account->volumeDay == ledger::dayOf(state.now) ? account->volume : Money{};
    view->taker = exchange::takerTermsOf(state, *account);
    addPositions(*view, state, *account, deleveraging, now);
    const exchange::PoolList pools = exchange::poolsOf(*account);
    for (const PoolId pool : pools.all()) view->pools.push_back(poolOf(state, *account, pool));
    std::ranges::sort(view->pools, {}, &PoolView::pool);
    addCross(*view, view->pools.front());
    view->balances = balancesOf(state, *account);
    addWhole(*view, state, *account);
    const exchange::MasterState& master = state.masters.at(account->master);
    view->subAccounts = subAccountsOf(state, master);
    view->delegates = delegatesOf(master);
    view->referrer = master.referrer;
    view->referralRewards = state.account(master.accounts.front())->referralRewards;
    view->stake = stakeOf(state, *account);
    return view;
}

AccountWorth worthOf(const exchange::State& state, const exchange::AccountState& account) {
    AccountWorth worth;
    const exchange::PoolList pools = exchange::poolsOf(account);
    for (const PoolId pool : pools.all()) {
        const exchange::ExposureOf exposure(state, account, pool);
        if (const auto equity = risk::equityOf(exposure.exposure()))
            worth.equity = worth.equity.plus(*equity).value_or(worth.equity);
    }
    for (const exchange::PositionState& p : account.used()) {
        const Price mark = state.market(p.market)->prices.mark;
        if (const auto pnl = risk::perpPnl(p.position.base, mark, p.position.entry))
            worth.unrealised = worth.unrealised.plus(*pnl).value_or(worth.unrealised);
    }
    return worth;
}

std::vector<Order> workingOrders(const exchange::AccountState& account) {
    std::vector<Order> orders;
    const exchange::OpenSlots open = exchange::openSlotsById(account);
    for (const std::uint8_t slot : open.all()) orders.push_back(account.orders[slot]->order);
    return orders;
}

Quantity queueAhead(const exchange::State& state, const exchange::OpenOrder& open) {
    if (!open.inBook()) return {};
    const exchange::MarketState& market = *state.market(open.order.terms.market);
    const book::Lots own = market.book.lotsAhead(open.handle);
    return market.toQuantity(market.outside ? open.queueAhead + own : own);
}

} // namespace qd::client
