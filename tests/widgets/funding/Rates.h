#pragma once

#include "tests/support/FakeVenue.h"

namespace qd::test {

/// Funding of SOL-PERP: 0.0125 % predicted, an hour's period that ends in 12 minutes.
[[nodiscard]] inline MarketStanding solStanding(UnixNanos now) {
    MarketStanding s;
    s.market = MarketId(0);
    s.ts = now;
    s.funding.charged = true;
    s.funding.predicted8h = Rate(125);
    s.funding.premium = Rate(40);
    s.funding.last8h = Rate(-80);
    s.funding.lastUpdate = now + (-48 * kNanosPerMinute);
    s.funding.nextUpdate = now + 12 * kNanosPerMinute;
    s.oracle.params.symbol = "SOL/USD";
    s.oracle.status = OracleStatus::Valid;
    s.oracle.source = OracleSource::Primary;
    s.oracle.price = s.oracle.displayPrice = Price::of(150);
    s.oracle.confidence = Price(20'000);
    s.oracle.publishedAt = now + (-400 * kNanosPerMilli);
    s.openInterest = Quantity::of(123'456);
    s.openInterestValue = Money::of(18'518'400);
    s.longAccounts = 31;
    s.shortAccounts = 12;
    return s;
}

/// `count` rates an hour apart, the newest at `now`: 1, 2, 3 … ppm.
inline void addRates(FakeVenue& venue, MarketId market, int count) {
    auto& rates = venue.historyRates[market];
    for (int i = 1; i <= count; ++i)
        rates.push_back({venue.marketNow + (i - count) * kNanosPerHour, Rate(i % 2 == 0 ? i : -i),
                         FundingIndex(1'250'000), FundingIndex(9'000'000)});
}

/// `count` payments of 0.5 received in `market`.
inline void addPayments(FakeVenue& venue, MarketId market, int count) {
    for (int i = 1; i <= count; ++i) {
        const auto number = static_cast<std::uint64_t>(venue.historyFunding.size() + 1);
        venue.historyFunding.push_back({number, venue.marketNow + (i - count) * kNanosPerHour, market, Quantity::of(-2),
                                        Money(500'000), Rate(100)});
    }
}

} // namespace qd::test
