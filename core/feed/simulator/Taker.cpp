#include "core/feed/simulator/Taker.h"

#include "core/feed/simulator/Distributions.h"
#include "core/feed/simulator/Population.h"

#include <algorithm>

namespace qd::simulator {
namespace {

constexpr std::int64_t kMicro = 1'000'000;
// A self-exciting (Hawkes) process: an order adds 0.95 orders a second, halving every 0.4 s; the mean number of
// followers of one order is 0.95 * 0.4 / ln 2 = 0.55, so the mean rate is 2.2 times the rate without excitement.
constexpr std::int64_t kExcitementOfOne = 950'000;
constexpr std::int64_t kExcitementHalfLife = 400 * kNanosPerMilli;
constexpr std::int64_t kMostExcitement = 20 * kMicro;
constexpr std::int64_t kLongestWait = 5 * kNanosPerMinute;

constexpr std::int64_t kSizeSpread = kOneQ16 * 19 / 10; // doublings: sigma 1.32
constexpr std::uint64_t kLargePermille = 10;
constexpr std::int64_t kLargeFactor = 40;
constexpr std::int64_t kLargestFactor = 500; // of the median

constexpr std::uint64_t kSameSidePermille = 620;
constexpr std::int64_t kSameSideWithin = 3 * kNanosPerSecond;
constexpr std::int64_t kMostTilt = 150; // permille
constexpr std::int64_t kMediansOfFullTilt = 20'000;
constexpr std::size_t kMostResting = 12;

/// The largest power of ten not above n > 0.
std::int64_t powerOfTen(std::int64_t n) noexcept {
    std::int64_t p = 1;
    while (n / 10 >= p) p *= 10;
    return p;
}

} // namespace

Taker::Taker(const MarketSetup& setup, AccountId account, SplitMix64 random)
    : m_account(account)
    , m_orders(Grid(setup.params))
    , m_random(random)
    , m_median(setup.takerValue)
    , m_usualPosition(Money(setup.takerValue.raw() * kMediansOfFullTilt / kMostTilt))
    , m_rate(std::max<std::int64_t>(1, std::int64_t{setup.takerRate} * kMicro / 3'600 /
                                           static_cast<std::int64_t>(kTakers))) {}

void Taker::excite(std::int64_t orders) noexcept { m_excitement = std::min(m_excitement + orders, kMostExcitement); }

UnixNanos Taker::nextArrival(UnixNanos now, std::int64_t activity) {
    // Thinning: propose at the highest rate possible until then, accept in proportion to the rate at that moment.
    const std::int64_t rate = std::max<std::int64_t>(1, m_rate * activity / 1'000);
    std::int64_t waited = 0;
    while (waited < kLongestWait) {
        const std::int64_t highest = rate + m_excitement;
        const std::int64_t gap = std::min(1 + exponential(m_random, kNanosPerSecond * kMicro / highest), kLongestWait);
        waited += gap;
        m_excitement = decayed(m_excitement, gap, kExcitementHalfLife);
        const auto roll = static_cast<std::int64_t>(below(m_random, static_cast<std::uint64_t>(highest)));
        if (roll < rate + m_excitement) break;
    }
    return now + waited;
}

Side Taker::pickSide(const Surroundings& s) {
    if (s.now - m_lastAt < kSameSideWithin && chance(m_random, kSameSidePermille)) return m_side;
    // Towards the index, and rather out of a position than deeper into it, so that it does not grow without end.
    std::int64_t tilt =
        -std::clamp(valueOf(m_orders.position(), s.index) / m_usualPosition.raw(), -kMostTilt, kMostTilt);
    if (const auto mid = s.touch.mid()) tilt += std::clamp(distancePpm(s.index, *mid), -kMostTilt, kMostTilt);
    return chance(m_random, static_cast<std::uint64_t>(500 + tilt)) ? Side::Buy : Side::Sell;
}

std::int64_t Taker::pickLots(const Surroundings& s) {
    std::int64_t value = logNormal(m_random, m_median.raw(), kSizeSpread);
    if (chance(m_random, kLargePermille)) value *= kLargeFactor;
    value = std::min(value, m_median.raw() * kLargestFactor);
    const std::int64_t lots = s.grid.lotsWorth(Money(value), s.index);
    if (!chance(m_random, 300)) return lots;
    const std::int64_t unit = powerOfTen(lots); // people like round numbers
    return lots / unit * unit;
}

Move Taker::act(const Surroundings& s) {
    const Side side = pickSide(s);
    const auto best = side == Side::Buy ? s.touch.ask : s.touch.bid;
    const std::int64_t tick = s.grid.tickBelow(best.value_or(s.index));
    OrderTerms terms = limitTerms(s, side, tick, pickLots(s));
    const std::uint64_t kind = below(m_random, 100);
    if (kind < 50) {
        terms.type = OrderType::Market;
        terms.timeInForce = TimeInForce::ImmediateOrCancel;
        terms.price = Price(0);
        terms.maxSlippage = Rate(between(m_random, 1'000, 6'000));
    } else if (kind < 92 || m_orders.count() >= kMostResting) {
        terms.timeInForce = TimeInForce::ImmediateOrCancel;
        const std::int64_t reach = exponential(m_random, 1 + partOf(s.index, 60) / s.grid.tickSize());
        terms.price = s.grid.price(s.grid.limited(tick + signOf(side) * reach));
    } else {
        // Takes what is at the touch; the rest joins the book for a few seconds.
        terms.timeInForce = TimeInForce::GoodTillDate;
        terms.expiry = s.now + kNanosPerSecond / 2 + exponential(m_random, kNanosPerSecond);
    }
    m_side = side;
    m_lastAt = s.now;
    excite(kExcitementOfOne);
    return {PlaceOrder{m_account, terms}, nextArrival(s.now, s.flow.activity())};
}

void Taker::save(ByteWriter& out) const {
    m_orders.save(out);
    put(out, m_random);
    out.put(m_excitement);
    out.put(m_side);
    put(out, m_lastAt);
}

void Taker::load(StateReader& in) {
    m_orders.load(in);
    m_random = in.random();
    m_excitement = in.ranged<std::int64_t>("a taker's excitement", 0, kMostExcitement);
    m_side = in.flag("a taker's side") ? Side::Sell : Side::Buy;
    m_lastAt = in.time("a taker's last order", UnixNanos(0), kNever);
}

} // namespace qd::simulator
