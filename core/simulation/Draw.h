#pragma once

#include "core/base/Random.h"
#include "core/domain/Order.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace qd::simulation {

/// Integers out of a seed. Whoever draws has a stream of its own, so that what one does never changes what another
/// draws. One thread.
class Draw {
  public:
    Draw(std::uint64_t seed, std::uint64_t stream) noexcept : m_random(SplitMix64(seed)() ^ SplitMix64(~stream)()) {}

    /// Evenly within [low, high].
    std::int64_t between(std::int64_t low, std::int64_t high) noexcept {
        const auto span = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
        return low + static_cast<std::int64_t>(m_random() % span);
    }
    /// True in `ppm` of a million cases.
    bool chance(std::int64_t ppm) noexcept { return between(0, 999'999) < ppm; }
    /// Within [low, high], low > 0: every doubling is as likely as any other.
    std::int64_t wide(std::int64_t low, std::int64_t high) noexcept {
        std::int64_t doublings = 0;
        while (doublings < 62 && low <= high >> (doublings + 1)) ++doublings;
        const std::int64_t from = low << between(0, doublings);
        return between(from, std::min(high, 2 * from));
    }
    Side side() noexcept { return between(0, 1) == 0 ? Side::Buy : Side::Sell; }
    /// Evenly within [0, n).
    std::size_t index(std::size_t n) noexcept {
        return static_cast<std::size_t>(between(0, static_cast<std::int64_t>(n) - 1));
    }

  private:
    SplitMix64 m_random;
};

} // namespace qd::simulation
