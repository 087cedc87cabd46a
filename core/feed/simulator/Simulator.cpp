#include "core/feed/simulator/Simulator.h"

#include <fmt/format.h>

#include <algorithm>

namespace qd::simulator {
namespace {

// Large enough that an agent never goes broke: some ten thousand times what the largest of them risk.
constexpr std::int64_t kDeposit = 500'000'000; // dollars

const char* roleOf(std::size_t place) {
    if (place < kFirstTaker) return "maker";
    if (place < kInformedPlace) return "taker";
    return place == kInformedPlace ? "informed" : "noise";
}

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
    , m_schedule(m_config.markets.size() * kAgentsPerMarket)
    , m_now(m_config.start) {
    m_markets.reserve(m_config.markets.size());
    for (std::size_t i = 0; i < m_config.markets.size(); ++i) {
        const AccountId first(m_config.firstAccount.value() + static_cast<std::uint32_t>(i * kAccountsPerMarket));
        m_markets.emplace_back(m_config.markets[i], m_config.seed, i, first, m_config.start);
    }
}

void Simulator::begin() {
    for (std::size_t i = 0; i < m_markets.size(); ++i)
        m_markets[i].begin(wakesOf(i), m_config.start, phaseOf(i, m_markets.size()));
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
    const auto add = [&](CommandBody body, Origin origin) {
        commands.push_back(Command{m_config.start, origin, std::move(body)});
    };
    for (const MarketSetup& setup : m_config.markets) {
        add(CreateMarket{setup.params}, Origin::Operator);
        add(SetPrices{setup.params.id, {setup.startPrice, setup.startPrice, setup.startPrice, false}}, Origin::Feed);
    }
    std::uint32_t number = 0;
    for (const MarketSetup& setup : m_config.markets) {
        for (std::size_t place = kFirstMaker; place < kAgentsPerMarket; ++place, ++number) {
            const AccountId account(m_config.firstAccount.value() + number);
            add(OpenAccount{account, MasterId(m_config.firstMaster.value() + number),
                            fmt::format("{} {} {}", setup.params.baseAsset, roleOf(place), place), 0},
                Origin::Operator);
            add(Deposit{account, Money::of(kDeposit)}, Origin::Operator);
        }
    }
    return commands;
}

UnixNanos Simulator::nextTime() const noexcept { return std::max(m_schedule.at(m_schedule.first()), m_now); }

Command Simulator::next(const MarketView& view) {
    const std::size_t agent = m_schedule.first();
    const UnixNanos planned = m_schedule.at(agent);
    const UnixNanos now = std::max(planned, m_now);
    const std::size_t market = agent / kAgentsPerMarket;
    const std::size_t place = agent % kAgentsPerMarket;
    SimulatedMarket& m = m_markets[market];
    Command command;
    command.ts = now;
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
    if constexpr (requires(SimulatedMarket& m) { m.seeOrder(std::size_t{}, body); }) {
        const std::size_t agent = std::size_t{body.account.value()} - m_config.firstAccount.value();
        const std::size_t market = agent / kAccountsPerMarket;
        if (market < m_markets.size()) m_markets[market].seeOrder(agent % kAccountsPerMarket + 1, body);
    } else if constexpr (std::is_same_v<Body, Traded>) {
        if (SimulatedMarket* m = marketOf(body.market)) m->see(body);
    } else if constexpr (std::is_same_v<Body, PricesChanged> || std::is_same_v<Body, MarketStatusChanged>) {
        if (SimulatedMarket* m = marketOf(body.market))
            m->see(body, now, wakesOf(static_cast<std::size_t>(m - m_markets.data())));
    }
}

void Simulator::observe(std::span<const Event> events) {
    for (const Event& event : events) {
        m_now = std::max(m_now, event.ts);
        std::visit([&](const auto& body) { see(body, event.ts); }, event.body);
    }
}

} // namespace qd::simulator
