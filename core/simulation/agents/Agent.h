#pragma once

#include "core/domain/Commands.h"
#include "core/engine/exchange/State.h"
#include "core/simulation/Draw.h"
#include "core/simulation/Venue.h"

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

/// Who gives commands to the simulated exchange.
namespace qd::simulation {

/// What an agent has at hand during its turn: the exchange as anybody may look at it, and a line to it. What was looked
/// up in the state is to be looked up again after a command.
class Desk {
  public:
    using Line = std::function<void(const Command&)>;
    Desk(const exchange::State& state, UnixNanos now, const Line& line) : m_state(state), m_now(now), m_line(line) {}

    [[nodiscard]] const exchange::State& state() const noexcept { return m_state; }
    [[nodiscard]] UnixNanos now() const noexcept { return m_now; }
    [[nodiscard]] const exchange::AccountState& account(AccountId id) const { return *m_state.account(id); }
    [[nodiscard]] const exchange::MarketState& market(MarketId id) const { return *m_state.market(id); }
    [[nodiscard]] Quantity baseOf(AccountId account, MarketId market) const {
        const auto* position = m_state.account(account)->find(market);
        return position == nullptr ? Quantity{} : position->position.base;
    }

    /// Gives a command as the venue's own.
    template<class Body>
    void give(Body body, Origin origin = Origin::Operator) const {
        send(std::move(body), origin, std::nullopt);
    }
    /// Gives a command signed with a key.
    template<class Body>
    void sign(MasterId signer, Body body) const {
        send(std::move(body), Origin::Agent, signer);
    }

  private:
    template<class Body>
    void send(Body body, Origin origin, std::optional<MasterId> signer) const {
        Command command;
        command.ts = m_now;
        command.origin = origin;
        command.signer = signer;
        command.body = std::move(body);
        m_line(command);
    }

    const exchange::State& m_state;
    UnixNanos m_now;
    const Line& m_line;
};

/// One who acts now and then. One thread.
class Agent {
  public:
    explicit Agent(Draw draw) : m_draw(draw) {}
    Agent(const Agent&) = delete;
    Agent& operator=(const Agent&) = delete;
    virtual ~Agent() = default;

    virtual void act(const Desk& desk) = 0;
    /// Nanoseconds until its next turn, > 0.
    [[nodiscard]] virtual std::int64_t pause() = 0;

  protected:
    /// Around a mean: between half of it and one and a half.
    [[nodiscard]] std::int64_t around(std::int64_t seconds) {
        return m_draw.between(seconds * kNanosPerSecond / 2, seconds * kNanosPerSecond * 3 / 2);
    }
    Draw m_draw;
};

/// Everybody: the feeds first, then the accounts' users by account, then the operator.
[[nodiscard]] std::vector<std::unique_ptr<Agent>> agentsOf(const Venue& venue, const Climate& climate);

// ---- made by agentsOf
using AgentPtr = std::unique_ptr<Agent>;
[[nodiscard]] AgentPtr makeFeed(const Venue& venue, const Climate& climate, OracleId oracle, Draw draw);
[[nodiscard]] AgentPtr makePaperFeed(Draw draw);
[[nodiscard]] AgentPtr makeMaker(const Seat& seat, MarketId market, const Climate& climate, Draw draw);
[[nodiscard]] AgentPtr makeAuctionMaker(const Seat& seat, Draw draw);
[[nodiscard]] AgentPtr makeTaker(const Seat& seat, Draw draw);
[[nodiscard]] AgentPtr makeTrader(const Seat& seat, Draw draw);
[[nodiscard]] AgentPtr makeLiquidator(const Seat& seat, Draw draw);
[[nodiscard]] AgentPtr makeBackstop(const Seat& seat, Draw draw);
[[nodiscard]] AgentPtr makeStaker(const Seat& seat, Draw draw);
[[nodiscard]] AgentPtr makeOperator(const Venue& venue, const Climate& climate, Draw draw);

} // namespace qd::simulation
