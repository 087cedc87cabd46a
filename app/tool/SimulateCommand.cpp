#include "app/tool/Commands.h"
#include "app/tool/CrashJson.h"
#include "app/tool/TallyJson.h"
#include "core/base/File.h"
#include "core/base/Time.h"
#include "core/simulation/Simulation.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <span>
#include <thread>

namespace qd::tool {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kAnswer =
    "Prints one JSON object, the same for the same seeds with any number of threads: state_hash (of several\n"
    "seeds: the hash of theirs), counts of commands, events and of every kind of event (kinds, not_met), reasons\n"
    "of refusals and of orders' ends, and losses: deficits + kept = fees + insurance + deleveraged + socialised +\n"
    "uncovered; debts: what pools owe in the end that nobody has paid yet, the backstop apart, which is never\n"
    "liquidated. A seed fails when money does not add up, when what an event tells is not what happened, or\n"
    "when the state that comes back after a crash is another one; failures name the command that repeats it.\n"
    "With --crash index and mark go from the hour's open to its low, its high and its close, and the feed is\n"
    "silent now and then; intervals say what happened in every five minutes, results who gained and who lost,\n"
    "before and after where all money is: missing is 0, and sum is what was deposited.";

struct Options {
    std::uint64_t seed = 1;
    std::int64_t hours = 1;
    std::int64_t minutes = 0;
    std::uint64_t seeds = 1;
    unsigned threads = std::max(1U, std::thread::hardware_concurrency());
    std::string journal;
    bool everyKind = false;
    std::string crash;
    std::string data;
    std::uint32_t accounts = 1'000;
    std::string json;
};

/// Prints the object, and keeps it in the file that was asked for.
int answer(const Options& options, const Json& json, int code) {
    const std::string text = json.dump(2) + "\n";
    if (!options.json.empty()) {
        const auto written = writeFileAtomically(options.json, std::as_bytes(std::span(text)));
        if (!written) return failed(written.error().detail);
    }
    fmt::print("{}", text);
    return code;
}

/// Failed seeds, each with the command that repeats it; a journal wants another folder then.
Json failuresOf(const std::vector<simulation::Outcome>& outcomes, std::int64_t minutes, bool journal) {
    Json failures = Json::array();
    for (const simulation::Outcome& o : outcomes) {
        if (o.fault.empty()) continue;
        const std::string repeat = fmt::format("quantdesk-tool simulate --seed {} --minutes {}{}", o.seed, minutes,
                                               journal ? " --journal NEW_FOLDER" : "");
        failures.push_back({{"seed", o.seed}, {"fault", o.fault}, {"repeat", repeat}});
        fmt::print(stderr, "quantdesk-tool: seed {}: {}\n  {}\n", o.seed, o.fault, repeat);
    }
    return failures;
}

Json missingKinds(const simulation::Tally& tally) {
    Json missing = Json::array();
    for (const simulation::Kind& kind : simulation::kindsOf(tally)) {
        if (kind.count == 0) missing.push_back(kind.name);
    }
    return missing;
}

int runSeeds(const Options& options) {
    if (std::error_code error; !options.journal.empty() && std::filesystem::exists(options.journal, error))
        return failed(fmt::format("{} is there already; --journal wants a new folder", options.journal));
    simulation::Plan plan;
    plan.seed = options.seed;
    plan.minutes = options.minutes > 0 ? options.minutes : options.hours * 60;
    plan.journal = options.journal;
    const SystemClock clock;
    const std::int64_t begun = clock.monotonicNanos();
    const auto outcomes = simulation::simulateSeeds(plan, options.seeds, options.threads);
    const std::int64_t took = clock.monotonicNanos() - begun;
    simulation::Tally tally;
    simulation::Debts debts;
    for (const simulation::Outcome& o : outcomes) {
        tally.add(o.tally);
        debts.backstop = Money(debts.backstop.raw() + o.debts.backstop.raw());
        debts.others = Money(debts.others.raw() + o.debts.others.raw());
    }
    Json json;
    json["seed"] = plan.seed;
    json["seeds"] = options.seeds;
    json["minutes"] = plan.minutes;
    json["state_hash"] = toHex(outcomes.size() == 1 ? outcomes.front().hash : simulation::hashOf(outcomes));
    json["accounts"] = outcomes.front().accounts;
    json["commands_per_hour"] = tally.commands * 60 / (static_cast<std::uint64_t>(plan.minutes) * options.seeds);
    addTally(json, tally);
    json["debts"] = jsonOf(debts);
    json["not_met"] = missingKinds(tally);
    json["failures"] = failuresOf(outcomes, plan.minutes, !options.journal.empty());
    // Not part of the answer, which is the same for the same seeds.
    fmt::print(stderr, "{} seeds in {}.{} s\n", options.seeds, took / kNanosPerSecond,
               took % kNanosPerSecond / (100 * kNanosPerMilli));
    const bool failedSeeds = !json["failures"].empty();
    return answer(options, json, failedSeeds || (options.everyKind && !json["not_met"].empty()) ? 1 : 0);
}

int runCrash(const Options& options) {
    const char* shared = std::getenv("QD_SHARED");
    if (options.data.empty() && shared == nullptr)
        return failed("where is the recorded data? Say --data FOLDER, or set QD_SHARED to the folder that holds data/");
    auto plan = crashPlan(options.crash,
                          options.data.empty() ? (std::filesystem::path(shared) / "data").string() : options.data);
    if (!plan) return failed(plan.error());
    plan->seed = options.seed;
    plan->accounts = options.accounts;
    const simulation::CrashReport report = simulation::runCrash(*plan);
    if (report.fault.empty()) return answer(options, jsonOf(*plan, report), 0);
    const int code = failed(fmt::format("{}\n  quantdesk-tool simulate --crash {} --seed {} --accounts {}",
                                        report.fault, plan->crash->name, plan->seed, plan->accounts));
    return answer(options, jsonOf(*plan, report), code);
}

} // namespace

