#pragma once

#include "core/client/MarketSource.h"
#include "core/feed/simulator/Simulator.h"

namespace qd::client {

struct SimulatedMarkets {
    std::uint16_t count = 3;       ///< 1 to 64
    std::uint32_t takersAnHour{0}; ///< taker orders of each before they excite each other; 0: as each has them
};

/// The seeded market of agents as a venue's source.
class SimulatorSource final : public MarketSource {
  public:
    /// Agents follow the user's first account: ids from 1. `start`: time of the market's first moment.
    [[nodiscard]] static VenueResult<std::unique_ptr<SimulatorSource>> create(std::uint64_t seed, UnixNanos start,
                                                                              SimulatedMarkets markets = {});

    [[nodiscard]] std::string identity() const override;
    [[nodiscard]] VenueMode mode() const override { return VenueMode::Simulated; }
    [[nodiscard]] std::vector<Command> setUp() override;
    [[nodiscard]] UnixNanos startTime() const override { return m_simulator.config().start; }
    [[nodiscard]] std::optional<UnixNanos> endTime() const override { return std::nullopt; }
    [[nodiscard]] MarketInfo describe(const MarketParams& params) const override;
    [[nodiscard]] VenueResult<std::optional<UnixNanos>> nextTime() override {
        return std::optional(m_simulator.nextTime());
    }
    [[nodiscard]] VenueResult<Command> next(const exchange::State& state) override;
    void observe(std::span<const Event> events) override { m_simulator.observe(events); }
    void save(ByteWriter& out) const override { m_simulator.save(out); }
    [[nodiscard]] VenueResult<void> load(ByteReader& in) override;
    [[nodiscard]] SourceCounters counters() const override { return {}; }
    [[nodiscard]] bool inGap() const override { return false; }

  private:
    explicit SimulatorSource(simulator::Simulator simulator) : m_simulator(std::move(simulator)) {}
    simulator::Simulator m_simulator;
};

} // namespace qd::client
