#pragma once

#include "core/base/Bytes.h"
#include "core/base/Error.h"
#include "core/domain/Commands.h"
#include "core/domain/Events.h"
#include "core/feed/simulator/Config.h"
#include "core/feed/simulator/IndexModel.h"
#include "core/feed/simulator/MarketView.h"
#include "core/feed/simulator/Schedule.h"
#include "core/feed/simulator/SimulatedMarket.h"
#include "core/feed/simulator/StablePrice.h"

#include <cstdint>
#include <span>
#include <vector>

/// A market made of agents that trade through a real exchange: it produces commands and is told the events, and that is
/// all it knows beside the touch of the book. Integers and seeded generators only, no clock: the same configuration and
/// the same events give the same commands in every build.
namespace qd::simulator {

/// One thread. A round of the host is
///     const Command command = simulator.next(view);      // due at simulator.nextTime()
///     simulator.observe(exchange.apply(command));
/// and a person's command, applied in between at its own time, is told with observe() alike.
class Simulator {
  public:
    /// Errors: Config, naming market and field.
    [[nodiscard]] static Result<Simulator, SimulatorCode> create(SimulatorConfig config);

    [[nodiscard]] const SimulatorConfig& config() const noexcept { return m_config; }
    /// Agents' accounts: ids [firstAccount, firstAccount + accountCount()), masters alike.
    [[nodiscard]] std::uint32_t accountCount() const noexcept;

    /// The oracle of the stable coin USDT, which comes after those of the markets.
    [[nodiscard]] OracleId stableOracle() const noexcept;

    /// The commands that create oracles, markets, first prices and agents' accounts, in order, at the start time. They
    /// fit an exchange whose next oracle, market and account are the configuration's first ones. Observe their events
    /// like any others.
    [[nodiscard]] std::vector<Command> setUp() const;

    /// Time of the next command: never before an event that was observed.
    [[nodiscard]] UnixNanos nextTime() const noexcept;
    /// The next command, of time nextTime(). `view` shows the exchange with everything applied that was observed. The
    /// command must be applied and its events observed before the next call.
    [[nodiscard]] Command next(const MarketView& view);
    /// The events of every command applied to the exchange, a person's as well, in their order.
    void observe(std::span<const Event> events);

    /// Orders the agents know to have open, in all markets: what the exchange has for their accounts, as long as it is
    /// told every event.
    [[nodiscard]] std::size_t openOrders() const noexcept;

    /// Everything needed to go on, with the configuration: {u32 version, u64 length, state, u64 checksum}. Call it when
    /// the events of the last command have been observed.
    void save(ByteWriter& out) const;
    /// Reads what save wrote and leaves the reader behind it. With the exchange saved at the same moment everything
    /// goes on exactly as if it had not been interrupted. Errors: Version; Damaged, naming byte and field.
    [[nodiscard]] static Result<Simulator, SimulatorCode> load(ByteReader& in);

  private:
    explicit Simulator(SimulatorConfig config);
    void begin();
    [[nodiscard]] Wakes wakesOf(std::size_t market) noexcept { return {m_schedule, market * kAgentsPerMarket}; }
    template<class Body>
    void see(const Body& body, UnixNanos now);
    template<class Body>
    void seeOwn(const Body& body);
    [[nodiscard]] std::size_t agentOf(AccountId account) const noexcept;
    [[nodiscard]] SimulatedMarket* marketOf(MarketId id) noexcept;
    void saveState(ByteWriter& out) const;
    [[nodiscard]] static Result<Simulator, SimulatorCode> loadState(ByteSpan bytes);
    void loadAgents(StateReader& in);

    SimulatorConfig m_config;
    IndexModel m_index;
    StablePrice m_stable;
    std::vector<SimulatedMarket> m_markets;
    Schedule m_schedule;
    UnixNanos m_now; ///< of the last event observed
};

} // namespace qd::simulator
