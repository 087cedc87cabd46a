#pragma once

#include "tests/support/FakeVenue.h"

namespace qd::test {

/// `count` orders a minute apart, the newest at market time; every third one works.
inline void addOrders(FakeVenue& venue, int count) {
    for (int i = 1; i <= count; ++i) {
        OrderRecord r;
        r.number = static_cast<std::uint64_t>(venue.historyOrders.size() + 1);
        r.order.order.id = OrderId(static_cast<std::uint32_t>(r.number));
        r.order.order.terms.market = MarketId(i % 2 == 0 ? 1 : 0);
        r.order.order.terms.side = i % 2 == 0 ? Side::Sell : Side::Buy;
        r.order.order.terms.price = Price(148'270'000);
        r.order.order.terms.size = Quantity::of(2);
        r.order.order.terms.clientId = ClientOrderId(r.number + 1'000);
        r.order.order.filled = Quantity::of(1);
        r.order.order.filledQuote = Money(148'265'000);
        r.order.state = i % 3 == 0 ? OrderState::Working : OrderState::Cancelled;
        r.order.closeReason = CloseReason::Cancelled;
        r.order.order.createdAt = venue.marketNow + (i - count) * kNanosPerMinute;
        r.order.sentAt = r.order.order.createdAt + -kNanosPerHour; // by the wall clock
        r.order.changedAt = r.order.sentAt;
        venue.historyOrders.push_back(r);
    }
}

[[nodiscard]] inline LedgerMovement movement(std::uint64_t number, PostingKind kind, std::int64_t amount,
                                             std::uint8_t asset = 0) {
    LedgerMovement m;
    m.number = number;
    m.ts = UnixNanos::fromMillis(1'700'000'000'000 + static_cast<std::int64_t>(number));
    m.posted = {AccountId(1), kind,           AssetId(asset),     MarketId(0),
                false,        Amount(amount), Amount(amount * 2), AccountId(4)};
    return m;
}

[[nodiscard]] inline FillView aFill() {
    FillView f;
    f.ts = UnixNanos::fromMicros(1'700'000'000'172'216);
    f.fill.sequence = 7;
    f.fill.market = MarketId(0);
    f.fill.order = OrderId(12);
    f.fill.clientId = ClientOrderId(18'446'744'073'709'551'615ULL);
    f.fill.trade = TradeId(99);
    f.fill.side = Side::Sell;
    f.fill.role = LiquidityRole::Maker;
    f.fill.price = Price(148'270'000);
    f.fill.size = Quantity(1'500'000'001);
    f.fill.quote = Money(222'405'000);
    f.fill.fee = Money(-11'121);
    f.fill.realised = Money(-1);
    f.fill.position = Quantity(-3'000'000'000);
    return f;
}

} // namespace qd::test
