#pragma once

#include "core/base/Checked.h"
#include "core/domain/Order.h"
#include "core/domain/Units.h"

#include <expected>

/// Prices on the tick and sizes on the step. Source: spec/perps.md §1.2. Any thread.
namespace qd::matching {

template<class T>
using MathResult = std::expected<T, MathError>;

/// Down to a multiple of step (> 0); size >= 0.
[[nodiscard]] constexpr Quantity downToStep(Quantity size, Quantity step) noexcept {
    return Quantity(size.raw() - size.raw() % step.raw());
}

struct SteppedSize {
    Quantity whole; ///< a multiple of the step
    Quantity rest;  ///< signed as the size; whole + rest = size
};
/// Toward zero to a multiple of step (> 0), of a signed size.
[[nodiscard]] constexpr SteppedSize splitByStep(Quantity size, Quantity step) noexcept {
    const Quantity rest(size.raw() % step.raw());
    return {Quantity(size.raw() - rest.raw()), rest};
}

/// To a multiple of tick (> 0) that is not worse for the order: a buy's down, a sell's up, also of a negative price.
/// Errors: Overflow.
[[nodiscard]] constexpr MathResult<Price> toTick(Checked price, Price tick, Side side) noexcept {
    return (price.dividedBy(tick.raw(), side == Side::Buy ? Round::Down : Round::Up) * Checked(tick.raw())).to<Price>();
}

} // namespace qd::matching
