#pragma once

#include "core/base/Time.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

namespace qd::simulator {

inline constexpr UnixNanos kNever{std::numeric_limits<std::int64_t>::max()};

/// When every agent wakes next. Of agents with the same time the one with the smallest number is first. The few dozen
/// times are searched each time: that is cheaper than a heap whose entries move with every event.
class Schedule {
  public:
    explicit Schedule(std::size_t agents) : m_times(agents, kNever.value()) {}

    void set(std::size_t agent, UnixNanos at) noexcept { m_times[agent] = at.value(); }
    /// Earlier than planned, never later.
    void hasten(std::size_t agent, UnixNanos at) noexcept { m_times[agent] = std::min(m_times[agent], at.value()); }
    [[nodiscard]] UnixNanos at(std::size_t agent) const noexcept { return UnixNanos(m_times[agent]); }
    [[nodiscard]] std::size_t size() const noexcept { return m_times.size(); }
    [[nodiscard]] std::size_t first() const noexcept {
        std::size_t best = 0;
        for (std::size_t i = 1; i < m_times.size(); ++i) {
            if (m_times[i] < m_times[best]) best = i;
        }
        return best;
    }

  private:
    std::vector<std::int64_t> m_times;
};

} // namespace qd::simulator
