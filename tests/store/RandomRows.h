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

[[nodiscard]] inline Rate anyRate() { return Rate(any<std::int64_t>()); }
[[nodiscard]] inline MarketId anyMarket() { return MarketId(any<std::uint16_t>()); }
[[nodiscard]] inline AccountId anyAccount() { return AccountId(any<std::uint32_t>()); }

[[nodiscard]] inline OrderTerms anyTerms() {
    OrderTerms t;
    t.market = anyMarket();
    t.side = anyOf(Side::Sell);
    t.type = anyOf(OrderType::Market);
    t.timeInForce = anyOf(TimeInForce::FillOrKill);
    t.postOnly = anyOf(PostOnly::Slide);
    t.reduceOnly = any<bool>();
    t.selfTrade = anyOf(SelfTradePrevention::Decrement);
    t.price = anyPrice();
    t.size = anyQuantity();
    t.clientId = ClientOrderId(any<std::uint64_t>());
    t.expiry = anyTime();
    t.maxSlippage = anyRate();
    t.oracleOffset = anyPrice();
    t.display = anyQuantity();
    t.userMargin = Ratio(any<std::int64_t>());
    t.followsPosition = any<bool>();
    t.trigger = {
        anyOf(TriggerKind::Trailing), anyOf(TriggerSource::Last), any<bool>(), anyPrice(), anyPrice(), anyRate()};
    t.twap = {any<std::int64_t>(), any<std::int64_t>()};
    t.auction = {any<std::uint16_t>(), anyPrice(), anyPrice()};
    return t;
}

[[nodiscard]] inline OrderProgress anyProgress() {
    return {anyOf(OrderPhase::Twap),
            any<bool>(),
            any<bool>(),
            OrderId(any<std::uint32_t>()),
            any<std::uint32_t>(),
            anyPrice(),
            anyPrice(),
            any<std::uint32_t>(),
            anyTime(),
            any<std::uint64_t>()};
}

[[nodiscard]] inline store::OrderRow anyOrder(store::RunId run, store::MarketKey market) {
    store::OrderRow row{run, market, {}};
    row.order.order = {
        OrderId(*rc::gen::inRange(1U, ~0U)), anyTerms(), anyQuantity(), anyMoney(), anyTime(), anyProgress()};
    row.order.state = anyOf(OrderState::Expired);
    row.order.closeReason = anyOf(CloseReason::Triggered);
    row.order.rejectCode = anyOf(kLastRejectCode);
    row.order.pendingAmend = any<bool>();
    row.order.pendingCancel = any<bool>();
    row.order.triggeredAt = anyPrice();
    row.order.queueAhead = anyQuantity();
    row.order.sentAt = anyTime();
    row.order.changedAt = anyTime();
    if (any<bool>()) row.order.roundTripNanos = any<std::int64_t>();
    return row;
}

[[nodiscard]] inline store::FillRow anyFill(store::RunId run, store::MarketKey market) {
    return {run,
            market,
            {anyTime(),
             {AccountId(any<std::uint32_t>()), OrderId(any<std::uint32_t>()), ClientOrderId(any<std::uint64_t>()),
              MarketId(any<std::uint16_t>()), TradeId(any<std::uint64_t>()), anyOf(Side::Sell),
              anyOf(LiquidityRole::Taker), anyPrice(), anyQuantity(), anyMoney(), anyMoney(), anyMoney(), anyMoney(),
              anyMoney(), anyQuantity(), anyKey(), anyQuantity()}}};
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

[[nodiscard]] inline store::FundingRow anyFunding(store::MarketKey market) {
    return {market,
            {UnixNanos(any<std::int64_t>() / 2), anyRate(), FundingIndex(any<std::int64_t>()),
             FundingIndex(any<std::int64_t>())}};
}

[[nodiscard]] inline store::PaymentRow anyPayment(store::RunId run) {
    return {run, {anyKey(), anyTime(), anyMarket(), anyQuantity(), anyMoney(), anyRate()}};
}

[[nodiscard]] inline store::LedgerRow anyMovement(store::RunId run) {
    return {run,
            {anyKey(),
             anyTime(),
             {anyAccount(), anyOf(PostingKind::ReferralReward), AssetId(any<std::uint8_t>()), anyMarket(), any<bool>(),
              Amount(any<std::int64_t>()), Amount(any<std::int64_t>()), anyAccount()}}};
}

[[nodiscard]] inline store::LiquidationRow anyLiquidation(store::RunId run) {
    LiquidationEntry e;
    e.number = anyKey();
    e.ts = anyTime();
    e.venue = any<std::string>();
    e.kind = anyOf(LiquidationEntryKind::Bankrupt);
    e.account = anyAccount();
    e.pool = {any<bool>(), anyMarket()};
    e.market = anyMarket();
    e.side = anyOf(Side::Sell);
    e.size = anyQuantity();
    e.price = anyPrice();
    for (Money* m : {&e.liquidatorFee, &e.insurance, &e.realised, &e.loss, &e.fromFees, &e.socialised, &e.collateral,
                     &e.requirement})
        *m = anyMoney();
    e.position = anyQuantity();
    e.other = anyAccount();
    e.level = anyOf(MarginCall::Liquidation);
    e.before = anyOf(MarginCall::Liquidation);
    return {run, e};
}

[[nodiscard]] inline store::EquityRow anySample(store::RunId run) {
    return {run, {UnixNanos(any<std::int64_t>() / 2), anyMoney(), anyMoney(), anyMoney()}};
}

[[nodiscard]] inline store::EventRow anyEvent() {
    return {anyTime(), anyOf(store::EventKind::Notice), any<std::string>()};
}

} // namespace qd::test
