#include "core/feed/simulator/Simulator.h"

#include "core/feed/VenueTerms.h"
#include "core/feed/simulator/Distributions.h"

#include <fmt/format.h>

#include <algorithm>

namespace qd::simulator {
namespace {

// Large enough that an agent never goes broke: some ten thousand times what the largest of them risk.
constexpr std::int64_t kDeposit = 500'000'000; // dollars

const char* roleOf(std::size_t place) {
    if (place < kFirstTaker) return "maker";
    if (place < kInformedPlace) return "taker";
    if (place == kInformedPlace) return "informed";
    if (place < kFirstLeveraged) return "noise";
    return place < kKeeperPlace ? "leveraged" : "keeper";
}

Money depositOf(const MarketSetup& setup, std::size_t place) {
    const bool leveraged = place >= kFirstLeveraged && place < kKeeperPlace;
    return leveraged ? LeveragedTrader::stakeOf(setup) : Money::of(kDeposit);
}

constexpr std::uint64_t kStableStream = std::uint64_t{1} << 32U; ///< beyond those of all agents

/// The stable coin's place in the schedule.
std::size_t stablePlace(std::size_t markets) { return markets * kAgentsPerMarket; }

/// Prices of the markets come one after the other, evenly over a step.
std::int64_t phaseOf(std::size_t market, std::size_t markets) {
    return kIndexStep / static_cast<std::int64_t>(markets) * static_cast<std::int64_t>(market);
}

} // namespace

Result<Simulator, SimulatorCode> Simulator::create(SimulatorConfig config) {
    if (auto valid = validate(config); !valid) return std::unexpected(valid.error());
    Simulator simulator(std::move(config));
    simulator.begin();
    return simulator;
}

Simulator::Simulator(SimulatorConfig config)
    : m_config(std::move(config))
    , m_index(m_config.seed, m_config.markets)
    , m_stable(streamOf(m_config.seed, kStableStream))
    , m_schedule(stablePlace(m_config.markets.size()) + 1)
    , m_now(m_config.start) {
    m_markets.reserve(m_config.markets.size());
    for (std::size_t i = 0; i < m_config.markets.size(); ++i) {
        const AccountId first(m_config.firstAccount.value() + static_cast<std::uint32_t>(i * kAccountsPerMarket));
        m_markets.emplace_back(m_config.markets[i], m_config.seed, i, first);
    }
}

void Simulator::begin() {
    for (std::size_t i = 0; i < m_markets.size(); ++i)
        m_markets[i].begin(wakesOf(i), m_config.start, phaseOf(i, m_markets.size()));
    m_schedule.set(stablePlace(m_markets.size()), m_config.start + kStableStep);
}

OracleId Simulator::stableOracle() const noexcept {
    return OracleId(static_cast<std::uint16_t>(m_config.markets.back().params.oracle.value() + 1));
}

std::uint32_t Simulator::accountCount() const noexcept {
    return static_cast<std::uint32_t>(m_markets.size() * kAccountsPerMarket);
}

std::size_t Simulator::openOrders() const noexcept {
    std::size_t count = 0;
    for (const SimulatedMarket& m : m_markets) count += m.openOrders();
    return count;
}

std::vector<Command> Simulator::setUp() const {
    std::vector<Command> commands;
    const auto add = [&](CommandBody body) {
        commands.push_back(Command{m_config.start, Origin::Operator, {}, std::move(body)});
    };
    for (const MarketSetup& setup : m_config.markets)
        add(CreateOracle{feed::oracleTerms(setup.params.oracle, setup.params.baseAsset, setup.params.tier)});
    add(CreateOracle{feed::oracleTerms(stableOracle(), "USDT", MarketTier::A, true)});
    add(ReportPrice{{stableOracle(), 0, Price::of(1), confidenceOf(Price::of(1)), m_config.start, true}});
    for (const MarketSetup& setup : m_config.markets) {
        add(CreateMarket{setup.params});
        add(ReportPrice{
            {setup.params.oracle, 0, setup.startPrice, confidenceOf(setup.startPrice), m_config.start, true}});
    }
    std::uint32_t number = 0;
    for (const MarketSetup& setup : m_config.markets) {
        for (std::size_t place = kFirstMaker; place < kAgentsPerMarket; ++place, ++number) {
            const AccountId account(m_config.firstAccount.value() + number);
            add(OpenAccount{account, MasterId(m_config.firstMaster.value() + number),
                            fmt::format("{} {} {}", setup.params.baseAsset, roleOf(place), place), 0});
            add(Deposit{account, Amount(depositOf(setup, place).raw())});
        }
    }
    return commands;
}

UnixNanos Simulator::nextTime() const noexcept { return std::max(m_schedule.at(m_schedule.first()), m_now); }

Command Simulator::next(const MarketView& view) {
    const std::size_t agent = m_schedule.first();
    const UnixNanos planned = m_schedule.at(agent);
    const UnixNanos now = std::max(planned, m_now);
    Command command;
    command.ts = now;
    if (agent == stablePlace(m_markets.size())) {
        const Price price = m_stable.next();
        m_schedule.set(agent, planned + kStableStep);
        command.origin = Origin::Feed;
        command.body = ReportPrice{{stableOracle(), 0, price, confidenceOf(price), now, true}};
        return command;
    }
    const std::size_t market = agent / kAgentsPerMarket;
    const std::size_t place = agent % kAgentsPerMarket;
    SimulatedMarket& m = m_markets[market];
    command.origin = place == kIndexPlace ? Origin::Feed : Origin::Agent;
    command.body = m.act(place, m_index, view.touch(m.setup().params.id), now, planned, wakesOf(market));
    return command;
}

SimulatedMarket* Simulator::marketOf(MarketId id) noexcept {
    const std::size_t i = std::size_t{id.value()} - m_config.markets.front().params.id.value();
    return i < m_markets.size() ? &m_markets[i] : nullptr; // an id before the first wraps round to a large number
}

template<class Body>
void Simulator::see(const Body& body, UnixNanos now) {
    if constexpr (requires { body.account; }) seeOwn(body);
    if constexpr (std::is_same_v<Body, Traded>) {
        if (SimulatedMarket* m = marketOf(body.market)) m->see(body);
    } else if constexpr (std::is_same_v<Body, PricesChanged> || std::is_same_v<Body, MarketStatusChanged>) {
        if (SimulatedMarket* m = marketOf(body.market))
            m->see(body, now, wakesOf(static_cast<std::size_t>(m - m_markets.data())));
    } else if constexpr (std::is_same_v<Body, LiquidationStarted>) {
        for (std::size_t i = 0; i < m_markets.size(); ++i) m_markets[i].see(body, now, wakesOf(i));
    } else if constexpr (std::is_same_v<Body, LiquidationEnded>) {
        for (SimulatedMarket& m : m_markets) m.see(body);
    } else if constexpr (std::is_same_v<Body, LiquidationStepped>) {
        const std::size_t agent = agentOf(body.liquidator);
        const std::size_t market = agent / kAccountsPerMarket;
        const bool own = market < m_markets.size() && agent % kAccountsPerMarket + 1 == kKeeperPlace;
        if (own && body.step == LiquidationStep::TakeOver) m_markets[market].seeTakeOver(body, now, wakesOf(market));
    }
}

std::size_t Simulator::agentOf(AccountId account) const noexcept {
    return std::size_t{account.value()} - m_config.firstAccount.value(); // before the first: a very large number
}

template<class Body>
void Simulator::seeOwn(const Body& body) {
    const std::size_t agent = agentOf(body.account);
    const std::size_t market = agent / kAccountsPerMarket;
    if (market < m_markets.size()) m_markets[market].seeOwn(agent % kAccountsPerMarket + 1, body);
}

void Simulator::observe(std::span<const Event> events) {
    for (const Event& event : events) {
        m_now = std::max(m_now, event.ts);
        std::visit([&](const auto& body) { see(body, event.ts); }, event.body);
    }
}

} // namespace qd::simulator
