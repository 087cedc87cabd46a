#include "core/engine/exchange/Waiting.h"

#include "core/engine/exchange/Lifecycle.h"
#include "core/engine/exchange/Placement.h"
#include "core/engine/exchange/Submission.h"
#include "core/engine/exchange/Validation.h"
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

/// Is there something to send? A bracket's child grows with its entry's fills; one that follows the position is as
/// large as that.
bool hasSize(const Order& order) noexcept { return order.terms.followsPosition || !order.remaining().isZero(); }

/// Lets every waiting order see the price; those that fire are put down with their distance.
void lookAt(State& state, Emitter& emitter, MarketState& market, TriggerSource source, Price before) {
    const Price price = triggerPriceOf(market, source);
    std::vector<Agenda::Fired>& fired = state.agenda.fired;
    fired.clear();
    for (const OrderPlace& place : market.waiting) {
        AccountState& account = *state.account(place.account);
        OpenOrder& open = *account.orders[*slotOf(account, {place.order, ClientOrderId{}})];
        Order& order = open.order;
        const Trigger& trigger = order.terms.trigger;
        if (trigger.source != source || !hasSize(order)) continue;
        bool fires = false;
        if (trigger.kind == TriggerKind::Trailing) {
            const auto trail =
                matching::trail(order.terms.side, trigger, order.progress.extreme, price, market.params.tick);
            if (!trail) continue;
            fires = trail->fired;
            if (followPrice(order, price, market.params.tick)) emitter.tell(OrderUpdated{account.id, order});
        } else {
            fires = matching::fires(order.terms.side, trigger.kind, price, trigger.price);
        }
        if (fires) fired.push_back({matching::triggerDistance(before, firingPrice(order)), place});
    }
    std::ranges::sort(fired, {}, [](const Agenda::Fired& f) { return std::pair(f.distance, f.place); });
}

void cancelSibling(State& state, Emitter& emitter, AccountState& account, const Order& order) {
    if (order.progress.group == 0) return;
    const OpenSlots open = openSlotsById(account);
    for (const std::uint8_t slot : open.all()) {
        if (account.orders[slot] && account.orders[slot]->order.id != order.id &&
            account.orders[slot]->order.progress.group == order.progress.group)
            cancelAt(state, emitter, account, slot, CloseReason::OneCancelsOther);
    }
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
    enterBook(state, emitter, market, account, order);
}

/// What a fired order's terms become: a market order gets its protective limit, a trailing limit order its limit.
CloseReason completeFired(const MarketState& market, const PositionState& position, Order& order) {
    OrderTerms& t = order.terms;
    if (t.reduceOnly && reducibleBy(position, t.side) < market.params.step) return CloseReason::ReduceOnly;
    if (t.followsPosition) {
        const std::int64_t size = reducibleBy(position, t.side).raw();
        t.size = Quantity(order.filled.raw() + size - size % market.params.step.raw());
    }
    if (t.type == OrderType::Market) {
        t.timeInForce = TimeInForce::ImmediateOrCancel;
        t.price = risk::marketOrderLimit(market.params, market.prices, t);
        return CloseReason::Filled;
    }
    return priceFits(market, t) ? CloseReason::Filled : CloseReason::OutOfBand;
}

CloseReason reasonOf(RejectCode code) noexcept {
    switch (code) {
    case RejectCode::None: return CloseReason::Filled;
    case RejectCode::MathOverflow: return CloseReason::MathOverflow;
    case RejectCode::OracleInvalid: return CloseReason::OracleInvalid;
    default: return CloseReason::InsufficientCollateral;
    }
}

/// A child has grown: what waits for no price goes into the book, with all of its size.
void activate(State& state, Emitter& emitter, OrderPlace place) {
    AccountState& account = *state.account(place.account);
    const auto slot = slotOf(account, {place.order, ClientOrderId{}});
    if (!slot) return;
    OpenOrder& open = *account.orders[*slot];
    if (open.order.terms.trigger.kind != TriggerKind::None && !open.order.progress.triggered) return;
    MarketState& market = *state.market(open.order.terms.market);
    if (open.inBook()) market.book.remove(open.handle);
    Order order = leaveSlot(account, *slot);
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
    CloseReason reason = completeFired(market, *account.find(market.params.id), order);
    if (reason == CloseReason::Filled)
        reason = reasonOf(checkMargin(state, market, account, order.terms, order.remaining()));
    if (reason == CloseReason::Filled) {
        const auto slot = risk::mayRest(order.terms) ? freeSlot(account) : std::nullopt;
        if (Submission(state, emitter, market, account).run(order, slot) == RejectCode::None) return;
        reason = CloseReason::PostOnlyDropped;
    }
    market.touch(emitter.now());
    emitter.closed(account.id, order, reason);
    tiedAfterEnd(state, emitter, account, order, reason);
}

void workAgenda(State& state, Emitter& emitter) {
    Agenda& agenda = state.agenda;
    // Every round ends orders that wait or fills orders that rest: there is an end.
    while (!agenda.empty()) {
        if (!agenda.grown.empty()) {
            const OrderPlace place = agenda.grown.back();
            agenda.grown.pop_back();
            activate(state, emitter, place);
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
