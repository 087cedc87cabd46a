#pragma once

#include "core/base/Random.h"
#include "tests/feed_simulator/SimulatedVenue.h"

namespace qd::test {

/// Someone who trades on the venue beside the agents, at random: market orders small and large, limits around the
/// touch, amends, cancels. The same seed on the same venue does the same.
class Person {
  public:
    Person(std::uint64_t seed, AccountId account) : m_random(seed), m_account(account) {}

    [[nodiscard]] Command next(const SimulatedVenue& venue) {
        const MarketId market(static_cast<std::uint16_t>(m_random() % 3));
        const auto& state = *venue.exchange.state().market(market);
        Command command{venue.simulator.nextTime(), Origin::Trader, {}, AdvanceTime{}};
        const OrderReference order{OrderId(static_cast<std::uint32_t>(1 + m_random() % 40)), {}};
        switch (m_random() % 8) {
        case 0: command.body = CancelOrder{m_account, order}; break;
        case 1: command.body = CancelAll{m_account, market, std::nullopt}; break;
        case 2: command.body = AmendOrder{m_account, order, price(state), size(state, 50), {}}; break;
        case 3: command.body = PlaceOrder{m_account, marketOrder(state)}; break;
        default: {
            OrderTerms t;
            t.market = market;
            t.side = m_random() % 2 == 0 ? Side::Buy : Side::Sell;
            t.price = price(state);
            t.size = size(state, 200);
            command.body = PlaceOrder{m_account, t};
        }
        }
        return command;
    }

  private:
    /// Up to 300 ticks from the index.
    Price price(const exchange::MarketState& state) {
        const std::int64_t tick = state.params.tick.raw();
        return Price((state.prices.index.raw() / tick + static_cast<std::int64_t>(m_random() % 601) - 300) * tick);
    }
    Quantity size(const exchange::MarketState& state, std::uint64_t thousandDollars) {
        const auto value = static_cast<std::int64_t>(1 + m_random() % (thousandDollars * 1'000)) * 1'000'000;
        const std::int64_t lots = value * 1'000 / state.prices.index.raw() * 1'000'000 / state.params.step.raw();
        return Quantity(std::max<std::int64_t>(1, lots) * state.params.step.raw());
    }
    OrderTerms marketOrder(const exchange::MarketState& state) {
        OrderTerms t;
        t.market = state.params.id;
        t.side = m_random() % 2 == 0 ? Side::Buy : Side::Sell;
        t.type = OrderType::Market;
        t.timeInForce = TimeInForce::ImmediateOrCancel;
        t.size = size(state, m_random() % 10 == 0 ? 3'000 : 100);
        return t;
    }

    SplitMix64 m_random;
    AccountId m_account;
};

} // namespace qd::test