void addSimulate(CLI::App& app, Run& chosen) {
    CLI::App* const command = app.add_subcommand(
        "simulate",
        "Run a whole exchange with simulated users, oracle faults and crashes, or through a recorded crash");
    const auto options = std::make_shared<Options>();
    command->add_option("--seed", options->seed, "The first seed")->capture_default_str();
    command->add_option("--json", options->json, "Keep what is printed in this file too");
    CLI::Option* const hours =
        command->add_option("--hours", options->hours, "Simulated hours of each, else 1")->check(CLI::Range(1, 1'000));
    const std::vector<CLI::Option*> ofSeeds{
        command->add_option("--seeds", options->seeds, "How many, counting up, else 1")
            ->check(CLI::Range(1, 1'000'000)),
        hours,
        command->add_option("--minutes", options->minutes, "The same in minutes")
            ->check(CLI::Range(1, 60'000))
            ->excludes(hours),
        command->add_option("--threads", options->threads, "Seeds at a time")->check(CLI::Range(1, 1'024)),
        command->add_option("--journal", options->journal,
                            "Keep the records in journals below this new folder: slower"),
        command->add_flag("--every-kind", options->everyKind, "Fail as well when some kind of event was not met")};
    CLI::Option* const crash =
        command->add_option("--crash", options->crash, "Through a recorded hour instead: " + crashNames());
    for (CLI::Option* const option : ofSeeds) crash->excludes(option);
    command->add_option("--data", options->data, "Folder of the recorded data, which has candles/; else QD_SHARED/data")
        ->needs(crash);
    command->add_option("--accounts", options->accounts, "Leveraged accounts in the crash, else 1000")
        ->check(CLI::Range(1, 100'000))
        ->needs(crash);
    command->footer(kAnswer);
    command->callback([options, &chosen] {
        chosen = [options] { return options->crash.empty() ? runSeeds(*options) : runCrash(*options); };
    });
}

} // namespace qd::tool
