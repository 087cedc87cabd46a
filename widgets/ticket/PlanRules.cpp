#include "widgets/ticket/PlanRules.h"

#include "core/engine/risk/Bands.h"
#include "core/engine/risk/ViewExposure.h"

#include <algorithm>

namespace qd::ui {
namespace {

bool keepsSlot(const OrderTerms& t) {
    return t.trigger.kind != TriggerKind::None || t.twap.durationMs != 0 || t.auction.durationSlots != 0 ||
           risk::mayRest(t);
}

/// It counts as open as soon as it is accepted.
bool counts(const OrderTerms& t) {
    return !t.reduceOnly && t.trigger.kind == TriggerKind::None && t.twap.durationMs == 0;
}

/// Reasons to open nothing, before any sums.
RejectCode mayOpen(const TicketFacts& facts) {
    const AccountView& account = *facts.account;
    if (account.reduceOnly) return RejectCode::AccountReduceOnly;
    const auto pool = std::ranges::find(account.pools, risk::poolOf(account, *facts.market), &PoolView::pool);
    if (pool == account.pools.end()) return RejectCode::None;
    if (pool->beingLiquidated) return RejectCode::BeingLiquidated;
    return pool->call >= MarginCall::Call ? RejectCode::MarginCall : RejectCode::None;
}

/// `entry`: of the bracket whose exit the order is; null = it is none.
RejectCode checkOrder(const OrderTerms& t, const OrderTerms* entry, std::uint32_t open, const TicketFacts& facts,
                      const risk::PositionExposure& own) {
    const risk::Holding holding{own.base, own.openBids, own.openAsks};
    risk::MarketNow market = facts.marketNow();
    market.entry = entry;
    const RejectCode code = risk::validateTerms(market, holding, t, facts.now);
    if (code != RejectCode::None) return code;
    if (keepsSlot(t) && open >= risk::kMaxOpenOrders) return RejectCode::MaxOpenOrders;
    const bool nothing = t.reduceOnly && entry == nullptr && risk::reducibleBy(own.base, t.side).isZero();
    return nothing ? RejectCode::ReduceOnlyNoPosition : RejectCode::None;
}

/// Margin of the whole set: each order with those before it counted as open.
RejectCode checkMargins(const OrderPlan& plan, const TicketFacts& facts, risk::PreviewAccount account) {
    risk::PositionExposure& own = account.positions[account.index];
    const Ratio chosen = own.userMargin;
    for (std::size_t i = 0; i < plan.orders.size(); ++i) {
        const OrderTerms& t = plan.orders[i];
        if (plan.relation == OrderRelation::Bracket && i != 0) break; // children only close
        if (!risk::isRiskIncreasing(t.side, t.reduceOnly, t.size, own.base, own.openBids, own.openAsks)) continue;
        if (const RejectCode code = mayOpen(facts); code != RejectCode::None) return code;
        own.userMargin = std::max(chosen, t.userMargin);
        const risk::AccountExposure pool{account.collateral, account.positions, account.assets};
        const RejectCode code = risk::checkInitialMargin(pool, account.index, t.side, t.reduceOnly, t.size);
        if (code != RejectCode::None) return code;
        if (!counts(t)) continue;
        Quantity& sum = t.side == Side::Buy ? own.openBids : own.openAsks;
        sum = sum.plus(Quantity(t.size.raw() * signOf(t.side))).value_or(sum);
        ++own.openOrders;
    }
    return RejectCode::None;
}

} // namespace

RejectCode refusalOf(const OrderPlan& plan, const TicketFacts& facts, const risk::PreviewAccount& account) {
    if (facts.account->frozen) return RejectCode::AccountFrozen;
    if (account.positions.size() > risk::kMaxPositions) return RejectCode::MaxPositions;
    std::uint32_t open = account.openOrders;
    for (std::size_t i = 0; i < plan.orders.size(); ++i) {
        const bool child = plan.relation == OrderRelation::Bracket && i != 0;
        const OrderTerms& t = plan.orders[i];
        const RejectCode code =
            checkOrder(t, child ? &plan.orders.front() : nullptr, open, facts, account.positions[account.index]);
        if (code != RejectCode::None) return code;
        if (keepsSlot(t)) ++open;
    }
    return checkMargins(plan, facts, account);
}

} // namespace qd::ui
