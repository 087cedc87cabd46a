#pragma once

#include "core/base/Hash.h"
#include "core/simulation/Holdings.h"
#include "core/simulation/Tally.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// A whole exchange under a simulated hour: makers, takers, leveraged traders, liquidators, stakers and an operator on
/// seven markets, with price crashes, oracle faults and crashes of its process. The same seed gives the same commands,
/// events and state hash on every machine and with any number of threads.
namespace qd::simulation {

struct Plan {
    std::uint64_t seed = 1;
    std::int64_t minutes = 60; ///< of simulated time, > 0
    /// Where the process keeps its records; empty: in memory. The folder must not exist.
    std::filesystem::path journal;
};

struct Outcome {
    std::uint64_t seed = 0;
    StateHash hash;
    Tally tally;
    std::uint64_t accounts = 0;
    Debts debts; ///< at the end
    /// What went wrong first, with the number of the command; empty when nothing did.
    std::string fault;
};

/// Runs one seed. Takes its time; any thread.
[[nodiscard]] Outcome simulate(const Plan& plan);
/// Seeds first, first + 1, ... on `threads` threads (>= 1), by seed. With a journal each seed has a folder of its own
/// in it.
[[nodiscard]] std::vector<Outcome> simulateSeeds(const Plan& first, std::uint64_t count, unsigned threads);
/// Hash of the outcomes' hashes, in their order.
[[nodiscard]] StateHash hashOf(const std::vector<Outcome>& outcomes);

} // namespace qd::simulation
