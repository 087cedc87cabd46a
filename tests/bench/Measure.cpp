#include "tests/bench/Measure.h"

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <sys/utsname.h>
#include <thread>
#include <unistd.h>

namespace qd::bench {

double nanosPerStamp() {
    using Clock = std::chrono::steady_clock;
    const auto begin = Clock::now();
    const std::uint64_t first = stampAfter();
    while (Clock::now() - begin < std::chrono::milliseconds(20)) {
    }
    const std::uint64_t last = stampAfter();
    const auto nanos = std::chrono::duration<double, std::nano>(Clock::now() - begin).count();
    return nanos / static_cast<double>(last - first);
}

double residentMegabytes() { return residentMegabytesOf(::getpid()); }

double residentMegabytesOf(std::int64_t process) {
    std::ifstream file(fmt::format("/proc/{}/statm", process));
    std::uint64_t total = 0;
    std::uint64_t resident = 0;
    file >> total >> resident;
    return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

std::string machine() {
    std::string model = "unknown processor";
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with("model name")) continue;
        model = line.substr(line.find(':') + 2);
        break;
    }
    utsname system{};
    uname(&system);
    return fmt::format("{}, {} cores, {} {}, g++ {}.{}.{}", model, std::thread::hardware_concurrency(), system.sysname,
                       system.release, __GNUC__, __GNUC_MINOR__, __GNUC_PATCHLEVEL__);
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values.empty() ? 0 : values[values.size() / 2];
}

} // namespace qd::bench
