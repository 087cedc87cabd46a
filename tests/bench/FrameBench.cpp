// Question: what does a frame cost with the whole terminal open, four panes in each of two windows, on a simulated
// market and on a recording?
#include "app/terminal/Terminal.h"
#include "layouts/workspace/Layout.h"
#include "tests/bench/Benchmarks.h"
#include "tests/bench/DesktopRig.h"
#include "tests/bench/Measure.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

#include <nlohmann/json.hpp>

#include <cstdlib>

namespace qd::bench {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kLayout = R"(
version = 1
[[window]]
screen = "#1"
geometry = [0, 0, 0, 0]
root = { split = "horizontal", sizes = [0.25, 0.18, 0.57], children = [
    { tabs = ["ORDERBOOK-1"] }, { tabs = ["TAPE-1"] },
    { split = "vertical", sizes = [0.8, 0.2], children = [ { tabs = ["CHART-1"] }, { tabs = ["POSITIONS-1"] } ] } ] }
[window.pane]
ORDERBOOK-1 = { kind = "ORDERBOOK", group = "A" }
TAPE-1 = { kind = "TAPE", group = "A" }
CHART-1 = { kind = "CHART", group = "A", interval = "1s" }
POSITIONS-1 = { kind = "POSITIONS" }
[[window]]
screen = "#2"
geometry = [0, 0, 0, 0]
root = { split = "horizontal", sizes = [0.25, 0.18, 0.57], children = [
    { tabs = ["ORDERBOOK-2"] }, { tabs = ["TAPE-2"] },
    { split = "vertical", sizes = [0.7, 0.3], children = [ { tabs = ["CHART-2"] }, { tabs = ["QM-1"] } ] } ] }
[window.pane]
ORDERBOOK-2 = { kind = "ORDERBOOK", group = "B" }
TAPE-2 = { kind = "TAPE", group = "B" }
CHART-2 = { kind = "CHART", group = "B", interval = "1m" }
QM-1 = { kind = "QM", group = "B" }
)";

void runEvents(int millis) {
    QEventLoop loop;
    QTimer::singleShot(millis, &loop, &QEventLoop::quit);
    loop.exec();
}

double ms(std::int64_t nanos) { return static_cast<double>(nanos) / 1e6; }

Json figures(const ui::DurationLog& log) {
    Json json;
    json["count"] = log.count();
    json["p50_ms"] = ms(log.percentile(0.5));
    json["p99_ms"] = ms(log.percentile(0.99));
    return json;
}

/// Runs one market for a while and tells what its frames cost.
Json scenario(const std::string& name, const terminal::Options& options, int millis) {
    auto profile = terminal::Profile::open(options);
    if (!profile) throw std::runtime_error(profile.error().detail);
    terminal::Terminal terminal(options, std::move(*profile));
    terminal.start();
    const auto layout = workspace::parseLayout(kLayout, "the benchmark's layout");
    if (!layout) throw std::runtime_error(layout.error().detail);
    terminal.workspace().apply(*layout);
    for (int waited = 0; terminal.context().venue.playback().catchingUp || waited < 3'000; waited += 100)
        runEvents(100);

    ui::FrameStats& stats = terminal.context().stats;
    stats.clear();
    const std::int64_t cpuBefore = ui::threadCpuNanos();
    const std::uint64_t commandsBefore = terminal.context().venue.health().commands;
    QElapsedTimer elapsed;
    elapsed.start();
    runEvents(millis);
    const double seconds = static_cast<double>(elapsed.nsecsElapsed()) / 1e9;

    Json json;
    json["market"] = name;
    json["speed"] = options.speed;
    json["seconds"] = seconds;
    const VenueHealth health = terminal.context().venue.health();
    json["commands_per_second"] = static_cast<double>(health.commands - commandsBefore) / seconds;
    json["ui_thread_cpu_percent"] = static_cast<double>(ui::threadCpuNanos() - cpuBefore) / 1e7 / seconds;
    json["frames"] = figures(stats.frames);
    json["tick_to_pixel"] = figures(stats.tickToPixel);
    for (const auto& [pane, log] : stats.paints()) json["cpu_per_painted_frame"][pane.toStdString()] = figures(log);
    json["rss_mb"] = residentMegabytes();
    return json;
}

} // namespace

Json frameBench(const FrameOptions& options) {
    const DesktopRig desktop(2);
    Json json;
    json["benchmark"] = "frame";
    json["question"] = "CPU time of a frame, four panes in each of two windows of 1920 x 1080, offscreen";
    json["markets"] = Json::array();
    for (const double speed : {1.0, 10.0, 100.0}) {
        terminal::Options o;
        o.profile = desktop.folder() / ("sim-" + std::to_string(static_cast<int>(speed)));
        o.speed = speed;
        o.qtArguments = {"quantdesk-bench"};
        json["markets"].push_back(scenario("simulator", o, options.millis));
    }
    if (options.capture.empty()) {
        json["replay"] = "skipped: no --capture given";
    } else {
        terminal::Options o;
        o.profile = desktop.folder() / "replay";
        o.replay = options.capture;
        o.speed = 10;
        json["markets"].push_back(scenario("replay", o, options.millis));
    }
    json["chart_1m_bars"] = chartBench(options.chartFrames);
    json["machine"] = machine();
    return json;
}

} // namespace qd::bench
