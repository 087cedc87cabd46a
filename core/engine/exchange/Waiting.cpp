#include "core/engine/exchange/Waiting.h"

#include "core/engine/exchange/Lifecycle.h"
#include "core/engine/exchange/Placement.h"
#include "core/engine/exchange/Submission.h"
#include "core/engine/exchange/Twap.h"
#include "core/engine/exchange/Validation.h"
#include "core/engine/matching/Auction.h"
#include "core/engine/matching/Triggers.h"

#include <algorithm>
#include <utility>

namespace qd::exchange {
namespace {

bool triggersStand(const State& state, const MarketState& market) {
    const oracle::Oracle& index = state.oracles[market.params.oracle.value()];
    return (market.pausedOperations & paused::kTriggers) == 0 && market.status != MarketStatus::Paused &&
           index.breaker(state.now) == oracle::BreakerCause::None &&
           index.price(PriceUse::Trigger, state.now).has_value();
}

/// Where a waiting order fires now; 0 = nowhere yet.
Price firingPrice(const Order& order) noexcept {
    return order.terms.trigger.kind == TriggerKind::Trailing ? order.progress.stop : order.terms.trigger.price;
}

/// Is there something to send? A bracket's child grows with its entry's fills; another one that follows the position is
/// as large as that.
bool hasSize(const Order& order) noexcept {
    return !order.remaining().isZero() || (order.terms.followsPosition && order.progress.parent == OrderId{});
}

bool mayAct(const AccountState& account, const Order& order, Quantity step) noexcept {
    return hasSize(order) && !hasNothingYet(account, order, step);
}

/// Lets a waiting order see the price. True when it has reached its trigger.
bool sees(Emitter& emitter, const AccountState& account, Order& order, Price price, Price tick) {
    const Trigger& trigger = order.terms.trigger;
    if (trigger.kind != TriggerKind::Trailing)
        return matching::fires(order.terms.side, trigger.kind, price, trigger.price);
    const auto trail = matching::trail(order.terms.side, trigger, order.progress.extreme, price, tick);
    if (!trail) return false;
    if (followPrice(order, price, tick)) emitter.tell(OrderUpdated{account.id, order});
    return trail->fired;
}

/// Lets every waiting order see the price; those that fire are put down with their distance.
void lookAt(State& state, Emitter& emitter, MarketState& market, TriggerSource source, Price before) {
    const Price price = triggerPriceOf(market, source);
    std::vector<Agenda::Fired>& fired = state.agenda.fired;
    fired.clear();
    for (const OrderPlace& place : market.waiting) {
        AccountState& account = *state.account(place.account);
        Order& order = account.orders[*slotOf(account, {place.order, ClientOrderId{}})]->order;
        if (order.terms.trigger.source != source || !mayAct(account, order, market.params.step)) continue;
        if (sees(emitter, account, order, price, market.params.tick))
            fired.push_back({matching::triggerDistance(before, firingPrice(order)), place});
    }
    std::ranges::sort(fired, {}, [](const Agenda::Fired& f) { return std::pair(f.distance, f.place); });
}

void cancelSibling(State& state, Emitter& emitter, AccountState& account, const Order& order) {
    if (order.progress.group == 0) return;
    const OrderId id = order.id;
    const auto group = order.progress.group;
    (void)cancelWhere(state, emitter, account, CloseReason::OneCancelsOther,
                      [&](const Order& other) { return other.id != id && other.progress.group == group; });
}

/// Where the price of a limit that goes in now stands; one that floats is given its price of now.
CloseReason limitNow(const State& state, const MarketState& market, OrderTerms& t) {
    if (!t.oracleOffset.isZero()) {
        if (!floatsNow(state, market)) return CloseReason::OracleInvalid;
        const auto price = matching::offsetPrice(t.side, market.prices.index, t.oracleOffset, market.params.tick);
        if (!price) return CloseReason::MathOverflow;
        t.price = *price;
    }
    return priceFits(market, t) ? CloseReason::Filled : CloseReason::OutOfBand;
}

/// What an order's terms become when it goes in: a market order gets its protective limit, one that floats its price,
/// one that follows the position its size. Filled: nothing stands against it.
CloseReason complete(const State& state, const MarketState& market, const PositionState& position, Order& order) {
    OrderTerms& t = order.terms;
    if (market.status != MarketStatus::Active && market.status != MarketStatus::ReduceOnly)
        return CloseReason::MarketClosed;
    if (t.timeInForce == TimeInForce::GoodTillDate && state.now > t.expiry) return CloseReason::Expired;
    if (t.reduceOnly && reducibleBy(position, t.side) < market.params.step) return CloseReason::ReduceOnly;
    if (t.followsPosition) {
        const std::int64_t size = reducibleBy(position, t.side).raw();
        const Quantity whole(order.filled.raw() + size - size % market.params.step.raw());
        t.size = risk::mayRest(t) ? std::min(whole, market.params.maxSize) : whole;
    }
    if (t.type != OrderType::Market) return limitNow(state, market, t);
    t.timeInForce = t.timeInForce == TimeInForce::GoodTillCancel ? TimeInForce::ImmediateOrCancel : t.timeInForce;
    if (!market.prices.valid()) return CloseReason::OracleInvalid;
    // What it got when it was placed stands.
    if (t.price.isZero()) t.price = risk::marketOrderLimit(market.params, market.prices, t);
    return CloseReason::Filled;
}

CloseReason reasonOf(RejectCode code) noexcept {
    switch (code) {
    case RejectCode::None: return CloseReason::Filled;
    case RejectCode::MathOverflow: return CloseReason::MathOverflow;
    case RejectCode::OracleInvalid:
    case RejectCode::BreakerActive: return CloseReason::OracleInvalid;
    case RejectCode::MarketReduceOnly:
    case RejectCode::MarketPaused: return CloseReason::MarketClosed;
    default: return CloseReason::InsufficientCollateral;
    }
}

/// Filled: the order may go in as it has become. Otherwise it leaves as it was told.
CloseReason admit(const State& state, const MarketState& market, const AccountState& account, Order& order) {
    Order now = order;
    CloseReason reason = complete(state, market, *account.find(market.params.id), now);
    if (reason == CloseReason::Filled)
        reason = reasonOf(checkMargin(state, market, account, now.terms, now.remaining()));
    if (reason == CloseReason::Filled) order = now;
    return reason;
}

void end(State& state, Emitter& emitter, MarketState& market, AccountState& account, const Order& order,
         CloseReason reason) {
    market.touch(emitter.now());
    emitter.closed(account.id, order, reason);
    tiedAfterEnd(state, emitter, account, order, reason);
}

void fire(State& state, Emitter& emitter, MarketState& market, OrderPlace place, Price price) {
    AccountState& account = *state.account(place.account);
    const auto slot = slotOf(account, {place.order, ClientOrderId{}});
    if (!slot || account.orders[*slot]->order.progress.phase != OrderPhase::Waiting) return; // went with another
    if (account.frozen) return;
    account.orders[*slot]->order.progress.triggered = true;
    emitter.tell(OrderTriggered{account.id, account.orders[*slot]->order, price});
    // Its sibling goes first: both could not be carried. A limit leg leaves it until it is filled.
    if (account.orders[*slot]->order.terms.type == OrderType::Market)
        cancelSibling(state, emitter, account, account.orders[*slot]->order);
    Order order = leaveSlot(account, *slot);
    erasePlace(market.waiting, place);
    if (order.terms.auction.durationSlots == 0) return enterBook(state, emitter, market, account, order);
    if (const CloseReason reason = admit(state, market, account, order); reason != CloseReason::Filled)
        return end(state, emitter, market, account, order, reason);
    startAuction(state, emitter, market, account, order);
}

/// An order that waits for a price and has not seen one yet, or may fire at the one that stands.
void lookNow(State& state, Emitter& emitter, AccountState& account, Order& order) {
    MarketState& market = *state.market(order.terms.market);
    const Price price = triggerPriceOf(market, order.terms.trigger.source);
    if (price.isZero() || !mayAct(account, order, market.params.step) || !triggersStand(state, market)) return;
    if (sees(emitter, account, order, price, market.params.tick))
        fire(state, emitter, market, {account.id, order.id}, price);
}

/// A child that has grown goes into the book with all of its size; one that waits for a price looks at it.
void awake(State& state, Emitter& emitter, OrderPlace place) {
    AccountState& account = *state.account(place.account);
    const auto slot = slotOf(account, {place.order, ClientOrderId{}});
    if (!slot) return;
    OpenOrder& open = *account.orders[*slot];
    if (open.order.terms.trigger.kind != TriggerKind::None && !open.order.progress.triggered)
        return lookNow(state, emitter, account, open.order);
    MarketState& market = *state.market(open.order.terms.market);
    if (hasNothingYet(account, open.order, market.params.step)) return;
    if (open.inBook()) market.book.remove(open.handle);
    Order order = leaveSlot(account, *slot);
    if (!order.terms.oracleOffset.isZero()) erasePlace(market.floating, place);
    enterBook(state, emitter, market, account, order);
}

} // namespace

Price triggerPriceOf(const MarketState& market, TriggerSource source) noexcept {
    switch (source) {
    case TriggerSource::Mark: return market.prices.mark;
    case TriggerSource::Index: return market.prices.index;
    case TriggerSource::Last: break;
    }
    return market.lastTrade;
}

bool followPrice(Order& order, Price price, Price tick) noexcept {
    const auto trail = matching::trail(order.terms.side, order.terms.trigger, order.progress.extreme, price, tick);
    if (!trail) return false;
    const bool moved = trail->stop != order.progress.stop;
    order.progress.extreme = trail->extreme;
    order.progress.stop = trail->stop;
    return moved;
}

void evaluateTriggers(State& state, Emitter& emitter, MarketState& market, TriggerSource source, Price before) {
    const Price price = triggerPriceOf(market, source);
    if (market.waiting.empty() || price.isZero() || !triggersStand(state, market)) return;
    lookAt(state, emitter, market, source, before.isZero() ? price : before);
    // Firing trades, and what trades may move the last price: that is looked at when all of these are done.
    std::vector<Agenda::Fired> fired;
    fired.swap(state.agenda.fired);
    for (const Agenda::Fired& f : fired) fire(state, emitter, market, f.place, price);
    fired.swap(state.agenda.fired);
}

void enterBook(State& state, Emitter& emitter, MarketState& market, AccountState& account, Order& order) {
    order.progress.phase = OrderPhase::Book;
    CloseReason reason = admit(state, market, account, order);
    if (reason == CloseReason::Filled) {
        emitter.tell(OrderUpdated{account.id, order});
        const auto slot = risk::mayRest(order.terms) ? freeSlot(account) : std::nullopt;
        if (Submission(state, emitter, market, account).run(order, slot) == RejectCode::None) return;
        reason = CloseReason::PostOnlyDropped;
    }
    end(state, emitter, market, account, order, reason);
}

void workAgenda(State& state, Emitter& emitter) {
    Agenda& agenda = state.agenda;
    // Every round ends orders that wait or fills orders that rest: there is an end.
    while (!agenda.empty()) {
        if (!agenda.awake.empty()) {
            const OrderPlace place = agenda.awake.back();
            std::erase(agenda.awake, place); // it may have been filled more than once
            awake(state, emitter, place);
            continue;
        }
        const MarketId id = agenda.traded.back();
        std::erase(agenda.traded, id);
        MarketState& market = *state.market(id);
        const Price before = std::exchange(market.lastTriggered, market.lastTrade);
        evaluateTriggers(state, emitter, market, TriggerSource::Last, before);
    }
}

} // namespace qd::exchange
