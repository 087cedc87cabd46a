#pragma once

#include "core/base/Random.h"

#include <algorithm>
#include <cstdint>

namespace qd::test {

/// Numbers out of one seed, for properties of many thousand cases (a RapidCheck generator a number would be slow).
class Draw {
  public:
    explicit Draw(std::uint64_t seed) : m_random(seed) {}
    /// Evenly within [low, high].
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(
                         m_random() % (static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1));
    }
    /// Within [low, high], as often small as large.
    std::int64_t wide(std::int64_t low, std::int64_t high) {
        std::int64_t magnitude = low;
        while (magnitude <= high / 10 && between(0, 12) != 0) magnitude *= 10;
        return std::min(high, between(magnitude, magnitude <= high / 10 ? magnitude * 10 : high));
    }

  private:
    SplitMix64 m_random;
};

} // namespace qd::test
