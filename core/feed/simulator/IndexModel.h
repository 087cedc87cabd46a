#pragma once

#include "core/feed/simulator/Config.h"
#include "core/feed/simulator/StateReader.h"

#include <cstdint>
#include <vector>

namespace qd::simulator {

inline constexpr std::int64_t kIndexStep = 250 * kNanosPerMilli;

/// The index prices of all markets, in steps of 250 ms. A step's return is
///     volatility * regime * liveliness * (rho * common + sqrt(1 - rho^2) * own) + jump - pull
/// with two nearly normal draws, of which one in five is large and the others are small, so that a price rests and
/// moves by turns; `regime` (calm, usual, busy; common to all markets) glides to a new level every few minutes,
/// `liveliness` is a market's own slow wave; jumps are rare and mostly common; the pull leads back to the start price
/// over five days. The path depends on the seed alone, never on what is traded. One thread.
class IndexModel {
  public:
    IndexModel(std::uint64_t seed, const std::vector<MarketSetup>& markets);

    /// Index of market `i` after `step` steps; the model goes forward to it, so that it must not have gone further.
    [[nodiscard]] Price at(std::size_t i, std::uint64_t step);

    [[nodiscard]] std::uint64_t steps() const noexcept { return m_step; }

    /// Standard deviation of the usual 250 ms return, 1e-9.
    [[nodiscard]] static std::int64_t usualStep(Ratio volatility) noexcept;

    void save(ByteWriter& out) const;
    void load(StateReader& in);

  private:
    struct Market {
        std::int64_t price = 0;         ///< 1e-9 dollars
        std::int64_t liveliness = 1000; ///< permille, own wave around 1,000
        // From the setup:
        std::int64_t anchor = 0; ///< 1e-9 dollars
        std::int64_t low = 0;    ///< the price stays within [low, high]
        std::int64_t high = 0;
        std::int64_t sigma = 0;       ///< 1e-9 a step
        std::int64_t correlation = 0; ///< 1e-4
        std::int64_t own = 0;         ///< sqrt(1 - correlation^2), 1e-4
    };
    void step();
    void glide();
    [[nodiscard]] std::int64_t shock();
    void move(Market& market, std::int64_t common, std::int64_t jump);

    SplitMix64 m_random;
    std::uint64_t m_step = 0;
    std::int64_t m_regime = 1'000;     ///< permille, where the volatility glides to
    std::int64_t m_regimeLeft = 0;     ///< steps until the next regime
    std::int64_t m_volatility = 1'000; ///< permille
    std::vector<Market> m_markets;
};

} // namespace qd::simulator
