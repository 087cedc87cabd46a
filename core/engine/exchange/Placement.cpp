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

/// The price of an order that floats with the index, judged as that of any limit when it goes into the book now.
RejectCode floatNow(const State& state, const MarketState& market, bool toBook, OrderTerms& t) {
    if (!market.prices.valid()) return RejectCode::OracleInvalid;
    const auto price = matching::offsetPrice(t.side, market.prices.index, t.oracleOffset, market.params.tick);
    if (!price) return RejectCode::MathOverflow;
    t.price = *price;
    if (!toBook) return RejectCode::None;
    if (!floatsNow(state, market)) return RejectCode::OracleInvalid;
    return priceFits(market, t) ? RejectCode::None : RejectCode::PriceOutOfBand;
}

/// Completes what the exchange knows better: limits of market orders and of orders that float with the index.
RejectCode completeTerms(const State& state, const MarketState& market, bool toBook, OrderTerms& t) {
    if (!t.oracleOffset.isZero()) return floatNow(state, market, toBook, t);
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
        if (account.clientIds.size() + context.named >= account.clientIds.capacity())
            return RejectCode::ClientIdTableFull;
    }
    if (t.reduceOnly && context.entry == nullptr && reducibleBy(position, t.side).isZero())
        return RejectCode::ReduceOnlyNoPosition;
    return RejectCode::None;
}

/// Reasons not to open anything, before any sums.
RejectCode mayOpen(const State& state, const MarketState& market, const AccountState& account,
                   const PositionState& position, Quantity size) {
    const PoolRisk& risk = account.riskOf(position.pool());
    if (market.status != MarketStatus::Active)
        return market.status == MarketStatus::ReduceOnly ? RejectCode::MarketReduceOnly : RejectCode::MarketPaused;
    if (risk.beingLiquidated) return RejectCode::BeingLiquidated;
    if (account.reduceOnly) return RejectCode::AccountReduceOnly;
    if (risk.call >= MarginCall::Call) return RejectCode::MarginCall;
    const Quantity limit = market.params.maxOpenInterest;
    if (!limit.isZero() && Int128{market.openInterest.raw()} + size.raw() > limit.raw())
        return RejectCode::OpenInterestLimit;
    const oracle::Oracle& index = state.oracles[market.params.oracle.value()];
    if (index.breaker(state.now) != oracle::BreakerCause::None) return RejectCode::BreakerActive;
    return index.price(PriceUse::Margin, state.now) ? RejectCode::None : RejectCode::OracleInvalid;
}

void startWaiting(State& state, Emitter& emitter, MarketState& market, AccountState& account, Order& order) {
    const OrderPlace place{account.id, order.id};
    const Trigger& trigger = order.terms.trigger;
    // A bracket's child does not look at prices before it has something to close.
    const bool looks = trigger.kind != TriggerKind::None && order.progress.parent == OrderId{};
    if (looks && trigger.kind == TriggerKind::Trailing) {
        const Price price = triggerPriceOf(market, trigger.source);
        if (!price.isZero() && followPrice(order, price, market.params.tick))
            emitter.tell(OrderUpdated{account.id, order});
    }
    enterSlot(account, *freeSlot(account), {order, 0, 0});
    strain(state, account, *account.find(market.params.id), Quantity{}, Price{}, Price{});
    if (trigger.kind != TriggerKind::None) insertPlace(market.waiting, place);
    if (looks && trigger.mayFireAtOnce) state.agenda.awake.push_back(place);
}

OrderPhase firstPhase(const OrderTerms& t, const OrderProgress& progress) {
    if (t.trigger.kind != TriggerKind::None || progress.parent != OrderId{}) return OrderPhase::Waiting;
    if (t.twap.durationMs != 0) return OrderPhase::Twap;
    return t.auction.durationSlots != 0 ? OrderPhase::Auction : OrderPhase::Book;
}

/// The other order of its group has filled so much already. False: nothing is left of this one.
bool giveUp(Emitter& emitter, const AccountState& account, Order& order, Quantity taken) {
    if (order.terms.size <= taken) {
        emitter.closed(account.id, order, CloseReason::OneCancelsOther);
        return false;
    }
    order.terms.size = Quantity(order.terms.size.raw() - taken.raw());
    emitter.tell(OrderUpdated{account.id, order});
    return true;
}

/// Orders of the same set that went in before it may have changed the book.
void submitNew(State& state, Emitter& emitter, MarketState& market, AccountState& account, Order& order) {
    const auto slot = risk::mayRest(order.terms) ? freeSlot(account) : std::nullopt;
    if (Submission(state, emitter, market, account).run(order, slot) == RejectCode::None) return;
    market.touch(emitter.now());
    emitter.closed(account.id, order, CloseReason::PostOnlyDropped);
    tiedAfterEnd(state, emitter, account, order, CloseReason::PostOnlyDropped);
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
    if (const RejectCode code = validateTerms(state, market, {&position, context.entry}, t); code != RejectCode::None)
        return code;
    const bool toBook = t.trigger.kind == TriggerKind::None && context.entry == nullptr;
    if (const RejectCode code = completeTerms(state, market, toBook, t); code != RejectCode::None) return code;
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

Quantity acceptOrder(State& state, Emitter& emitter, MarketState& market, AccountState& account,
                     const OrderTerms& terms, const Relation& relation) {
    Order order{OrderId(account.nextOrderId++), terms, Quantity{}, Money{}, emitter.now(), {}};
    order.progress.group = relation.group;
    order.progress.parent = relation.parent;
    order.progress.phase = firstPhase(terms, order.progress);
    if (relation.parent != OrderId{}) order.terms.size = Quantity{}; // it grows with its entry's fills
    if (terms.clientId.value() != 0) account.clientIds.insert(terms.clientId, emitter.now());
    account.lastActive = emitter.now();
    if (order.progress.phase == OrderPhase::Twap) order.progress.nextChild = emitter.now();
    if (terms.timeInForce == TimeInForce::GoodTillDate)
        state.schedule({expiryOf(order), TimerKind::Expiry, account.id.value(), order.id.value()});
    emitter.tell(OrderAccepted{account.id, order});
    if (!relation.taken.isZero() && !giveUp(emitter, account, order, relation.taken)) return Quantity{};
    switch (order.progress.phase) {
    case OrderPhase::Waiting: startWaiting(state, emitter, market, account, order); break;
    case OrderPhase::Auction: startAuction(state, emitter, market, account, order); break;
    case OrderPhase::Twap:
        enterSlot(account, *freeSlot(account), {order, 0, 0});
        strain(state, account, *account.find(market.params.id), Quantity{}, Price{}, Price{});
        sendTwapChild(state, emitter, account, order.id);
        break;
    case OrderPhase::Book: submitNew(state, emitter, market, account, order); break;
    }
    return order.filled;
}

} // namespace qd::exchange
