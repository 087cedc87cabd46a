#include "core/feed/simulator/InformedTrader.h"

#include "core/feed/simulator/Distributions.h"
#include "core/feed/simulator/Schedule.h"

#include <algorithm>

namespace qd::simulator {
namespace {

constexpr std::int64_t kEdge = 100;      // 1e-6
constexpr std::int64_t kMostGap = 1'000; // beyond it the size grows no further
constexpr std::int64_t kDelay = 15 * kNanosPerMilli;
constexpr std::int64_t kMoreDelay = 40 * kNanosPerMilli; // mean of the exponential part
constexpr std::int64_t kSizeSpread = kOneQ16;

} // namespace

InformedTrader::InformedTrader(const MarketSetup& setup, AccountId account, SplitMix64 random)
    : m_account(account)
    , m_orders(Grid(setup.params))
    , m_random(random)
    , m_median(Money(std::max<std::int64_t>(1, setup.quoteValue.raw() / 2))) {}

std::optional<UnixNanos> InformedTrader::notice(const Surroundings& s, Price index) {
    const std::int64_t cheap = s.touch.ask ? distancePpm(index, *s.touch.ask) : 0;
    const std::int64_t dear = s.touch.bid ? distancePpm(*s.touch.bid, index) : 0;
    const std::int64_t gap = std::max(cheap, dear);
    if (gap <= kEdge) return std::nullopt;
    m_side = cheap >= dear ? Side::Buy : Side::Sell;
    m_gap = std::min(gap, kMostGap);
    return s.now + kDelay + exponential(m_random, kMoreDelay);
}

Move InformedTrader::act(const Surroundings& s) {
    const std::int64_t value = logNormal(m_random, m_median.raw(), kSizeSpread) * m_gap / kEdge;
    const Price limit(s.index.raw() - signOf(m_side) * partOf(s.index, kEdge / 2));
    const std::int64_t tick = m_side == Side::Buy ? s.grid.tickBelow(limit) : s.grid.tickAbove(limit);
    OrderTerms terms = limitTerms(s, m_side, tick, s.grid.lotsWorth(Money(value), s.index));
    terms.timeInForce = TimeInForce::ImmediateOrCancel;
    return {PlaceOrder{m_account, terms}, kNever};
}

void InformedTrader::save(ByteWriter& out) const {
    m_orders.save(out);
    put(out, m_random);
    out.put(m_side);
    out.put(m_gap);
}

void InformedTrader::load(StateReader& in) {
    m_orders.load(in);
    m_random = in.random();
    m_side = in.flag("the informed trader's side") ? Side::Sell : Side::Buy;
    m_gap = in.ranged<std::int64_t>("the informed trader's gap", 0, kMostGap);
}

} // namespace qd::simulator
