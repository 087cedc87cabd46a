// Question: how long after its start does the terminal paint its first pane, and its whole layout?
#include "tests/bench/Benchmarks.h"
#include "tests/bench/DesktopRig.h"
#include "tests/bench/Measure.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>

#include <nlohmann/json.hpp>

#include <vector>

namespace qd::bench {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kPatience = 60'000;

struct Start {
    double firstPaintMs = 0;
    double restoredMs = 0;
    double rssMb = 0;
};

/// Starts the terminal on a profile, and ends it once its layout stands.
Start startOnce(const DesktopRig& desktop, const std::string& profile) {
    const QString dump = QString::fromStdString((desktop.folder() / "dump.json").string());
    QProcess process;
    QFile::remove(dump);
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(
        QCoreApplication::applicationDirPath() + QStringLiteral("/quantdesk"),
        {QStringLiteral("--profile"), QString::fromStdString((desktop.folder() / profile).string()),
         QStringLiteral("--exec"),
         QStringLiteral("UNTIL frames.layout_restored_ns > 0 30000; UNTIL feed.live 30000; DUMP %1; WAIT 500; QUIT")
             .arg(dump)});
    // The dump is there while the terminal still runs.
    while (!QFile::exists(dump) && !process.waitForFinished(10)) {
    }
    const double rss = residentMegabytesOf(process.processId());
    if (!process.waitForFinished(kPatience) || process.exitCode() != 0)
        throw std::runtime_error("quantdesk did not start as it should");
    QFile file(dump);
    if (!file.open(QIODevice::ReadOnly)) throw std::runtime_error("quantdesk wrote no dump");
    const Json frames = Json::parse(file.readAll().toStdString())["frames"];
    return {frames["first_paint_ns"].get<double>() / 1e6, frames["layout_restored_ns"].get<double>() / 1e6, rss};
}

Json figures(const DesktopRig& desktop, int runs, bool fresh) {
    std::vector<double> first;
    std::vector<double> restored;
    std::vector<double> resident;
    for (int i = 0; i < runs; ++i) {
        const Start start = startOnce(desktop, fresh ? "fresh-" + std::to_string(i) : "kept");
        first.push_back(start.firstPaintMs);
        restored.push_back(start.restoredMs);
        resident.push_back(start.rssMb);
    }
    Json json;
    json["runs"] = runs;
    json["first_paint_ms_median"] = median(first);
    json["first_paint_ms_worst"] = *std::ranges::max_element(first);
    json["layout_restored_ms_median"] = median(restored);
    json["layout_restored_ms_worst"] = *std::ranges::max_element(restored);
    json["rss_mb_median"] = median(resident);
    return json;
}

} // namespace

Json startupBench(const StartupOptions& options) {
    const DesktopRig desktop(1);
    Json json;
    json["benchmark"] = "startup";
    json["question"] = "from the start of the process to the first painted pane and to the whole layout, offscreen; "
                       "the kernel tells the start to 10 ms";
    json["new_profile"] = figures(desktop, options.runs, true);
    (void)startOnce(desktop, "kept");
    json["kept_profile"] = figures(desktop, options.runs, false);
    json["machine"] = machine();
    return json;
}

} // namespace qd::bench
