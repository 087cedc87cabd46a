#pragma once

#include <cstdint>

namespace qd {

/// splitmix64: the generator of every seeded stream (simulator, benchmarks, tests). The state is the whole generator,
/// so a snapshot is one integer. Source: spec/bench-streams.md §0.
class SplitMix64 {
  public:
    constexpr explicit SplitMix64(std::uint64_t seed) noexcept : m_state(seed) {}

    constexpr std::uint64_t operator()() noexcept {
        m_state += 0x9E3779B97F4A7C15U;
        std::uint64_t z = m_state;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31U);
    }
    [[nodiscard]] constexpr std::uint64_t state() const noexcept { return m_state; }

  private:
    std::uint64_t m_state;
};

} // namespace qd
