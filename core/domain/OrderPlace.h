#pragma once

#include "core/domain/Order.h"

#include <optional>

/// Where an order stands among the prices. Any thread.
namespace qd {

/// It is not in the book: it waits for its trigger, or for its entry to fill.
[[nodiscard]] constexpr bool isOutsideBook(const Order& order) noexcept {
    // Before the venue has answered only the terms are known.
    const bool unanswered = order.id.value() == 0 && order.terms.trigger.kind != TriggerKind::None;
    return order.progress.phase == OrderPhase::Waiting || unanswered;
}

/// Where an order stands on a ladder or a chart: its limit; while it waits, the price that fires it. A trailing stop
/// that is not active yet stands where it begins to follow. Empty: it has no place (market orders, TWAPs).
[[nodiscard]] constexpr std::optional<Price> placeOf(const Order& order) noexcept {
    const auto known = [](Price price) { return price.isZero() ? std::nullopt : std::optional(price); };
    const OrderTerms& t = order.terms;
    if (!isOutsideBook(order) || t.trigger.kind == TriggerKind::None)
        return t.type == OrderType::Limit ? known(t.price) : std::nullopt;
    if (t.trigger.kind == TriggerKind::Trailing && !order.progress.stop.isZero()) return order.progress.stop;
    return known(t.trigger.price);
}

} // namespace qd
