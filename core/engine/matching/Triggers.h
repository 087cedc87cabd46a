#pragma once

#include "core/domain/Order.h"
#include "core/engine/matching/Grid.h"

#include <cstdint>
#include <optional>

/// When orders that wait for a price are sent. Source: spec/perps.md §4.2, 4.5. Functions of their arguments, any
/// thread.
namespace qd::matching {

/// §4.5: on touch. A stop or trailing sell fires at or below `trigger`, a buy at or above; a take-profit the other way
/// round. TriggerKind::None never fires.
[[nodiscard]] bool fires(Side side, TriggerKind kind, Price price, Price trigger) noexcept;

/// How far a waiting order's trigger is from the price, >= 0: orders that fire on one update are sent in the order of
/// (triggerDistance at the price before the update, order id).
[[nodiscard]] constexpr UInt128 triggerDistance(Price price, Price trigger) noexcept {
    return magnitudeOf(Int128{trigger.raw()} - price.raw());
}

/// Where a trailing stop stands: OrderProgress::extreme and stop.
struct Trail {
    Price extreme; ///< best price since it became active; 0 = not active
    Price stop;    ///< where it fires; not above 0 when the distance is the whole price
    bool fired = false;
};
/// §4.2: the next price (> 0) of a trailing order that has not fired. It becomes active when the price reaches
/// trigger.price (0 = at once). A sell's peak is updated first, then stop = peak - distance or
/// floor(peak*(1e6 - rate)/1e6), up to tick; it fires when price <= stop. A buy's trough mirrored: ceil, down to tick,
/// price >= stop. The stop only ever tightens. Errors: Overflow.
[[nodiscard]] MathResult<Trail> trail(Side side, const Trigger& trigger, Price extreme, Price price, Price tick);

/// May `terms` wait for this trigger? Numbers of the market: tick and highest price. `now` is the price of its source,
/// empty while there is none. None, or
///   InvalidTrigger: fields of another kind; a price off the tick or out of range; a distance that is missing, given
///     twice or above the whole price; a trailing order with a fixed limit price;
///   InvalidFlags: a trailing or position-following order that is not reduce-only; followsPosition without a trigger;
///   TriggerWouldFireImmediately: its condition holds already and mayFireAtOnce is not set.
[[nodiscard]] RejectCode validateTrigger(const OrderTerms& terms, Price tick, Price maxPrice, std::optional<Price> now);

/// §4.2, one-cancels-other: what is left of an order's sibling after a fill of the order, never below 0.
[[nodiscard]] constexpr Quantity siblingAfterFill(Quantity siblingRemaining, Quantity fill) noexcept {
    return fill < siblingRemaining ? Quantity(siblingRemaining.raw() - fill.raw()) : Quantity(0);
}
/// §4.2, bracket: size of a child after its entry has filled `entryFilled`, of which the child has closed
/// `childFilled`.
[[nodiscard]] constexpr Quantity bracketRemaining(Quantity entryFilled, Quantity childFilled) noexcept {
    return childFilled < entryFilled ? Quantity(entryFilled.raw() - childFilled.raw()) : Quantity(0);
}

} // namespace qd::matching
