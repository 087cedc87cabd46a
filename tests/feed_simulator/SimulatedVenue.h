#pragma once

#include "core/engine/exchange/Exchange.h"
#include "core/feed/simulator/Simulator.h"

#include <utility>

namespace qd::test {

/// The touch as the exchange has it.
class ExchangeView final : public simulator::MarketView {
  public:
    explicit ExchangeView(const exchange::Exchange& exchange) : m_exchange(&exchange) {}
    [[nodiscard]] simulator::Touch touch(MarketId id) const override {
        simulator::Touch touch;
        const exchange::MarketState* market = m_exchange->state().market(id);
        if (market == nullptr) return touch;
        const auto bid = market->book.best(Side::Buy);
        const auto ask = market->book.best(Side::Sell);
        if (bid != book::kNoTick) touch.bid = market->toPrice(bid);
        if (ask != book::kNoTick) touch.ask = market->toPrice(ask);
        if (market->trades != 0) touch.last = market->lastTrade;
        return touch;
    }

  private:
    const exchange::Exchange* m_exchange;
};

/// The simulator with `seed` over the default markets; agents' accounts begin after `people` accounts.
inline simulator::SimulatorConfig standardConfig(std::uint64_t seed, std::uint32_t people = 1) {
    simulator::SimulatorConfig config;
    config.seed = seed;
    config.start = UnixNanos::fromMillis(1'700'000'000'000);
    config.firstAccount = AccountId(people);
    config.firstMaster = MasterId(1'000);
    config.markets = simulator::defaultMarkets();
    return config;
}

/// A host: an exchange and the simulator that trades on it, and a few people's accounts before the agents'.
class SimulatedVenue {
  public:
    explicit SimulatedVenue(simulator::SimulatorConfig config)
        : exchange({.maxOrdersPerMarket = 1U << 12U})
        , simulator(simulator::Simulator::create(std::move(config)).value()) {
        const auto people = simulator.config().firstAccount.value();
        for (std::uint32_t i = 0; i < people; ++i) {
            apply(Command{simulator.config().start,
                          Origin::Operator,
                          {},
                          OpenAccount{AccountId(i), MasterId(i), "person", 1'024}});
            apply(Command{simulator.config().start,
                          Origin::Operator,
                          {},
                          Deposit{AccountId(i), Amount(Money::of(50'000'000).raw())}});
        }
        for (const Command& command : simulator.setUp()) apply(command);
    }
    SimulatedVenue(exchange::Exchange e, simulator::Simulator s) : exchange(std::move(e)), simulator(std::move(s)) {}

    std::span<const Event> apply(const Command& command) {
        const auto events = exchange.apply(command);
        simulator.observe(events);
        return events;
    }
    /// The simulator's next command.
    std::span<const Event> step() { return apply(simulator.next(ExchangeView(exchange))); }
    void run(int commands) {
        for (int i = 0; i < commands; ++i) step();
    }
    void runUntil(UnixNanos end) {
        while (simulator.nextTime() < end) step();
    }
    [[nodiscard]] std::vector<std::byte> simulatorBytes() const {
        ByteWriter out;
        simulator.save(out);
        return out.take();
    }

    exchange::Exchange exchange;
    simulator::Simulator simulator;
};

} // namespace qd::test
