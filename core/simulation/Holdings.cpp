#include "core/simulation/Holdings.h"

#include "core/engine/exchange/Liquidation.h"
#include "core/engine/exchange/Pools.h"
#include "core/engine/exchange/TakeOver.h"

#include <span>

namespace qd::simulation {
namespace {

template<class T>
void add(T& sum, std::int64_t raw) {
    sum = T(sum.raw() + raw);
}

} // namespace

std::int64_t Holdings::cashMissing() const noexcept {
    return deposited.raw() - balances.raw() - isolatedMargins.raw() - settledLosses.raw() - insuranceVault.raw();
}

std::int64_t Holdings::claimsMissing() const noexcept {
    return settledLosses.raw() - quotes.raw() - feePools.raw() - insuranceDue.raw();
}

std::int64_t Holdings::rounding() const noexcept {
    return deposited.raw() - equity.raw() - feePools.raw() - insurance().raw();
}

Holdings holdingsOf(const exchange::State& state) {
    Holdings h;
    const exchange::AssetState& quote = state.assets[kQuoteAsset.value()];
    h.deposited = Money(quote.deposits.raw() - quote.withdrawals.raw());
    h.insuranceVault = state.insurance.vault;
    for (const auto& account : state.accounts) {
        add(h.balances, account->quote().raw());
        add(h.equity, equityOf(state, *account).raw());
        for (const exchange::PositionState& p : account->used()) {
            add(h.isolatedMargins, p.isolatedMargin.raw());
            add(h.quotes, p.position.quote.raw());
            add(h.base, p.position.base.raw());
            if (!p.position.base.isZero()) ++h.positions;
        }
    }
    for (const auto& market : state.markets) {
        add(h.settledLosses, market->pnlPool.raw());
        add(h.feePools, market->feePool.raw());
        add(h.insuranceDue, market->insuranceDue.raw());
    }
    return h;
}

Money equityOf(const exchange::State& state, const exchange::AccountState& account) {
    Money equity = account.quote();
    for (const exchange::PositionState& p : account.used()) {
        const Money value = exchange::signedNotional(p.position.base, state.market(p.market)->prices.mark);
        add(equity, p.isolatedMargin.raw() + p.position.quote.raw() + value.raw());
    }
    return equity;
}

Debts debtsOf(const exchange::State& state) {
    Debts debts;
    for (const auto& account : state.accounts) {
        const exchange::PoolList pools = exchange::poolsOf(*account);
        for (const PoolId pool : pools.all()) {
            const auto view = exchange::viewOf(state, *account, pool);
            if (!view || view->equity.raw() >= 0) continue;
            add(state.backstop == account->id ? debts.backstop : debts.others, -view->equity.raw());
        }
    }
    return debts;
}

} // namespace qd::simulation
