#include "core/feed/simulator/NoiseTrader.h"

#include "core/feed/simulator/Distributions.h"

#include <algorithm>

namespace qd::simulator {
namespace {

constexpr std::int64_t kPause = 600 * kNanosPerMilli;
constexpr std::int64_t kHurry = 120 * kNanosPerMilli; // while he has few orders
constexpr std::size_t kFewOrders = 16;
constexpr std::size_t kManyOrders = 30;
constexpr std::int64_t kNearest = 100;        // 1e-6 from the index
constexpr std::int64_t kMeanDistance = 3'500; // beyond that
constexpr std::int64_t kFarthest = 15'000;
constexpr std::int64_t kTooNear = 30;
constexpr std::int64_t kTooFar = 25'000;
constexpr std::int64_t kSizeSpread = kOneQ16 * 13 / 10;
constexpr std::uint64_t kRoundPermille = 400;

} // namespace

NoiseTrader::NoiseTrader(const MarketSetup& setup, AccountId account, SplitMix64 random)
    : m_account(account)
    , m_orders(Grid(setup.params))
    , m_random(random)
    , m_median(setup.quoteValue) {}

CommandBody NoiseTrader::place(const Surroundings& s) {
    // The thinner side first: what fills or is withdrawn on one side must not leave it empty.
    const std::size_t bids = m_orders.side(Side::Buy).size();
    const std::size_t asks = m_orders.side(Side::Sell).size();
    const bool buy = bids == asks ? chance(m_random, 500) : bids < asks;
    const Side side = buy ? Side::Buy : Side::Sell;
    const std::int64_t distance = std::min(kNearest + exponential(m_random, kMeanDistance), kFarthest);
    const Price price(s.index.raw() - signOf(side) * partOf(s.index, distance));
    const std::int64_t unit = !chance(m_random, kRoundPermille) ? 1 : chance(m_random, 400) ? 50 : 10;
    // Rounded away from the market, on both sides alike: otherwise one side would trade more than the other.
    const std::int64_t tick =
        buy ? s.grid.tickBelow(price) / unit * unit : (s.grid.tickAbove(price) + unit - 1) / unit * unit;
    const std::int64_t value = logNormal(m_random, m_median.raw(), kSizeSpread);
    OrderTerms terms = limitTerms(s, side, tick, s.grid.lotsWorth(Money(value), s.index));
    terms.postOnly = PostOnly::Slide;
    return PlaceOrder{m_account, terms};
}

const OwnOrder* NoiseTrader::nervous(const Surroundings& s) const {
    for (const Side side : {Side::Buy, Side::Sell}) {
        const auto orders = m_orders.side(side);
        if (orders.empty()) continue;
        const std::int64_t best = distancePpm(s.grid.price(orders.front().tick), s.index) * signOf(side);
        if (best > -kTooNear) return &orders.front();
        const std::int64_t worst = distancePpm(s.grid.price(orders.back().tick), s.index) * signOf(side);
        if (worst < -kTooFar) return &orders.back();
    }
    return nullptr;
}

Move NoiseTrader::act(const Surroundings& s) {
    const std::size_t count = m_orders.count();
    const bool few = count < kFewOrders;
    const UnixNanos wake = s.now + kNanosPerMilli + exponential(m_random, few ? kHurry : kPause);
    if (const OwnOrder* order = nervous(s); order != nullptr && chance(m_random, 800))
        return {CancelOrder{m_account, {order->id, {}}}, wake};
    if (!s.open) return {AdvanceTime{}, s.now + kPause};
    if (few || (count < kManyOrders && chance(m_random, 500))) return {place(s), wake};
    const auto any = static_cast<std::size_t>(below(m_random, count));
    const auto bids = m_orders.side(Side::Buy);
    const OwnOrder& order = any < bids.size() ? bids[any] : m_orders.side(Side::Sell)[any - bids.size()];
    return {CancelOrder{m_account, {order.id, {}}}, wake};
}

void NoiseTrader::save(ByteWriter& out) const {
    m_orders.save(out);
    put(out, m_random);
}

void NoiseTrader::load(StateReader& in) {
    m_orders.load(in);
    m_random = in.random();
}

} // namespace qd::simulator
