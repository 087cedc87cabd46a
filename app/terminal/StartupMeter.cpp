#include "app/terminal/StartupMeter.h"

#include <QEvent>

#include <ctime>
#include <fstream>
#include <sstream>
#include <string>
#include <unistd.h>
#include <utility>

namespace qd::terminal {
namespace {

/// Time since this process was begun; its beginning stands in /proc/self/stat as ticks since the machine's start.
std::int64_t sinceProcessStart() {
    std::ifstream file("/proc/self/stat");
    std::string text;
    std::getline(file, text);
    const auto nameEnd = text.rfind(')'); // the name may hold anything
    if (nameEnd == std::string::npos) return 0;
    std::istringstream fields(text.substr(nameEnd + 1));
    std::string word;
    for (int field = 3; field <= 22 && fields >> word; ++field) {
    }
    const std::int64_t ticks = std::strtoll(word.c_str(), nullptr, 10);
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    const std::int64_t nanosPerTick = kNanosPerSecond / sysconf(_SC_CLK_TCK);
    return std::int64_t{now.tv_sec} * kNanosPerSecond + now.tv_nsec - ticks * nanosPerTick;
}

} // namespace

StartupMeter::StartupMeter(const workspace::Workspace& workspace) {
    for (workspace::PaneDock* dock : workspace.docks()) {
        ui::Pane& pane = dock->pane();
        if (!pane.isSeen()) continue;
        QWidget* header = pane.header(); // the pane itself paints nothing where its body covers it
        m_waiting.insert(header);
        header->installEventFilter(this);
    }
}

bool StartupMeter::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::Paint) return false;
    watched->removeEventFilter(this);
    if (m_waiting.erase(watched) == 0) return false;
    if (!std::exchange(m_painted, true)) record(&StartupTimes::firstPaintNanos);
    if (m_waiting.empty()) record(&StartupTimes::layoutRestoredNanos);
    return false;
}

/// From the event loop: then the paint that is about to begin is over.
void StartupMeter::record(std::int64_t StartupTimes::* time) {
    QMetaObject::invokeMethod(this, [this, time] { m_times.*time = sinceProcessStart(); }, Qt::QueuedConnection);
}

} // namespace qd::terminal
