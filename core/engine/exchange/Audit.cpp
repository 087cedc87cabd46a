#include "core/engine/exchange/Exchange.h"

#include <fmt/format.h>

namespace qd::exchange {
namespace {

struct MarketSums {
    Int128 base = 0;
    Int128 quote = 0;
    Int128 longs = 0;
};

std::string auditOrders(const State& state, const AccountState& account) {
    for (std::size_t i = 0; i < account.positionCount; ++i) {
        const PositionState& p = account.positions[i];
        const MarketState& market = *state.market(p.market);
        Int128 bids = 0;
        Int128 asks = 0;
        unsigned count = 0;
        unsigned reduceOnly = 0;
        for (const auto& open : account.orders) {
            if (!open || open->order.terms.market != p.market) continue;
            ++count;
            const OrderTerms& t = open->order.terms;
            if (market.toLots(open->order.remaining()) != market.book.order(open->handle).lots)
                return fmt::format("account {} order {}: book and account disagree about its size", account.id.value(),
                                   open->order.id.value());
            if (t.reduceOnly)
                ++reduceOnly;
            else
                (t.side == Side::Buy ? bids : asks) += open->order.remaining().raw();
        }
        if (bids != p.openBids.raw() || -asks != p.openAsks.raw() || count != p.openOrders ||
            reduceOnly != p.reduceOnlyOrders)
            return fmt::format("account {} market {}: open order sums do not match the orders", account.id.value(),
                               market.params.symbol);
    }
    return {};
}

std::string auditMarket(const MarketState& market, const MarketSums& sums) {
    const Int128 base = sums.base + market.outsideParty.base.raw();
    const Int128 quote = sums.quote + market.outsideParty.quote.raw() + market.feePool.raw();
    if (base != 0) return fmt::format("{}: positions do not add up to zero", market.params.symbol);
    if (quote != 0) return fmt::format("{}: quotes and fee pool do not add up to zero", market.params.symbol);
    if (market.feePool.raw() < 0) return fmt::format("{}: the fee pool is negative", market.params.symbol);
    const book::Tick bid = market.book.best(Side::Buy);
    const book::Tick ask = market.book.best(Side::Sell);
    if (bid != book::kNoTick && ask != book::kNoTick && bid >= ask)
        return fmt::format("{}: the book is crossed", market.params.symbol);
    return {};
}

} // namespace

Audit audit(const State& state) {
    std::vector<MarketSums> sums(state.markets.size());
    Int128 collateral = 0;
    for (const auto& account : state.accounts) {
        collateral += account->collateral.raw();
        if (auto problem = auditOrders(state, *account); !problem.empty()) return {false, std::move(problem)};
        for (std::size_t i = 0; i < account->positionCount; ++i) {
            const PositionState& p = account->positions[i];
            MarketSums& s = sums[p.market.value()];
            s.base += p.position.base.raw();
            s.quote += p.position.quote.raw();
        }
    }
    if (collateral != state.deposits.raw()) return {false, "collateral does not add up to the deposits"};
    for (std::size_t i = 0; i < sums.size(); ++i) {
        if (auto problem = auditMarket(*state.markets[i], sums[i]); !problem.empty())
            return {false, std::move(problem)};
    }
    return {};
}

} // namespace qd::exchange
