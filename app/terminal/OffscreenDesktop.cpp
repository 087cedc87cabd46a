#include "app/terminal/OffscreenDesktop.h"

#include "core/base/File.h"

#include <QByteArray>
#include <QtGlobal>

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace qd::terminal {
namespace {

/// In the form Qt's platform reads; the names are Qt's.
std::string description(const std::vector<ScreenSize>& screens) {
    std::string list;
    int left = 0;
    for (std::size_t i = 0; i < screens.size(); ++i) {
        list += fmt::format(R"({}{{"name":"M{}","x":{},"y":0,"width":{},"height":{},"logicalDpi":96,)"
                            R"("logicalBaseDpi":96,"dpr":1}})",
                            i == 0 ? "" : ",", i + 1, left, screens[i].width, screens[i].height);
        left += screens[i].width;
    }
    return R"({"synchronousWindowSystemEvents":false,"windowFrameMargins":false,"screens":[)" + list + "]}";
}

} // namespace

void describeOffscreenDesktop(Options& options, const std::filesystem::path& folder) {
    auto& words = options.qtArguments;
    const auto platform = std::ranges::find(words, "-platform");
    const bool named = platform != words.end() && platform + 1 != words.end();
    const std::string chosen = named ? *(platform + 1) : qgetenv("QT_QPA_PLATFORM").toStdString();
    if (chosen != "offscreen") return;
    const std::filesystem::path file = folder / "offscreen.json";
    const std::string text = description(options.screens);
    if (!writeFileAtomically(file, std::as_bytes(std::span(text)))) return; // then it is Qt's own small monitor
    const std::string value = "offscreen:configfile=" + file.string();
    if (named)
        *(platform + 1) = value;
    else
        words.insert(words.end(), {"-platform", value});
}

} // namespace qd::terminal
