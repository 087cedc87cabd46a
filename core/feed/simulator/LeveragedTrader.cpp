#include "core/feed/simulator/LeveragedTrader.h"

#include "core/feed/simulator/Distributions.h"

#include <algorithm>
#include <cstdlib>

namespace qd::simulator {
namespace {

constexpr std::int64_t kRest = 3 * kNanosPerMinute;  // mean pause without a position
constexpr std::int64_t kHold = 30 * kNanosPerMinute; // and with one
constexpr std::int64_t kLowestLeverage = 40;
constexpr std::int64_t kHighestLeverage = 85;
constexpr std::uint64_t kAlongPermille = 600; // with what others are doing
constexpr Rate kSlippage{5'000};
constexpr std::int64_t kMostEquity = std::int64_t{1} << 50;

} // namespace

LeveragedTrader::LeveragedTrader(const MarketSetup& setup, AccountId account, SplitMix64 random)
    : m_account(account)
    , m_orders(Grid(setup.params))
    , m_random(random)
    , m_stake(stakeOf(setup)) {}

CommandBody LeveragedTrader::open(const Surroundings& s) {
    const bool up = s.flow.pressurePpm() >= 0;
    const std::int64_t leverage = between(m_random, kLowestLeverage, kHighestLeverage);
    const Money value(static_cast<std::int64_t>(Int128{m_equity} * leverage));
    OrderTerms terms;
    terms.market = s.setup.params.id;
    terms.side = chance(m_random, kAlongPermille) == up ? Side::Buy : Side::Sell;
    terms.type = OrderType::Market;
    terms.timeInForce = TimeInForce::ImmediateOrCancel;
    terms.size = s.grid.quantity(s.grid.limitedLots(s.grid.lotsWorth(value, s.index)));
    terms.maxSlippage = kSlippage;
    return PlaceOrder{m_account, terms};
}

CommandBody LeveragedTrader::close(const Surroundings& s) const {
    const std::int64_t held = m_orders.position().raw();
    OrderTerms terms;
    terms.market = s.setup.params.id;
    terms.side = held > 0 ? Side::Sell : Side::Buy;
    terms.type = OrderType::Market;
    terms.timeInForce = TimeInForce::ImmediateOrCancel;
    terms.reduceOnly = true;
    terms.size = Quantity(std::abs(held));
    return PlaceOrder{m_account, terms};
}

Move LeveragedTrader::act(const Surroundings& s) {
    if (!m_orders.position().isZero()) return {close(s), s.now + kNanosPerSecond + exponential(m_random, kRest)};
    if (!s.open) return {AdvanceTime{}, s.now + kRest};
    if (m_equity < m_stake.raw() / 2)
        return {
            Deposit{m_account, Amount(std::max<std::int64_t>(1, m_stake.raw() - std::max<std::int64_t>(0, m_equity)))},
            s.now + kNanosPerSecond};
    return {open(s), s.now + kNanosPerMinute + exponential(m_random, kHold)};
}

void LeveragedTrader::save(ByteWriter& out) const {
    m_orders.save(out);
    put(out, m_random);
    out.put(m_equity);
}

void LeveragedTrader::load(StateReader& in) {
    m_orders.load(in);
    m_random = in.random();
    m_equity = in.ranged("a leveraged trader's equity", -kMostEquity, kMostEquity);
}

} // namespace qd::simulator
