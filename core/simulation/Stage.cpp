#include "core/simulation/Stage.h"

#include <queue>

#include <fmt/format.h>

#include <vector>

namespace qd::simulation {
namespace {

struct Turn {
    UnixNanos at;
    std::size_t agent = 0;
    friend constexpr auto operator<=>(const Turn&, const Turn&) noexcept = default;
};

} // namespace

void Stage::apply(const Command& command) {
    if (!sound()) return;
    const auto events = m_process.apply(command);
    m_checks.see(command, events, state());
}

void Stage::found(const Command& command) {
    if (!sound()) return;
    const auto events = m_process.apply(command);
    m_checks.see(command, events, state());
    m_checks.expectCarriedOut(events);
}

void Stage::play(std::span<const AgentPtr> agents, UnixNanos from, UnixNanos until,
                 const std::function<void()>& betweenTurns) {
    constexpr std::int64_t kApart = 37'000'000; // nanoseconds between the first turns
    std::priority_queue<Turn, std::vector<Turn>, std::greater<>> turns;
    for (std::size_t i = 0; i < agents.size(); ++i) turns.push({from + static_cast<std::int64_t>(i % 80) * kApart, i});
    while (sound() && !turns.empty() && turns.top().at < until) {
        const Turn turn = turns.top();
        turns.pop();
        agents[turn.agent]->act(Desk(state(), turn.at, m_line));
        betweenTurns();
        turns.push({turn.at + agents[turn.agent]->pause(), turn.agent});
    }
}

void Stage::end() {
    m_checks.audit(state());
    if (sound()) m_process.crash();
}

std::string Stage::fault() const {
    if (sound()) return {};
    return fmt::format("command {}: {}", state().commands,
                       m_process.fault().empty() ? m_checks.fault() : m_process.fault());
}

Tally Stage::tally() const {
    Tally tally = m_checks.tally();
    tally.snapshots = m_process.figures().snapshots;
    tally.crashes = m_process.figures().crashes;
    tally.replayed = m_process.figures().replayed;
    return tally;
}

} // namespace qd::simulation
