#include "core/simulation/Simulation.h"

#include "core/simulation/Stage.h"
#include "core/simulation/Venue.h"

#include <fmt/format.h>

#include <atomic>
#include <memory>
#include <thread>
#include <utility>

namespace qd::simulation {
namespace {

enum Stream : std::uint64_t { kLife = 2, kTearing = 3 };

Outcome run(const Plan& plan, std::unique_ptr<Records> records) {
    const Climate climate = climateOf(plan.seed, plan.minutes);
    const Venue venue = venueOf();
    const std::vector<AgentPtr> agents = agentsOf(venue, climate);
    Stage stage(std::move(records), Draw(plan.seed, kLife));
    for (const Command& command : foundingOf(venue, climate)) stage.found(command);
    stage.play(agents, kBeginning + kNanosPerSecond, climate.end, [&] { stage.process().live(); });
    stage.end();
    return {plan.seed,
            stage.process().exchange().hash(),
            stage.tally(),
            stage.state().accounts.size(),
            debtsOf(stage.state()),
            stage.fault()};
}

} // namespace

Outcome simulate(const Plan& plan) {
    if (plan.journal.empty()) return run(plan, memoryRecords());
    auto records = fileRecords(plan.journal, Draw(plan.seed, kTearing));
    if (records) return run(plan, std::move(*records));
    Outcome outcome;
    outcome.seed = plan.seed;
    outcome.fault = records.error().detail;
    return outcome;
}

std::vector<Outcome> simulateSeeds(const Plan& first, std::uint64_t count, unsigned threads) {
    std::vector<Outcome> outcomes(count);
    std::atomic<std::uint64_t> next{0};
    const auto work = [&] {
        for (std::uint64_t i = next++; i < count; i = next++) {
            Plan plan = first;
            plan.seed = first.seed + i;
            if (!first.journal.empty()) plan.journal = first.journal / fmt::format("seed-{}", plan.seed);
            outcomes[i] = simulate(plan);
        }
    };
    {
        std::vector<std::jthread> workers;
        for (unsigned i = 1; i < threads; ++i) workers.emplace_back(work);
        work();
    }
    return outcomes;
}

StateHash hashOf(const std::vector<Outcome>& outcomes) {
    ByteWriter hashes;
    for (const Outcome& o : outcomes) {
        hashes.put(o.hash.high);
        hashes.put(o.hash.low);
    }
    return stateHash(hashes.bytes());
}

} // namespace qd::simulation
