// quantdesk-bench-desktop: the benchmarks that need the whole terminal; quantdesk-bench starts it.
#include "tests/bench/Benchmarks.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <functional>
#include <memory>

using namespace qd::bench;

namespace {

using Run = std::function<nlohmann::ordered_json()>;

void addFrame(CLI::App& app, Run& run) {
    const auto options = std::make_shared<FrameOptions>();
    auto* command = app.add_subcommand("frame", "CPU time of a frame with the whole terminal open");
    command->add_option("--millis", options->millis, "Measured time of each market")->check(CLI::Range(100, 600'000));
    command->add_option("--capture", options->capture, "Recording to replay at 10 times its pace");
    command->add_option("--chart-frames", options->chartFrames)->check(CLI::Range(10, 100'000));
    command->add_option("--minutes", options->minutes, "Instead: so long under the load of six windows over 50 markets")
        ->check(CLI::Range(1, 1'440));
    command->callback([options, &run] {
        run = [options] { return options->minutes == 0 ? frameBench(*options) : loadBench(options->minutes); };
    });
}

void addStartup(CLI::App& app, Run& run) {
    const auto options = std::make_shared<StartupOptions>();
    auto* command = app.add_subcommand("startup", "time to first paint and to the restored layout");
    command->add_option("--runs", options->runs)->check(CLI::Range(1, 100));
    command->callback([options, &run] { run = [options] { return startupBench(*options); }; });
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{"Benchmarks of the terminal; each prints one JSON object"};
    app.require_subcommand(1);
    Run run;
    addFrame(app, run);
    addStartup(app, run);
    CLI11_PARSE(app, argc, argv);
    try {
        std::puts(run().dump(2).c_str());
    } catch (const std::exception& error) {
        std::fprintf(stderr, "quantdesk-bench: %s\n", error.what());
        return 1;
    }
    return 0;
}
