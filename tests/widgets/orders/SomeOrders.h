#pragma once

#include "core/domain/Account.h"

namespace qd::test {

inline const UnixNanos kSent = UnixNanos::fromMillis(1'699'999'959'000); ///< 41 s before the rig's clock

/// A working limit order of 5 SOL at 147.05; `id` is also its client id less 100.
[[nodiscard]] inline TrackedOrder workingOrder(std::uint32_t id, Side side = Side::Buy) {
    TrackedOrder t;
    t.order.id = OrderId(id);
    t.order.terms.clientId = ClientOrderId(id + 100);
    t.order.terms.market = MarketId(0);
    t.order.terms.side = side;
    t.order.terms.price = Price(147'050'000);
    t.order.terms.size = Quantity::of(5);
    t.state = OrderState::Working;
    t.queueAhead = Quantity(38'400'000'000);
    t.sentAt = kSent + static_cast<std::int64_t>(id) * kNanosPerMilli;
    t.changedAt = t.sentAt;
    t.roundTripNanos = 4'100'000;
    return t;
}

/// The same, waiting to sell at market when its trigger is reached.
[[nodiscard]] inline TrackedOrder waitingOrder(std::uint32_t id, TriggerKind kind, Price trigger) {
    TrackedOrder t = workingOrder(id, Side::Sell);
    t.order.terms.type = OrderType::Market;
    t.order.terms.timeInForce = TimeInForce::ImmediateOrCancel;
    t.order.terms.price = Price();
    t.order.terms.reduceOnly = true;
    t.order.terms.trigger.kind = kind;
    t.order.terms.trigger.price = trigger;
    t.order.progress.phase = OrderPhase::Waiting;
    t.queueAhead = Quantity();
    return t;
}

/// The same, over for a reason.
[[nodiscard]] inline TrackedOrder finishedOrder(std::uint32_t id, OrderState state, CloseReason reason,
                                                RejectCode code = RejectCode::None) {
    TrackedOrder t = workingOrder(id);
    t.state = state;
    t.closeReason = reason;
    t.rejectCode = code;
    t.changedAt = t.sentAt + 5 * kNanosPerSecond;
    return t;
}

} // namespace qd::test
