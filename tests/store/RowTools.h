#pragma once

#include "core/store/Rows.h"

#include <tuple>

/// Making and comparing rows in tests.
namespace qd::test {

[[nodiscard]] inline bool same(const TrackedOrder& a, const TrackedOrder& b) {
    const auto rest = [](const TrackedOrder& o) {
        return std::tie(o.state, o.closeReason, o.rejectCode, o.pendingAmend, o.pendingCancel, o.queueAhead, o.sentAt,
                        o.changedAt, o.roundTripNanos, o.triggeredAt);
    };
    return a.order == b.order && rest(a) == rest(b);
}
[[nodiscard]] inline bool same(const store::OrderRow& a, const store::OrderRow& b) {
    return a.run == b.run && a.market == b.market && same(a.order, b.order);
}
[[nodiscard]] inline bool same(const OrderFilled& a, const OrderFilled& b) {
    const auto all = [](const OrderFilled& f) {
        return std::tie(f.account, f.order, f.clientId, f.market, f.trade, f.side, f.role, f.price, f.size, f.quote,
                        f.fee, f.discount, f.reward, f.realised, f.position, f.remaining);
    };
    return all(a) == all(b);
}
[[nodiscard]] inline bool same(const store::FillRow& a, const store::FillRow& b) {
    return a.run == b.run && a.market == b.market && a.fill.fill.sequence == b.fill.fill.sequence &&
           a.fill.ts == b.fill.ts && same(a.fill.fill, b.fill.fill);
}

[[nodiscard]] inline bool same(const store::PaymentRow& a, const store::PaymentRow& b) {
    const auto all = [](const FundingPayment& p) {
        return std::tie(p.number, p.ts, p.market, p.base, p.amount, p.rate8h);
    };
    return a.run == b.run && all(a.payment) == all(b.payment);
}
[[nodiscard]] inline bool same(const store::LedgerRow& a, const store::LedgerRow& b) {
    const auto all = [](const LedgerMovement& m) {
        const LedgerPosted& p = m.posted;
        return std::tie(m.number, m.ts, p.account, p.kind, p.asset, p.market, p.isolated, p.amount, p.balance, p.other);
    };
    return a.run == b.run && all(a.movement) == all(b.movement);
}
[[nodiscard]] inline bool same(const store::LiquidationRow& a, const store::LiquidationRow& b) {
    return a.run == b.run && a.entry == b.entry;
}

/// A bar whose numbers follow from its time.
[[nodiscard]] inline store::CandleRow barAt(store::MarketKey market, Interval interval, std::int64_t index) {
    const std::int64_t p = 148'000'000 + index % 1000;
    return {market,
            interval,
            {UnixNanos(index * static_cast<std::int64_t>(interval)), Price(p), Price(p + 500), Price(p - 500),
             Price(p + 100), Quantity(2'000'000'000 + index), Quantity(1'000'000'000), 7}};
}
[[nodiscard]] inline store::TradeRow tradeAt(store::RunId run, store::MarketKey market, std::uint64_t id) {
    return {run,
            market,
            {TradeId(id), UnixNanos(static_cast<std::int64_t>(id) * kNanosPerSecond), Price(148'000'000),
             Quantity(1'000'000), id % 2 == 0 ? Side::Buy : Side::Sell}};
}
[[nodiscard]] inline store::FillRow fillAt(store::RunId run, store::MarketKey market, std::uint64_t sequence) {
    store::FillRow row{
        run, market, {UnixNanos(static_cast<std::int64_t>(sequence % 1'000'000'000) * kNanosPerSecond), {}}};
    row.fill.fill.sequence = sequence;
    row.fill.fill.order = OrderId(static_cast<std::uint32_t>(sequence));
    row.fill.fill.price = Price(148'000'000);
    row.fill.fill.size = Quantity(1'000'000'000);
    row.fill.fill.quote = Money(148'000'000);
    return row;
}

} // namespace qd::test
