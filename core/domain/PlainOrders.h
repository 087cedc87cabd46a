#pragma once

#include "core/domain/Order.h"

/// The terms of the two plainest orders, to be varied. Any thread.
namespace qd {

/// Fills at once as far as it can; the rest is cancelled.
[[nodiscard]] inline OrderTerms marketOrder(MarketId market, Side side, Quantity size) {
    OrderTerms t;
    t.market = market;
    t.side = side;
    t.type = OrderType::Market;
    t.timeInForce = TimeInForce::ImmediateOrCancel;
    t.size = size;
    return t;
}
/// Good till cancelled.
[[nodiscard]] inline OrderTerms limitOrder(MarketId market, Side side, Price price, Quantity size) {
    OrderTerms t;
    t.market = market;
    t.side = side;
    t.price = price;
    t.size = size;
    return t;
}

} // namespace qd
