#pragma once

#include "core/domain/Order.h"
#include "core/feed/simulator/Config.h"
#include "core/feed/simulator/StateReader.h"

#include <algorithm>
#include <cstdint>

namespace qd::simulator {

/// What everybody can see of a market's recent past: how strongly one side has been trading and how lively the index
/// is. Learns from events alone, a person's trades like the agents'.
class Flow {
  public:
    explicit Flow(const MarketSetup& setup);

    /// A print of this value and aggressor.
    void traded(Money value, Side aggressor) noexcept;
    /// New prices; also the beat by which pressure fades (half in 6 s at four a second).
    void moved(Price from, Price to) noexcept;

    /// How far buyers have pushed the price makers think fair, 1e-6; negative for sellers.
    [[nodiscard]] std::int64_t pressurePpm() const noexcept { return m_pressure / kFine; }
    /// Size of recent index moves relative to the usual, permille, in [200, 5,000].
    [[nodiscard]] std::int64_t activity() const noexcept {
        return std::clamp<std::int64_t>(m_activity / kFine, 200, 5'000);
    }

    void save(ByteWriter& out) const {
        out.put(m_pressure);
        out.put(m_activity);
    }
    void load(StateReader& in) {
        m_pressure = in.ranged("pressure", -kMostPressure, kMostPressure);
        m_activity = in.ranged<std::int64_t>("activity", 0, kMostActivity);
    }

  private:
    static constexpr std::int64_t kFine = 1'000;
    static constexpr std::int64_t kMostPressure = 3'000 * kFine; ///< 30 bps
    static constexpr std::int64_t kMostActivity = 10'000 * kFine;

    std::int64_t m_pressure = 0;             ///< 1e-9
    std::int64_t m_activity = 1'000 * kFine; ///< 1e-6
    std::int64_t m_impact;                   ///< 1e-6 dollars that push by 1 ppm
    std::int64_t m_usualMove;                ///< mean absolute return between two publications, 1e-9
};

} // namespace qd::simulator
