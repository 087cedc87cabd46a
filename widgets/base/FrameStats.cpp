#include "widgets/base/FrameStats.h"

#include "core/base/Time.h"

#include <algorithm>
#include <ctime>

namespace qd::ui {

std::int64_t threadCpuNanos() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return std::int64_t{t.tv_sec} * kNanosPerSecond + t.tv_nsec;
}

void DurationLog::add(std::int64_t nanos) {
    m_samples[m_count % kKept] = nanos;
    ++m_count;
}

std::int64_t DurationLog::percentile(double fraction) const {
    const auto used = static_cast<std::size_t>(std::min<std::uint64_t>(m_count, kKept));
    if (used == 0) return 0;
    std::vector<std::int64_t> sorted(m_samples.begin(), m_samples.begin() + static_cast<std::ptrdiff_t>(used));
    const auto at = std::min(static_cast<std::size_t>(fraction * static_cast<double>(used)), used - 1);
    std::ranges::nth_element(sorted, sorted.begin() + static_cast<std::ptrdiff_t>(at));
    return sorted[at];
}

void DurationLog::clear() { m_count = 0; }

void FrameStats::clear() {
    frames.clear();
    tickToPixel.clear();
    m_paint.clear();
}

} // namespace qd::ui
