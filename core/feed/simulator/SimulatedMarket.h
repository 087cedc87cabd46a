#pragma once

#include "core/domain/Events.h"
#include "core/feed/simulator/Flow.h"
#include "core/feed/simulator/IndexModel.h"
#include "core/feed/simulator/InformedTrader.h"
#include "core/feed/simulator/Keeper.h"
#include "core/feed/simulator/LeveragedTrader.h"
#include "core/feed/simulator/MarketMaker.h"
#include "core/feed/simulator/NoiseTrader.h"
#include "core/feed/simulator/Population.h"
#include "core/feed/simulator/Schedule.h"
#include "core/feed/simulator/Taker.h"

#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>
#include <vector>

namespace qd::simulator {

/// The part of the schedule that belongs to one market: its agents by their places.
class Wakes {
  public:
    Wakes(Schedule& schedule, std::size_t first) noexcept : m_schedule(schedule), m_first(first) {}
    void set(std::size_t place, UnixNanos at) noexcept { m_schedule.set(m_first + place, at); }
    void hasten(std::size_t place, UnixNanos at) noexcept { m_schedule.hasten(m_first + place, at); }

  private:
    Schedule& m_schedule;
    std::size_t m_first;
};

/// Half of the width within which the index is said to be sure: 2 basis points.
[[nodiscard]] constexpr Price confidenceOf(Price index) noexcept { return Price(index.raw() / 5'000); }

/// The agents of one market and what they all know of it.
class SimulatedMarket {
  public:
    /// `number` of the market among the configuration's; `firstAccount` of its agents.
    SimulatedMarket(const MarketSetup& setup, std::uint64_t seed, std::size_t number, AccountId firstAccount);

    [[nodiscard]] const MarketSetup& setup() const noexcept { return m_setup; }
    /// First times of all agents: the index at `start` plus its phase, makers and noise at once, takers a little later.
    void begin(Wakes wakes, UnixNanos start, std::int64_t phase) const;

    /// The command of the agent at `place`; plans when it wakes next. `planned` is when it was to wake.
    [[nodiscard]] CommandBody act(std::size_t place, IndexModel& index, const Touch& touch, UnixNanos now,
                                  UnixNanos planned, Wakes wakes);

    /// Events of an account. `place` of the agent whose it is.
    template<class Body>
    void seeOwn(std::size_t place, const Body& event) {
        if constexpr (requires(OwnOrders orders) { orders.see(event); }) {
            if (OwnOrders* orders = ordersAt(place)) orders->see(event);
        }
        if constexpr (requires(LeveragedTrader trader) { trader.see(event); }) {
            if (place >= kFirstLeveraged && place < kKeeperPlace) m_leveraged[place - kFirstLeveraged].see(event);
        }
        if constexpr (std::is_same_v<Body, RequestRejected>) {
            if (place == kKeeperPlace) m_keeper.front().see(event);
        }
    }
    /// Somebody's pool lacks margin, or does not any more; something of it was taken over by the keeper here.
    void see(const LiquidationStarted& event, UnixNanos now, Wakes wakes) {
        wakes.hasten(kKeeperPlace, m_keeper.front().notice(event, now));
    }
    void see(const LiquidationEnded& event) { m_keeper.front().see(event); }
    void seeTakeOver(const LiquidationStepped& event, UnixNanos now, Wakes wakes);
    void see(const Traded& event);
    void see(const PricesChanged& event, UnixNanos now, Wakes wakes);
    void see(const MarketStatusChanged& event, UnixNanos now, Wakes wakes);

    [[nodiscard]] std::size_t openOrders() const noexcept;

    void save(ByteWriter& out) const;
    void load(StateReader& in);
    /// Index steps taken so far.
    [[nodiscard]] std::uint64_t steps() const noexcept { return m_steps; }

  private:
    [[nodiscard]] OwnOrders* ordersAt(std::size_t place) noexcept;
    [[nodiscard]] CommandBody publish(IndexModel& index, const Touch& touch, UnixNanos now, UnixNanos planned,
                                      Wakes wakes);
    [[nodiscard]] Move moveOf(std::size_t place, const Surroundings& s);
    [[nodiscard]] Surroundings surroundings(const Touch& touch, UnixNanos now) const {
        return {now, m_setup, m_grid, m_flow, m_index, touch, m_status == MarketStatus::Active};
    }

    MarketSetup m_setup;
    Grid m_grid;
    std::size_t m_number;
    MarketStatus m_status = MarketStatus::Active;
    Price m_index; ///< as the exchange told it last
    std::uint64_t m_steps = 0;
    Flow m_flow;
    std::vector<MarketMaker> m_makers;
    std::vector<Taker> m_takers;
    std::vector<InformedTrader> m_informed; ///< one
    std::vector<NoiseTrader> m_noise;
    std::vector<LeveragedTrader> m_leveraged;
    std::vector<Keeper> m_keeper; ///< one
};

} // namespace qd::simulator
