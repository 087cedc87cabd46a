#include "core/engine/exchange/Placement.h"

#include "core/engine/exchange/Calm.h"
#include "core/engine/exchange/Lifecycle.h"
#include "core/engine/exchange/Pools.h"
#include "core/engine/exchange/Submission.h"
#include "core/engine/exchange/Twap.h"
#include "core/engine/exchange/Validation.h"
#include "core/engine/exchange/Waiting.h"
#include "core/engine/matching/Auction.h"

#include <algorithm>

namespace qd::exchange {
namespace {

/// Completes what the exchange knows better: limits of market orders and of orders that float with the index.
RejectCode completeTerms(const MarketState& market, OrderTerms& t) {
    if (!t.oracleOffset.isZero()) {
        const auto price = matching::offsetPrice(t.side, market.prices.index, t.oracleOffset, market.params.tick);
        if (!price) return RejectCode::MathOverflow;
        t.price = *price;
        return RejectCode::None;
    }
    if (t.type != OrderType::Market || t.trigger.kind != TriggerKind::None || t.twap.durationMs != 0)
        return RejectCode::None;
    if (t.timeInForce == TimeInForce::GoodTillCancel) t.timeInForce = TimeInForce::ImmediateOrCancel;
    if (!market.prices.valid()) return RejectCode::OracleInvalid;
    t.price = risk::marketOrderLimit(market.params, market.prices, t);
    return RejectCode::None;
}

RejectCode checkLimits(const AccountState& account, const PositionState& position, const PlacementContext& context,
                       const OrderTerms& t) {
    if (keepsSlot(t) && context.freeSlots == 0) return RejectCode::MaxOpenOrders;
    if (t.clientId.value() != 0) {
        if (account.clientIds.contains(t.clientId)) return RejectCode::DuplicateClientId;
        if (account.clientIds.full()) return RejectCode::ClientIdTableFull;
    }
    if (t.reduceOnly && !context.child && reducibleBy(position, t.side).isZero())
        return RejectCode::ReduceOnlyNoPosition;
    return RejectCode::None;
}

/// §3.8, last line: a market of the isolated tier is the only liability of its pool.
bool onlyLiability(const State& state, const MarketState& market, const AccountState& account,
                   const PositionState& position) {
    if (position.isolated) return true;
    const bool isolatedTier = market.params.tier == MarketTier::Isolated;
    if (isolatedTier && account.quote().raw() < 0) return false;
    return std::ranges::all_of(std::span(account.positions).first(account.positionCount), [&](const PositionState& p) {
        if (p.isolated || p.idle() || p.market == market.params.id) return true;
        return !isolatedTier && state.market(p.market)->params.tier != MarketTier::Isolated;
    });
}

/// Reasons not to open anything, before any sums.
RejectCode mayOpen(const State& state, const MarketState& market, const AccountState& account,
                   const PositionState& position, Quantity size) {
    const PoolRisk& risk = account.riskOf(position.pool());
    if (risk.beingLiquidated) return RejectCode::BeingLiquidated;
    if (account.reduceOnly) return RejectCode::AccountReduceOnly;
    if (risk.call >= MarginCall::Call) return RejectCode::MarginCall;
    const Quantity limit = market.params.maxOpenInterest;
    if (!limit.isZero() && Int128{market.openInterest.raw()} + size.raw() > limit.raw())
        return RejectCode::OpenInterestLimit;
    if (!onlyLiability(state, market, account, position)) return RejectCode::OneLiability;
    const oracle::Oracle& index = state.oracles[market.params.oracle.value()];
    if (index.breaker(state.now) != oracle::BreakerCause::None) return RejectCode::BreakerActive;
    return index.price(PriceUse::Margin, state.now) ? RejectCode::None : RejectCode::OracleInvalid;
}

void startWaiting(State& state, MarketState& market, AccountState& account, Order& order) {
    const Trigger& trigger = order.terms.trigger;
    if (trigger.kind == TriggerKind::Trailing) {
        const Price price = triggerPriceOf(market, trigger.source);
        if (!price.isZero()) (void)followPrice(order, price, market.params.tick);
    }
    enterSlot(account, *freeSlot(account), {order, 0, 0});
    strain(state, account, *account.find(market.params.id), Quantity{}, Price{}, Price{});
    if (trigger.kind != TriggerKind::None) insertPlace(market.waiting, {account.id, order.id});
}

void startAuction(State& state, const MarketState& market, AccountState& account, Order& order) {
    AuctionTerms& auction = order.terms.auction;
    if (auction.start.isZero() && auction.end.isZero()) {
        const Price limit = order.terms.type == OrderType::Limit ? order.terms.price : Price{};
        const auto bounds =
            order.progress.triggered
                ? matching::triggeredAuctionBounds(order.terms.side, market.prices.index, limit, market.params.tier)
                : matching::auctionBounds(order.terms.side, market.prices.index, limit);
        if (bounds) {
            auction.start = bounds->start;
            auction.end = bounds->end;
        }
    }
    order.progress.auctionSlot = slotAt(state.now);
    strain(state, account, *account.find(market.params.id), order.remaining(), order.terms.price, market.prices.mark);
    enterSlot(account, *freeSlot(account), {order, 0, 0});
    state.schedule({auctionEndOf(order), TimerKind::AuctionEnd, account.id.value(), order.id.value()});
}

OrderPhase firstPhase(const OrderTerms& t, const OrderProgress& progress) {
    if (t.trigger.kind != TriggerKind::None || progress.parent != OrderId{}) return OrderPhase::Waiting;
    if (t.twap.durationMs != 0) return OrderPhase::Twap;
    return t.auction.durationSlots != 0 ? OrderPhase::Auction : OrderPhase::Book;
}

} // namespace

bool keepsSlot(const OrderTerms& t) noexcept {
    return t.trigger.kind != TriggerKind::None || t.twap.durationMs != 0 || t.auction.durationSlots != 0 ||
           risk::mayRest(t);
}

bool wouldCross(const MarketState& market, const OrderTerms& t) noexcept {
    const book::Tick limit = market.toTick(t.price);
    const Side makers = opposite(t.side);
    const auto reaches = [&](book::Tick best) {
        return best != book::kNoTick && (t.side == Side::Buy ? best <= limit : best >= limit);
    };
    return reaches(market.book.best(makers)) || (market.outside && reaches(market.outside->best(makers)));
}

RejectCode checkOrder(State& state, const MarketState& market, AccountState& account, const PlacementContext& context,
                      OrderTerms& t) {
    const PositionState& position = *account.find(market.params.id);
    if (account.frozen) return RejectCode::AccountFrozen;
    if (const RejectCode code = validateTerms(state, market, &position, t); code != RejectCode::None) return code;
    if (const RejectCode code = completeTerms(market, t); code != RejectCode::None) return code;
    const bool toBook = t.trigger.kind == TriggerKind::None && !context.child;
    if (toBook && t.postOnly == PostOnly::Must && wouldCross(market, t)) return RejectCode::PostOnlyWouldCross;
    if (const RejectCode code = checkLimits(account, position, context, t); code != RejectCode::None) return code;
    return toBook && risk::mayRest(t) && market.book.full() ? RejectCode::BookFull : RejectCode::None;
}

RejectCode checkMargin(const State& state, const MarketState& market, const AccountState& account, const OrderTerms& t,
                       Quantity openSize) {
    const PositionState& position = *account.find(market.params.id);
    if (!risk::isRiskIncreasing(t.side, t.reduceOnly, openSize, position.position.base, position.openBids,
                                position.openAsks))
        return RejectCode::None;
    if (const RejectCode code = mayOpen(state, market, account, position, openSize); code != RejectCode::None)
        return code;
    ExposureOf exposure(state, account, position.pool());
    const auto index = static_cast<std::size_t>(exposure.indexOf(market.params.id));
    risk::PositionExposure& own = exposure.positions()[index];
    own.userMargin = std::max(own.userMargin, t.userMargin);
    const RejectCode code = risk::checkInitialMargin(exposure.exposure(), index, t.side, t.reduceOnly, openSize);
    if (code != RejectCode::None) return code;
    return othersMaintained(state, account, position.pool()) ? RejectCode::None : RejectCode::InsufficientCollateral;
}

void acceptOrder(State& state, Emitter& emitter, MarketState& market, AccountState& account, const OrderTerms& terms,
                 const OrderProgress& progress) {
    Order order{OrderId(account.nextOrderId++), terms, Quantity{}, Money{}, emitter.now(), progress};
    order.progress.phase = firstPhase(terms, progress);
    if (progress.parent != OrderId{}) order.terms.size = Quantity{}; // it grows with its entry's fills
    if (terms.clientId.value() != 0) account.clientIds.insert(terms.clientId, emitter.now());
    account.lastActive = emitter.now();
    if (order.progress.phase == OrderPhase::Twap) order.progress.nextChild = emitter.now();
    emitter.tell(OrderAccepted{account.id, order});
    switch (order.progress.phase) {
    case OrderPhase::Waiting: return startWaiting(state, market, account, order);
    case OrderPhase::Auction: return startAuction(state, market, account, order);
    case OrderPhase::Twap:
        enterSlot(account, *freeSlot(account), {order, 0, 0});
        strain(state, account, *account.find(market.params.id), Quantity{}, Price{}, Price{});
        return sendTwapChild(state, emitter, account, order.id);
    case OrderPhase::Book: break;
    }
    const auto slot = risk::mayRest(terms) ? freeSlot(account) : std::nullopt;
    (void)Submission(state, emitter, market, account).run(order, slot); // post-only was checked before
}

} // namespace qd::exchange
