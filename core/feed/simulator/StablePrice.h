#pragma once

#include "core/base/Random.h"
#include "core/domain/Units.h"
#include "core/feed/simulator/StateReader.h"

#include <cstdint>

namespace qd::simulator {

inline constexpr std::int64_t kStableStep = 2 * kNanosPerSecond;

/// The price of a stable coin: near one dollar, some ten thousandths away and back within a minute or two. One thread.
class StablePrice {
  public:
    explicit StablePrice(SplitMix64 random) noexcept : m_random(random) {}
    /// One step of 2 s later.
    [[nodiscard]] Price next() noexcept;

    void save(ByteWriter& out) const;
    void load(StateReader& in);

  private:
    SplitMix64 m_random;
    std::int64_t m_away = 0; ///< from one dollar, 1e-9
};

} // namespace qd::simulator
