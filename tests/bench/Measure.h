#pragma once

#include <cstdint>
#include <ctime>
#include <string>
#include <vector>
#include <x86intrin.h>

namespace qd::bench {

/// CPU time of the calling thread in nanoseconds.
[[nodiscard]] inline std::int64_t threadCpuNanos() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return std::int64_t{t.tv_sec} * 1'000'000'000 + t.tv_nsec;
}

/// The processor's time-stamp counter: the cheapest clock for single operations, its own cost included in what it
/// measures.
[[nodiscard]] inline std::uint64_t stampBefore() { return __rdtsc(); }
[[nodiscard]] inline std::uint64_t stampAfter() {
    unsigned core = 0;
    return __rdtscp(&core);
}
/// Nanoseconds of one tick of the counter, measured against the steady clock.
[[nodiscard]] double nanosPerStamp();

/// Resident memory of this process now, in MB.
[[nodiscard]] double residentMegabytes();
/// The same of another process, 0 when there is none of this number.
[[nodiscard]] double residentMegabytesOf(std::int64_t process);

/// "AMD EPYC, 2 cores, Linux 6.18, g++ 12.2.0"
[[nodiscard]] std::string machine();

/// Value at a fraction of the sorted samples; sorts them. 0 when there are none.
template<class T>
[[nodiscard]] T percentile(std::vector<T>& samples, double fraction);

/// Middle of a few runs.
[[nodiscard]] double median(std::vector<double> values);

} // namespace qd::bench

#include <algorithm>

namespace qd::bench {

template<class T>
T percentile(std::vector<T>& samples, double fraction) {
    if (samples.empty()) return T{};
    std::ranges::sort(samples);
    const auto at = static_cast<std::size_t>(fraction * static_cast<double>(samples.size()));
    return samples[std::min(at, samples.size() - 1)];
}

} // namespace qd::bench
