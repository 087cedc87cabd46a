#include "widgets/report/Machine.h"

#include <QGuiApplication>
#include <QScreen>
#include <QSysInfo>

#include <array>
#include <cpuid.h>
#include <cstring>
#include <thread>
#include <unistd.h>

namespace qd::report {
namespace {

/// The brand string of the processor: three leaves of 16 characters.
QString processorName() {
    constexpr unsigned kFirst = 0x80000002;
    constexpr unsigned kLast = 0x80000004;
    if (__get_cpuid_max(0x80000000, nullptr) < kLast) return {};
    std::array<unsigned, 12> words{};
    for (unsigned leaf = kFirst; leaf <= kLast; ++leaf) {
        unsigned* at = words.data() + std::size_t{4} * (leaf - kFirst);
        if (__get_cpuid(leaf, at, at + 1, at + 2, at + 3) == 0) return {};
    }
    std::array<char, sizeof(words) + 1> text{};
    std::memcpy(text.data(), words.data(), sizeof(words));
    return QString::fromLatin1(text.data()).simplified();
}

std::uint64_t memoryBytes() {
    const long pages = sysconf(_SC_PHYS_PAGES);
    const long size = sysconf(_SC_PAGESIZE);
    return pages <= 0 || size <= 0 ? 0 : static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(size);
}

QString screenText(const QScreen& screen) {
    const QRect area = screen.geometry();
    return QStringLiteral("%1: %2 × %3 at %4, %5, scale %6, %7 Hz")
        .arg(screen.name())
        .arg(area.width())
        .arg(area.height())
        .arg(area.x())
        .arg(area.y())
        .arg(screen.devicePixelRatio())
        .arg(screen.refreshRate());
}

} // namespace

Machine thisMachine() {
    Machine machine;
    machine.program = QCoreApplication::applicationVersion();
    machine.system =
        QStringLiteral("%1, kernel %2, %3")
            .arg(QSysInfo::prettyProductName(), QSysInfo::kernelVersion(), QSysInfo::currentCpuArchitecture());
    machine.processor = processorName();
    machine.threads = static_cast<int>(std::thread::hardware_concurrency());
    machine.memory = memoryBytes();
    machine.qt = QStringLiteral("%1 (built with %2), platform %3")
                     .arg(QLatin1String(qVersion()), QLatin1String(QT_VERSION_STR), QGuiApplication::platformName());
    for (const QScreen* screen : QGuiApplication::screens()) machine.screens << screenText(*screen);
    return machine;
}

} // namespace qd::report
