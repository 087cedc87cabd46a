#include "core/domain/PlainOrders.h"
#include "core/engine/exchange/Exchange.h"
#include "tests/fuzz/Fuzz.h"

#include <algorithm>

using namespace qd;
using qd::fuzz::require;

namespace {

constexpr std::uint32_t kFewOrders = 256;
constexpr std::size_t kFormat = sizeof(std::uint32_t); ///< the number a snapshot begins with

template<class Body>
void apply(exchange::Exchange& exchange, Body body, std::int64_t later = 0) {
    Command command;
    const std::int64_t now = exchange.state().now.value();
    command.ts = now < std::numeric_limits<std::int64_t>::max() - later ? UnixNanos(now + later) : UnixNanos(now);
    command.origin = Origin::Trader;
    command.body = std::move(body);
    (void)exchange.apply(command);
    require(exchange::audit(exchange.state()).balanced);
}

/// A little of everything, with every account on every market.
void trade(exchange::Exchange& exchange) {
    const auto accounts = static_cast<std::uint32_t>(std::min<std::size_t>(exchange.state().accounts.size(), 4));
    const auto markets = static_cast<std::uint16_t>(std::min<std::size_t>(exchange.state().markets.size(), 3));
    for (std::uint16_t m = 0; m < markets; ++m) {
        const MarketId market(m);
        const MarketParams params = exchange.state().markets[m]->params;
        for (std::uint32_t a = 0; a < accounts; ++a) {
            apply(exchange, PlaceOrder{AccountId(a), marketOrder(market, Side::Buy, params.minSize)});
            apply(exchange, PlaceOrder{AccountId(a), marketOrder(market, Side::Sell, params.maxSize)});
            OrderTerms limit = marketOrder(market, Side::Buy, params.minSize);
            limit.type = OrderType::Limit;
            limit.timeInForce = TimeInForce::GoodTillCancel;
            limit.price = exchange.state().markets[m]->prices.index;
            apply(exchange, PlaceOrder{AccountId(a), limit});
        }
        const BookLevel level{params.tick, params.maxSize};
        apply(exchange, UpdateDepth{market, true, {&level, 1}, {}});
        apply(exchange, PrintTrade{market, params.tick, params.minSize, Side::Sell, 1});
        apply(exchange, SetPrices{market, params.maxPrice, params.maxPrice, false});
    }
    apply(exchange, AdvanceTime{}, 60 * kNanosPerDay);
    for (std::uint32_t a = 0; a < accounts; ++a) apply(exchange, CancelAll{AccountId(a), {}, {}});
}

/// What was written is read and written the same again.
void requireSteady(ByteSpan written) {
    const auto again = exchange::Exchange::load(written, {kFewOrders});
    require(again.has_value());
    ByteWriter saved;
    again->save(saved);
    require(std::ranges::equal(saved.bytes(), written));
}

} // namespace

/// Arbitrary bytes as the state of an exchange: refused with a reason, or a state that is written back byte for byte
/// (one of the format before in the present one), adds up, and can be traded on.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteSpan bytes = std::as_bytes(std::span(data, size));
    auto loaded = exchange::Exchange::load(bytes, {kFewOrders});
    if (!loaded) {
        require(loaded.error().detail.starts_with("exchange snapshot"));
        return 0;
    }
    ByteWriter saved;
    loaded->save(saved);
    if (std::ranges::equal(saved.bytes().first(kFormat), bytes.first(kFormat)))
        require(std::ranges::equal(saved.bytes(), bytes));
    else
        requireSteady(saved.bytes());
    require(exchange::audit(loaded->state()).balanced);
    trade(*loaded);
    return 0;
}
