#pragma once

#include "core/store/Rows.h"
#include "tests/support/Property.h"

#include <limits>
#include <string>

/// Rows with every field at random, for use inside a property.
namespace qd::test {

template<class T>
[[nodiscard]] T any() {
    return *rc::gen::arbitrary<T>();
}
template<class E>
[[nodiscard]] E anyOf(E last) {
    return static_cast<E>(*rc::gen::inRange(0, static_cast<int>(last) + 1));
}
/// Keys, which are in [1, 2^63), with the ends often.
[[nodiscard]] inline std::uint64_t anyKey() {
    constexpr std::uint64_t kLargest = ~0ULL >> 1U;
    return *rc::gen::weightedOneOf<std::uint64_t>(
        {{1, rc::gen::element(std::uint64_t{1}, kLargest)}, {9, rc::gen::inRange(std::uint64_t{1}, kLargest)}});
}
[[nodiscard]] inline Price anyPrice() { return Price(any<std::int64_t>()); }
[[nodiscard]] inline Quantity anyQuantity() { return Quantity(any<std::int64_t>()); }
[[nodiscard]] inline Money anyMoney() { return Money(any<std::int64_t>()); }
[[nodiscard]] inline UnixNanos anyTime() { return UnixNanos(any<std::int64_t>()); }

[[nodiscard]] inline OrderTerms anyTerms() {
    return {MarketId(any<std::uint16_t>()),
            anyOf(Side::Sell),
            anyOf(OrderType::Market),
            anyOf(TimeInForce::FillOrKill),
            anyOf(PostOnly::Slide),
            any<bool>(),
            anyOf(SelfTradePrevention::Decrement),
            anyPrice(),
            anyQuantity(),
            ClientOrderId(any<std::uint64_t>()),
            anyTime(),
            Rate(any<std::int64_t>())};
}

[[nodiscard]] inline store::OrderRow anyOrder(store::RunId run, store::MarketKey market) {
    store::OrderRow row{run, market, {}};
    row.order.order = {OrderId(*rc::gen::inRange(1U, ~0U)), anyTerms(), anyQuantity(), anyMoney(), anyTime()};
    row.order.state = anyOf(OrderState::Expired);
    row.order.closeReason = anyOf(CloseReason::MathOverflow);
    row.order.rejectCode = anyOf(RejectCode::BookFull);
    row.order.pendingAmend = any<bool>();
    row.order.pendingCancel = any<bool>();
    row.order.queueAhead = anyQuantity();
    row.order.sentAt = anyTime();
    row.order.changedAt = anyTime();
    if (any<bool>()) row.order.roundTripNanos = any<std::int64_t>();
    return row;
}

[[nodiscard]] inline store::FillRow anyFill(store::RunId run, store::MarketKey market) {
    return {
        run,
        market,
        {anyTime(),
         {AccountId(any<std::uint32_t>()), OrderId(any<std::uint32_t>()), ClientOrderId(any<std::uint64_t>()),
          MarketId(any<std::uint16_t>()), TradeId(any<std::uint64_t>()), anyOf(Side::Sell), anyOf(LiquidityRole::Taker),
          anyPrice(), anyQuantity(), anyMoney(), anyMoney(), anyMoney(), anyQuantity(), anyKey(), anyQuantity()}}};
}

[[nodiscard]] inline store::TradeRow anyTrade(store::RunId run, store::MarketKey market) {
    return {run, market, {TradeId(anyKey()), anyTime(), anyPrice(), anyQuantity(), anyOf(Side::Sell)}};
}

[[nodiscard]] inline store::CandleRow anyMinute(store::MarketKey market) {
    const auto index = *rc::gen::inRange<std::int64_t>(-150'000'000, 150'000'000); // years 1685 to 2255
    return {market,
            Interval::M1,
            {UnixNanos(index * kNanosPerMinute), anyPrice(), anyPrice(), anyPrice(), anyPrice(), anyQuantity(),
             anyQuantity(), any<std::uint32_t>()}};
}

[[nodiscard]] inline store::EventRow anyEvent() {
    return {anyTime(), anyOf(store::EventKind::Notice), any<std::string>()};
}

} // namespace qd::test
