#pragma once

#include "core/domain/Records.h"

#include <vector>

namespace qd::test {

[[nodiscard]] inline LiquidationEntry step(std::uint64_t number, LiquidationEntryKind kind, std::uint16_t market = 0,
                                           Side side = Side::Sell, std::int64_t size = 0, Price price = {}) {
    LiquidationEntry e;
    e.number = number;
    e.ts = UnixNanos::fromMillis(1'700'000'000'000 + static_cast<std::int64_t>(number) * 1'000);
    e.venue = "QuantDesk simulator";
    e.kind = kind;
    e.account = AccountId(40);
    e.market = MarketId(market);
    e.side = side;
    e.size = Quantity(size);
    e.price = price;
    return e;
}

/// A long of SOL that is liquidated to its end, a short of BTC that is taken over.
[[nodiscard]] inline std::vector<LiquidationEntry> aBadDay() {
    using K = LiquidationEntryKind;
    std::vector<LiquidationEntry> feed{step(1, K::Started),
                                       step(2, K::OrdersCancelled),
                                       step(3, K::Book, 0, Side::Sell, 10'000'000'000, Price::of(140)),
                                       step(4, K::Deleveraged, 0, Side::Sell, 2'000'000'000, Price::of(139)),
                                       step(5, K::Bankruptcy),
                                       step(6, K::Bankrupt),
                                       step(7, K::TakeOver, 1, Side::Buy, 50'000'000, Price::of(68'000))};
    feed[2].insurance = Money::of(7);
    feed[2].liquidatorFee = Money(3'500'000);
    feed[4].loss = Money::of(90);
    feed[4].fromFees = Money::of(20);
    feed[4].insurance = Money::of(-60);
    feed[4].socialised = Money::of(10);
    feed[6].account = AccountId(1);
    feed[6].other = AccountId(8);
    return feed;
}

} // namespace qd::test
