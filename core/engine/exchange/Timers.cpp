#include "core/engine/exchange/Timers.h"

#include "core/engine/exchange/Lifecycle.h"
#include "core/engine/exchange/Liquidation.h"
#include "core/engine/exchange/Prices.h"
#include "core/engine/exchange/Twap.h"
#include "core/engine/exchange/Waiting.h"
#include "core/engine/liquidation/BookLiquidation.h"

#include <algorithm>

namespace qd::exchange {
namespace {

/// The order a timer is for, in the phase it is for.
std::optional<std::size_t> orderIn(const AccountState& account, const Timer& due, OrderPhase phase) {
    const auto slot = slotOf(account, {OrderId(due.detail), ClientOrderId{}});
    return slot && account.orders[*slot]->order.progress.phase == phase ? slot : std::nullopt;
}

/// A timer acts only for the reason it was set: what came up in the meantime has timers of its own, and a state that
/// was read back has no others.
void runForAccount(State& state, Emitter& emitter, const Timer& due) {
    AccountState& account = *state.account(AccountId(due.subject));
    const auto order = [&](std::size_t slot) -> const Order& { return account.orders[slot]->order; };
    switch (due.kind) {
    case TimerKind::Expiry:
        if (const auto slot = orderIn(account, due, OrderPhase::Book); slot && expiryOf(order(*slot)) == due.at)
            cancelAt(state, emitter, account, *slot, CloseReason::Expired);
        return;
    case TimerKind::TwapChild:
        if (const auto slot = orderIn(account, due, OrderPhase::Twap);
            slot && order(*slot).progress.nextChild == due.at)
            sendTwapChild(state, emitter, account, OrderId(due.detail));
        return;
    case TimerKind::AuctionEnd:
        if (const auto slot = orderIn(account, due, OrderPhase::Auction); slot && auctionEndOf(order(*slot)) == due.at)
            endAuction(state, emitter, account, OrderId(due.detail));
        return;
    case TimerKind::Liquidation: {
        const PositionState* position = account.find(MarketId(static_cast<std::uint16_t>(due.detail)));
        if (position != nullptr && position->liquidationOrderAt != UnixNanos{} &&
            due.at - position->liquidationOrderAt == liquidation::kSecondPartAfter)
            checkPools(state, emitter, account);
        return;
    }
    default: return;
    }
}

void run(State& state, Emitter& emitter, const Timer& due) {
    const auto subject = static_cast<std::uint16_t>(due.subject);
    switch (due.kind) {
    case TimerKind::Funding: return stepFunding(state, emitter, *state.market(MarketId(subject)));
    case TimerKind::BreakerCheck: return checkBreaker(state, emitter, OracleId(subject), due.at);
    default: return runForAccount(state, emitter, due);
    }
}

/// What was due by now has been done; what comes follows from what is there.
void scheduleLater(State& state, const Timer& timer) {
    if (timer.at > state.now) state.schedule(timer);
}

void scheduleOrder(State& state, const AccountState& account, const Order& order) {
    const auto at = [&](UnixNanos time, TimerKind kind) {
        scheduleLater(state, {time, kind, account.id.value(), order.id.value()});
    };
    if (order.terms.timeInForce == TimeInForce::GoodTillDate) at(expiryOf(order), TimerKind::Expiry);
    if (order.progress.phase == OrderPhase::Auction) at(auctionEndOf(order), TimerKind::AuctionEnd);
    if (order.progress.phase == OrderPhase::Twap) at(order.progress.nextChild, TimerKind::TwapChild);
}

} // namespace

void scheduleAll(State& state) {
    for (const oracle::Oracle& o : state.oracles) {
        if (o.state().breaker != oracle::BreakerCause::None)
            scheduleLater(state, {UnixNanos(o.state().trippedAt.value() + oracle::kBreakerNanos),
                                  TimerKind::BreakerCheck, o.params().id.value(), 0});
    }
    for (const auto& m : state.markets) {
        const bool over = m->status == MarketStatus::Settlement || m->status == MarketStatus::Delisted;
        if (m->params.funding && !over)
            state.schedule({m->funding.nextSample(), TimerKind::Funding, m->params.id.value(), 0});
    }
    for (const auto& a : state.accounts) {
        for (const auto& open : a->orders) {
            if (open) scheduleOrder(state, *a, open->order);
        }
        for (std::size_t i = 0; i < a->positionCount; ++i) {
            const PositionState& p = a->positions[i];
            if (p.liquidationOrderAt != UnixNanos{})
                scheduleLater(state, {UnixNanos(p.liquidationOrderAt.value() + liquidation::kSecondPartAfter),
                                      TimerKind::Liquidation, a->id.value(), p.market.value()});
        }
    }
}

namespace {

/// Orders that were cancelled leave their timers behind, for up to 30 days. When most of them are such, those that have
/// a reason are set anew; it costs as much as a few dozen of the orders that made it necessary.
void forgetIdleTimers(State& state) {
    constexpr std::size_t kFew = std::size_t{1} << 16U;
    if (state.timers.size() <= 2 * state.timersKept + state.accounts.size() + kFew) return;
    state.timers.clear();
    scheduleAll(state);
    state.timersKept = state.timers.size();
}

} // namespace

void runTimers(State& state, Emitter& emitter) {
    while (!state.timers.empty() && state.timers.front().at <= emitter.now()) {
        const Timer due = state.timers.front();
        // A reason may have been put down twice.
        while (!state.timers.empty() && state.timers.front() == due) {
            std::ranges::pop_heap(state.timers, std::greater<>{});
            state.timers.pop_back();
        }
        run(state, emitter, due);
        workAgenda(state, emitter);
    }
    forgetIdleTimers(state);
}

} // namespace qd::exchange
