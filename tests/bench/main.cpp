#include "tests/bench/Benchmarks.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <functional>

using namespace qd::bench;

int main(int argc, char** argv) {
    CLI::App app{"Benchmarks of QuantDesk; each prints one JSON object"};
    app.require_subcommand(1);
    std::function<nlohmann::ordered_json()> run;

    MatchingOptions matching;
    auto* matchingCommand = app.add_subcommand("matching", "the order stream QD-LOB-1 through book and matching");
    std::string stream = "normal";
    matchingCommand->add_option("--stream", stream)->check(CLI::IsMember({"normal", "deep"}));
    matchingCommand->add_option("--ops", matching.operations)
        ->check(CLI::Range(std::size_t{1}, std::size_t{50'000'000}));
    matchingCommand->add_option("--seed", matching.seed);
    matchingCommand->add_option("--runs", matching.runs)->check(CLI::Range(1, 100));
    matchingCommand->callback([&] {
        matching.deep = stream == "deep";
        run = [&] { return matchingBench(matching); };
    });

    ExchangeOptions exchange;
    auto* exchangeCommand = app.add_subcommand("exchange", "commands through the whole exchange");
    exchangeCommand->add_option("--accounts", exchange.accounts)->check(CLI::Range(2U, 100'000U));
    exchangeCommand->add_option("--commands", exchange.commands)
        ->check(CLI::Range(std::size_t{1}, std::size_t{10'000'000}));
    exchangeCommand->add_option("--seed", exchange.seed);
    exchangeCommand->add_option("--runs", exchange.runs)->check(CLI::Range(1, 100));
    exchangeCommand->callback([&] { run = [&] { return exchangeBench(exchange); }; });

    FrameOptions frame;
    auto* frameCommand = app.add_subcommand("frame", "CPU time of a frame with the whole terminal open");
    frameCommand->add_option("--millis", frame.millis, "Measured time of each market")->check(CLI::Range(100, 600'000));
    frameCommand->add_option("--capture", frame.capture, "Recording to replay at 10 times its pace");
    frameCommand->add_option("--chart-frames", frame.chartFrames)->check(CLI::Range(10, 100'000));
    frameCommand->callback([&] { run = [&] { return frameBench(frame); }; });

    StartupOptions startup;
    auto* startupCommand = app.add_subcommand("startup", "time to first paint and to the restored layout");
    startupCommand->add_option("--runs", startup.runs)->check(CLI::Range(1, 100));
    startupCommand->callback([&] { run = [&] { return startupBench(startup); }; });

    CLI11_PARSE(app, argc, argv);
    try {
        std::puts(run().dump(2).c_str());
    } catch (const std::exception& error) {
        std::fprintf(stderr, "quantdesk-bench: %s\n", error.what());
        return 1;
    }
    return 0;
}
