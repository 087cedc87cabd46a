#pragma once

#include "core/simulation/Checks.h"
#include "core/simulation/Process.h"
#include "core/simulation/agents/Agent.h"

#include <functional>
#include <memory>
#include <span>
#include <string>

namespace qd::simulation {

/// An exchange in its process, watched, with agents who take turns. One thread.
class Stage {
  public:
    /// `life` decides when the process dies.
    Stage(std::unique_ptr<Records> records, Draw life) : m_process(std::move(records), life) {}
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    /// Nothing happens any more once something is wrong.
    void apply(const Command& command);
    /// The same for what the exchange is founded with: a refusal is a fault.
    void found(const Command& command);
    /// Lets the agents act, each when its pause is over, in the order of times; all begin within three seconds.
    /// `betweenTurns` is called after every turn.
    void play(std::span<const AgentPtr> agents, UnixNanos from, UnixNanos until,
              const std::function<void()>& betweenTurns);
    /// Everything is added up once more, and the process dies a last time.
    void end();

    [[nodiscard]] Process& process() noexcept { return m_process; }
    [[nodiscard]] Checks& checks() noexcept { return m_checks; }
    [[nodiscard]] const Checks& checks() const noexcept { return m_checks; }
    [[nodiscard]] const exchange::State& state() const noexcept { return m_process.state(); }
    [[nodiscard]] bool sound() const noexcept { return m_process.fault().empty() && m_checks.fault().empty(); }
    /// What went wrong first, with the number of the command; empty when nothing did.
    [[nodiscard]] std::string fault() const;
    /// What happened, the process's own figures included.
    [[nodiscard]] Tally tally() const;

  private:
    Process m_process;
    Checks m_checks;
    Desk::Line m_line = [this](const Command& command) { apply(command); };
};

} // namespace qd::simulation
