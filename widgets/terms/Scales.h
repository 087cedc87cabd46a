#pragma once

#include "core/domain/Market.h"
#include "core/domain/Scale.h"
#include "widgets/base/OrderPlan.h"

#include <expected>

/// Many limit orders between two prices. Pure; any thread.
namespace qd::ui {

/// The orders of a ladder, by the exchange's own prices and sizes (spec/perps.md §4.2); everything but price and size
/// is taken from `like`. Error: what validateScale says, or MathOverflow.
[[nodiscard]] std::expected<OrderPlan, RejectCode> scaleOf(const ScaleLadder& ladder, const OrderTerms& like,
                                                           const MarketParams& market);

} // namespace qd::ui
