#include "core/engine/exchange/Exchange.h"

#include <fmt/format.h>

#include <vector>

namespace qd::exchange {
namespace {

struct MarketSums {
    Int128 base = 0;
    Int128 quote = 0;
    Int128 longs = 0;
};

/// Orders of one account in one market, added up anew.
struct OrderSums {
    Int128 bids = 0;
    Int128 asks = 0;
    unsigned count = 0;
    unsigned reduceOnly = 0;
};

bool countsAsOpen(const Order& order) {
    const OrderPhase phase = order.progress.phase;
    return !order.terms.reduceOnly && (phase == OrderPhase::Book || phase == OrderPhase::Auction);
}

/// The book shows what the order has left, or a part of it.
bool agreesWithBook(const MarketState& market, const OpenOrder& open) {
    if (open.inBook() != (open.order.progress.phase == OrderPhase::Book)) return false;
    if (!open.inBook()) return true;
    const book::Lots shown = market.book.order(open.handle).lots;
    const book::Lots left = market.toLots(open.order.remaining());
    return open.order.terms.display.isZero() ? shown == left : shown <= left && shown != 0;
}

std::string auditOrders(const State& state, const AccountState& account) {
    for (std::size_t i = 0; i < account.positionCount; ++i) {
        const PositionState& p = account.positions[i];
        const MarketState& market = *state.market(p.market);
        OrderSums sums;
        for (const auto& open : account.orders) {
            if (!open || open->order.terms.market != p.market) continue;
            ++sums.count;
            if (!agreesWithBook(market, *open))
                return fmt::format("account {} order {}: book and account disagree about it", account.id.value(),
                                   open->order.id.value());
            if (open->order.terms.reduceOnly) ++sums.reduceOnly;
            if (countsAsOpen(open->order))
                (open->order.terms.side == Side::Buy ? sums.bids : sums.asks) += open->order.remaining().raw();
        }
        if (sums.bids != p.openBids.raw() || -sums.asks != p.openAsks.raw() || sums.count != p.openOrders ||
            sums.reduceOnly != p.reduceOnlyOrders)
            return fmt::format("account {} market {}: open order sums do not match the orders", account.id.value(),
                               market.params.symbol);
    }
    return {};
}

std::string auditMarket(const MarketState& market, const MarketSums& sums) {
    const Int128 base = sums.base + market.outsideParty.base.raw();
    // Everything the market owes somebody against the cash it holds.
    const Int128 quote = sums.quote + market.outsideParty.quote.raw() + market.feePool.raw() +
                         market.insuranceDue.raw() - market.pnlPool.raw();
    const Int128 longs = sums.longs + std::max<std::int64_t>(market.outsideParty.base.raw(), 0);
    if (base != 0) return fmt::format("{}: positions do not add up to zero", market.params.symbol);
    if (quote != 0) return fmt::format("{}: quotes and pools do not add up to zero", market.params.symbol);
    if (longs != market.openInterest.raw())
        return fmt::format("{}: open interest is not the sum of long positions", market.params.symbol);
    if (market.feePool.raw() < 0 || market.insuranceDue.raw() < 0 || market.pnlPool.raw() < 0)
        return fmt::format("{}: a pool is negative", market.params.symbol);
    const book::Tick bid = market.book.best(Side::Buy);
    const book::Tick ask = market.book.best(Side::Sell);
    if (bid != book::kNoTick && ask != book::kNoTick && bid >= ask)
        return fmt::format("{}: the book is crossed", market.params.symbol);
    return {};
}

/// Deposits less withdrawals of every asset are somewhere.
std::string auditAssets(const State& state) {
    std::vector<Int128> held(state.assets.size(), 0);
    for (const auto& account : state.accounts) {
        for (std::size_t i = 0; i < held.size(); ++i) {
            held[i] += account->balances[i].raw();
            if (i != 0 && account->balances[i].raw() < 0)
                return fmt::format("account {}: a negative balance of {}", account->id.value(),
                                   state.assets[i].params.symbol);
        }
        for (std::size_t i = 0; i < account->positionCount; ++i) held[0] += account->positions[i].isolatedMargin.raw();
    }
    for (const auto& market : state.markets) held[0] += market->pnlPool.raw();
    held[0] += state.insurance.vault.raw();
    if (state.insurance.vault.raw() < 0) return "the insurance fund is negative";
    for (std::size_t i = 0; i < held.size(); ++i) {
        const AssetState& asset = state.assets[i];
        if (held[i] != Int128{asset.deposits.raw()} - asset.withdrawals.raw())
            return fmt::format("{}: balances do not add up to the deposits", asset.params.symbol);
    }
    return {};
}

} // namespace

Audit audit(const State& state) {
    std::vector<MarketSums> sums(state.markets.size());
    for (const auto& account : state.accounts) {
        if (auto problem = auditOrders(state, *account); !problem.empty()) return {false, std::move(problem)};
        for (std::size_t i = 0; i < account->positionCount; ++i) {
            const PositionState& p = account->positions[i];
            MarketSums& s = sums[p.market.value()];
            s.base += p.position.base.raw();
            s.quote += p.position.quote.raw();
            s.longs += std::max<std::int64_t>(p.position.base.raw(), 0);
        }
    }
    if (auto problem = auditAssets(state); !problem.empty()) return {false, std::move(problem)};
    for (std::size_t i = 0; i < sums.size(); ++i) {
        if (auto problem = auditMarket(*state.markets[i], sums[i]); !problem.empty())
            return {false, std::move(problem)};
    }
    return {};
}

} // namespace qd::exchange
