#include "tests/bench/Benchmarks.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <unistd.h>

using namespace qd::bench;

namespace {

using Run = std::function<nlohmann::ordered_json()>;

void addMatching(CLI::App& app, Run& run) {
    const auto options = std::make_shared<MatchingOptions>();
    const auto stream = std::make_shared<std::string>("normal");
    auto* command = app.add_subcommand("matching", "the order stream QD-LOB-1 through book and matching");
    command->add_option("--stream", *stream)->check(CLI::IsMember({"normal", "deep"}));
    command->add_option("--ops", options->operations)->check(CLI::Range(std::size_t{1}, std::size_t{50'000'000}));
    command->add_option("--seed", options->seed);
    command->add_option("--runs", options->runs)->check(CLI::Range(1, 100));
    command->callback([options, stream, &run] {
        options->deep = *stream == "deep";
        run = [options] { return matchingBench(*options); };
    });
}

void addExchange(CLI::App& app, Run& run) {
    const auto options = std::make_shared<ExchangeOptions>();
    auto* command = app.add_subcommand("exchange", "commands through the whole exchange");
    command->add_option("--accounts", options->accounts)->check(CLI::Range(2U, 100'000U));
    command->add_option("--commands", options->commands)->check(CLI::Range(std::size_t{1}, std::size_t{10'000'000}));
    command->add_option("--seed", options->seed);
    command->add_option("--runs", options->runs)->check(CLI::Range(1, 100));
    command->callback([options, &run] { run = [options] { return exchangeBench(*options); }; });
}

void addRisk(CLI::App& app, Run& run) {
    const auto options = std::make_shared<RiskOptions>();
    auto* command = app.add_subcommand("risk", "margin of one large account and of many small ones");
    command->add_option("--calls", options->calls)->check(CLI::Range(std::size_t{1}, std::size_t{10'000'000}));
    command->add_option("--accounts", options->accounts)->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000}));
    command->add_option("--seed", options->seed);
    command->add_option("--runs", options->runs)->check(CLI::Range(1, 100));
    command->callback([options, &run] { run = [options] { return riskBench(*options); }; });
}

void addRecording(CLI::App& app, Run& run) {
    const auto options = std::make_shared<RecordingBenchOptions>();
    auto* command = app.add_subcommand("recording", "simulated markets recorded, read back and replayed");
    command->add_option("--markets", options->markets)->check(CLI::Range(1, 256));
    command->add_option("--books", options->booksASecond)->check(CLI::Range(1, 1'000));
    command->add_option("--seconds", options->seconds)->check(CLI::Range(1, 1'000'000));
    command->add_option("--seed", options->seed);
    command->add_option("--runs", options->runs)->check(CLI::Range(1, 100));
    command->add_option("--block-seconds", options->blockSeconds)->check(CLI::Range(1, 3'600));
    command->add_option("--level", options->level)->check(CLI::Range(1, 19));
    command->add_option("--directory", options->directory);
    command->callback([options, &run] { run = [options] { return recordingBench(*options); }; });
}

void addIndicators(CLI::App& app, Run& run) {
    const auto options = std::make_shared<IndicatorOptions>();
    auto* command = app.add_subcommand("indicators", "every indicator over the series QD-BAR-1");
    command->add_option("--bars", options->bars)->check(CLI::Range(std::size_t{1}, std::size_t{20'000'000}));
    command->add_option("--runs", options->runs)->check(CLI::Range(1, 100));
    command->callback([options, &run] { run = [options] { return indicatorBench(*options); }; });
}

/// Benchmarks of the desktop are a program of their own beside this one: what they link would count as our memory.
void addDesktop(CLI::App& app, const char* name, const char* summary, char** argv) {
    auto* command = app.add_subcommand(name, summary)->prefix_command();
    command->set_help_flag(); // the other program has the help
    command->callback([argv] {
        const auto program = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "quantdesk-bench-desktop";
        ::execv(program.c_str(), argv);
        throw std::runtime_error(program.string() + " cannot be started");
    });
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{"Benchmarks of QuantDesk; each prints one JSON object"};
    app.require_subcommand(1);
    Run run;
    addMatching(app, run);
    addExchange(app, run);
    addIndicators(app, run);
    addRisk(app, run);
    addRecording(app, run);
    addDesktop(app, "frame", "CPU time of a frame with the whole terminal open", argv);
    addDesktop(app, "startup", "time to first paint and to the restored layout", argv);
    try {
        CLI11_PARSE(app, argc, argv);
        std::puts(run().dump(2).c_str());
    } catch (const std::exception& error) {
        std::fprintf(stderr, "quantdesk-bench: %s\n", error.what());
        return 1;
    }
    return 0;
}
