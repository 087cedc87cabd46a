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

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <cstdlib>
#include <map>

namespace qd::bench {
namespace {

using Json = nlohmann::ordered_json;

/// Of each of 50 markets in one exchange: some 500 trades a second together.
constexpr std::uint32_t kTakersAnHour = 7'000;

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

/// Shows a layout, and waits until the market is where the clock is and panes have filled.
void show(terminal::Terminal& terminal, const std::string& text) {
    const auto layout = workspace::parseLayout(text, "the benchmark's layout");
    if (!layout) throw std::runtime_error(layout.error().detail);
    terminal.workspace().apply(*layout);
    for (int waited = 0; terminal.context().venue.playback().catchingUp || waited < 3'000; waited += 100)
        runEvents(100);
}

/// What the frames of so long a time cost.
Json measured(terminal::Terminal& terminal, int millis) {
    ui::FrameStats& stats = terminal.context().stats;
    stats.clear();
    const std::int64_t cpuBefore = ui::threadCpuNanos();
    const std::uint64_t commandsBefore = terminal.context().venue.health().commands;
    QElapsedTimer elapsed;
    elapsed.start();
    runEvents(millis);
    const double seconds = static_cast<double>(elapsed.nsecsElapsed()) / 1e9;

    Json json;
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

/// Runs one market for a while and tells what its frames cost.
Json scenario(const std::string& name, const terminal::Options& options, int millis) {
    auto profile = terminal::Profile::open(options);
    if (!profile) throw std::runtime_error(profile.error().detail);
    terminal::Terminal terminal(options, std::move(*profile));
    terminal.start();
    show(terminal, kLayout);
    Json json;
    json["market"] = name;
    json["speed"] = options.speed;
    json.update(measured(terminal, millis));
    return json;
}

/// Four windows about a market each, with a heat map; one of lists, one of the account.
std::string loadLayout() {
    std::string text = "version = 1\n";
    const auto window = [&](int number, const std::vector<std::string>& panes, const std::string& settings) {
        text += fmt::format(
            "[[window]]\nscreen = \"#{}\"\ngeometry = [0, 0, 0, 0]\nroot = {{ split = \"horizontal\", sizes = "
            "[0.4, 0.6], children = [ {{ split = \"vertical\", sizes = [0.5, 0.5], children = [ {{ tabs = "
            "[\"{}\"] }}, {{ tabs = [\"{}\"] }} ] }}, {{ split = \"vertical\", sizes = [0.5, 0.5], children "
            "= [ {{ tabs = [\"{}\"] }}, {{ tabs = [\"{}\"] }} ] }} ] }}\n[window.pane]\n",
            number, panes[0], panes[1], panes[2], panes[3]);
        for (const std::string& pane : panes)
            text += fmt::format("{} = {{ kind = \"{}\"{} }}\n", pane, pane.substr(0, pane.find('-')), settings);
    };
    static constexpr std::array<const char*, 4> kMarkets{"SOL-PERP", "BTC-PERP", "ETH-PERP", "SIM4-PERP"};
    for (int i = 1; i <= 4; ++i)
        window(i,
               {fmt::format("ORDERBOOK-{}", i), fmt::format("TAPE-{}", i), fmt::format("CHART-{}", i),
                fmt::format("HEATMAP-{}", i)},
               fmt::format(", group = \"{}\", market = \"{}\"", static_cast<char>('A' + i - 1),
                           kMarkets[static_cast<std::size_t>(i - 1)]));
    window(5, {"QM-1", "POSITIONS-1", "ORDERS-1", "FILLS-1"}, "");
    window(6, {"DEPTH-1", "ACCT-1", "PF-1", "RISK-1"}, "");
    return text;
}

/// Counts what is traded in all markets.
class TradeCounter {
  public:
    explicit TradeCounter(const ports::MarketData& market) : m_market(market) {}
    /// Since the last call.
    std::uint64_t count() {
        std::uint64_t trades = 0;
        for (const MarketInfo& info : m_market.markets()) {
            std::uint64_t& cursor = m_cursors[info.params.id];
            const ports::TradeRun run = m_market.trades(info.params.id, cursor);
            cursor = run.next;
            trades += run.trades.size() + run.missed;
        }
        return trades;
    }

  private:
    const ports::MarketData& m_market;
    std::map<MarketId, std::uint64_t> m_cursors;
};

/// Versions of the books that are watched, together.
std::uint64_t bookChanges(const ports::MarketData& market) {
    std::uint64_t changes = 0;
    for (const MarketInfo& info : market.markets()) {
        if (const auto book = market.book(info.params.id)) changes += book->version;
    }
    return changes;
}

} // namespace

/// Question: is the interface within its budget with six windows of four panes over 50 markets that change twenty times
/// and trade ten times a second each, and does it stay as large as it is?
Json loadBench(int minutes) {
    const DesktopRig desktop(6);
    terminal::Options options;
    options.profile = desktop.folder() / "load";
    options.markets = 50;
    options.takersAnHour = kTakersAnHour;
    options.qtArguments = {"quantdesk-bench"};
    auto profile = terminal::Profile::open(options);
    if (!profile) throw std::runtime_error(profile.error().detail);
    terminal::Terminal terminal(options, std::move(*profile));
    terminal.start();
    show(terminal, loadLayout());
    const ports::MarketData& market = terminal.context().market;
    TradeCounter trades(market);
    (void)trades.count();
    terminal.context().stats.clear();
    const std::uint64_t booksBefore = bookChanges(market);
    Json json;
    json["benchmark"] = "frame";
    json["question"] = "six windows of four panes over 50 markets, offscreen, one minute a row";
    json["rows"] = Json::array();
    for (int minute = 0; minute < minutes; ++minute) {
        Json row = measured(terminal, 60'000);
        row["trades_per_second"] = static_cast<double>(trades.count()) / row["seconds"].get<double>();
        json["rows"].push_back(std::move(row));
    }
    json["watched_book_changes_per_second"] = static_cast<double>(bookChanges(market) - booksBefore) / (60.0 * minutes);
    json["machine"] = machine();
    return json;
}

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
