#include "core/feed/simulator/SimulatedMarket.h"

#include "core/feed/simulator/Distributions.h"

#include <type_traits>

namespace qd::simulator {
namespace {

constexpr std::int64_t kMakerStagger = 3 * kNanosPerMilli;
constexpr std::int64_t kNoiseStagger = 7 * kNanosPerMilli;
constexpr std::int64_t kTakersAfter = 2 * kNanosPerSecond;
constexpr std::int64_t kKeeperAfter = kNanosPerMinute;
constexpr std::int64_t kLeveragedAfter = 40 * kNanosPerSecond; // there is a book to trade with by then
// A trade of this many usual quotes makes the takers of its market trade more.
constexpr std::int64_t kExcitingQuotes = 10;
constexpr std::int64_t kExcitement = 400'000; // orders a second, 1e-6, each taker

/// Stream 0 is the index's.
std::uint64_t streamNumber(std::size_t market, std::size_t place) { return 1 + market * kAgentsPerMarket + place; }

bool onlyTakes(std::size_t place) { return place >= kFirstTaker && place < kFirstNoise; }

} // namespace

SimulatedMarket::SimulatedMarket(const MarketSetup& setup, std::uint64_t seed, std::size_t number,
                                 AccountId firstAccount)
    : m_setup(setup)
    , m_grid(setup.params)
    , m_number(number)
    , m_index(setup.startPrice)
    , m_flow(setup) {
    const auto accountAt = [&](std::size_t place) {
        return AccountId(firstAccount.value() + static_cast<std::uint32_t>(place - 1));
    };
    const auto streamAt = [&](std::size_t place) { return streamOf(seed, streamNumber(number, place)); };
    for (std::size_t i = 0; i < kMakers; ++i)
        m_makers.emplace_back(setup, i, accountAt(kFirstMaker + i), streamAt(kFirstMaker + i));
    for (std::size_t i = 0; i < kTakers; ++i)
        m_takers.emplace_back(setup, accountAt(kFirstTaker + i), streamAt(kFirstTaker + i));
    m_informed.emplace_back(setup, accountAt(kInformedPlace), streamAt(kInformedPlace));
    for (std::size_t i = 0; i < kNoiseTraders; ++i)
        m_noise.emplace_back(setup, accountAt(kFirstNoise + i), streamAt(kFirstNoise + i));
    for (std::size_t i = 0; i < kLeveragedTraders; ++i)
        m_leveraged.emplace_back(setup, accountAt(kFirstLeveraged + i), streamAt(kFirstLeveraged + i));
    m_keeper.emplace_back(setup, firstAccount, accountAt(kKeeperPlace), streamAt(kKeeperPlace));
}

void SimulatedMarket::begin(Wakes wakes, UnixNanos start, std::int64_t phase) const {
    wakes.set(kIndexPlace, start + kIndexStep + phase);
    for (std::size_t i = 0; i < kMakers; ++i)
        wakes.set(kFirstMaker + i, start + kMakerStagger * static_cast<std::int64_t>(i + 1));
    for (std::size_t i = 0; i < kTakers; ++i)
        wakes.set(kFirstTaker + i, start + kTakersAfter * static_cast<std::int64_t>(i + 1));
    wakes.set(kInformedPlace, kNever);
    for (std::size_t i = 0; i < kNoiseTraders; ++i)
        wakes.set(kFirstNoise + i, start + kNoiseStagger * static_cast<std::int64_t>(i + 1));
    for (std::size_t i = 0; i < kLeveragedTraders; ++i)
        wakes.set(kFirstLeveraged + i, start + kLeveragedAfter * static_cast<std::int64_t>(i + 1));
    wakes.set(kKeeperPlace, start + kKeeperAfter);
}

OwnOrders* SimulatedMarket::ordersAt(std::size_t place) noexcept {
    if (place == kIndexPlace || place >= kAgentsPerMarket) return nullptr;
    if (place < kFirstTaker) return &m_makers[place - kFirstMaker].orders();
    if (place < kInformedPlace) return &m_takers[place - kFirstTaker].orders();
    if (place == kInformedPlace) return &m_informed.front().orders();
    if (place < kFirstLeveraged) return &m_noise[place - kFirstNoise].orders();
    if (place < kKeeperPlace) return &m_leveraged[place - kFirstLeveraged].orders();
    return &m_keeper.front().orders();
}

Move SimulatedMarket::moveOf(std::size_t place, const Surroundings& s) {
    if (place < kFirstTaker) return m_makers[place - kFirstMaker].act(s);
    if (place < kInformedPlace) return m_takers[place - kFirstTaker].act(s);
    if (place == kInformedPlace) return m_informed.front().act(s);
    if (place < kFirstLeveraged) return m_noise[place - kFirstNoise].act(s);
    if (place < kKeeperPlace) return m_leveraged[place - kFirstLeveraged].act(s);
    return m_keeper.front().act(s);
}

CommandBody SimulatedMarket::act(std::size_t place, IndexModel& index, const Touch& touch, UnixNanos now,
                                 UnixNanos planned, Wakes wakes) {
    if (place == kIndexPlace) return publish(index, touch, now, planned, wakes);
    Move move = moveOf(place, surroundings(touch, now));
    wakes.set(place, move.wake);
    return std::move(move.body);
}

void SimulatedMarket::seeTakeOver(const LiquidationStepped& event, UnixNanos now, Wakes wakes) {
    m_keeper.front().took(event);
    wakes.hasten(kKeeperPlace, now + kNanosPerSecond);
}

CommandBody SimulatedMarket::publish(IndexModel& index, const Touch& touch, UnixNanos now, UnixNanos planned,
                                     Wakes wakes) {
    const Price price = index.at(m_number, ++m_steps);
    wakes.set(kIndexPlace, planned + kIndexStep);
    if (m_status == MarketStatus::Active) {
        if (const auto at = m_informed.front().notice(surroundings(touch, now), price))
            wakes.hasten(kInformedPlace, *at);
    }
    return ReportPrice{{m_setup.params.oracle, 0, price, confidenceOf(price), now, true}};
}

void SimulatedMarket::see(const Traded& event) {
    const Money value(valueOf(event.trade.size, event.trade.price));
    m_flow.traded(value, event.trade.aggressor);
    if (value.raw() < m_setup.quoteValue.raw() * kExcitingQuotes) return;
    for (Taker& taker : m_takers) taker.excite(kExcitement);
}

void SimulatedMarket::see(const PricesChanged& event, UnixNanos now, Wakes wakes) {
    m_flow.moved(m_index, event.prices.index);
    m_index = event.prices.index;
    if (m_status != MarketStatus::Active && m_status != MarketStatus::ReduceOnly) return;
    for (std::size_t i = 0; i < kMakers; ++i) {
        if (const auto at = m_makers[i].reaction(m_index, m_flow, now)) wakes.hasten(kFirstMaker + i, *at);
    }
}

void SimulatedMarket::see(const MarketStatusChanged& event, UnixNanos now, Wakes wakes) {
    // A paused market takes no orders: everybody sleeps but the index. Where only reducing is allowed, those who have
    // quotes keep mending them.
    m_status = event.status;
    for (std::size_t place = kFirstMaker; place < kAgentsPerMarket; ++place) {
        const bool works =
            m_status == MarketStatus::Active || (m_status == MarketStatus::ReduceOnly && !onlyTakes(place));
        const auto stagger = kNoiseStagger * static_cast<std::int64_t>(place);
        wakes.set(place, works && place != kInformedPlace ? now + stagger : kNever);
    }
}

std::size_t SimulatedMarket::openOrders() const noexcept {
    std::size_t count = 0;
    const auto add = [&count](const auto& agents) {
        for (const auto& agent : agents) count += agent.orders().count();
    };
    add(m_makers);
    add(m_takers);
    add(m_informed);
    add(m_noise);
    add(m_leveraged);
    add(m_keeper);
    return count;
}

void SimulatedMarket::save(ByteWriter& out) const {
    out.put(m_status);
    put(out, m_index);
    out.put(m_steps);
    m_flow.save(out);
    const auto saveAll = [&out](const auto& agents) {
        for (const auto& agent : agents) agent.save(out);
    };
    saveAll(m_makers);
    saveAll(m_takers);
    saveAll(m_informed);
    saveAll(m_noise);
    saveAll(m_leveraged);
    saveAll(m_keeper);
}

void SimulatedMarket::load(StateReader& in) {
    const Price highest = m_setup.params.maxPrice;
    m_status = static_cast<MarketStatus>(
        in.ranged<std::uint8_t>("market status", 0, static_cast<std::uint8_t>(MarketStatus::Delisted)));
    m_index = in.ranged("index", Price(1), highest);
    m_steps = in.ranged<std::uint64_t>("index steps of a market", 0, std::uint64_t{1} << 48U);
    m_flow.load(in);
    for (MarketMaker& maker : m_makers) maker.load(in, highest);
    for (Taker& taker : m_takers) taker.load(in);
    m_informed.front().load(in);
    for (NoiseTrader& trader : m_noise) trader.load(in);
    for (LeveragedTrader& trader : m_leveraged) trader.load(in);
    m_keeper.front().load(in);
}

} // namespace qd::simulator
