#pragma once

#include <cstdint>

/// Who trades in every market. An agent's place among a market's agents decides its account, its random stream and who
/// goes first when two wake at the same nanosecond.
namespace qd::simulator {

inline constexpr std::size_t kMakers = 5;
inline constexpr std::size_t kTakers = 2;
inline constexpr std::size_t kNoiseTraders = 3;
inline constexpr std::size_t kLeveragedTraders = 3;

inline constexpr std::size_t kIndexPlace = 0; ///< publishes the prices; has no account
inline constexpr std::size_t kFirstMaker = 1;
inline constexpr std::size_t kFirstTaker = kFirstMaker + kMakers;
inline constexpr std::size_t kInformedPlace = kFirstTaker + kTakers;
inline constexpr std::size_t kFirstNoise = kInformedPlace + 1;
inline constexpr std::size_t kFirstLeveraged = kFirstNoise + kNoiseTraders;
inline constexpr std::size_t kKeeperPlace = kFirstLeveraged + kLeveragedTraders;
inline constexpr std::size_t kAgentsPerMarket = kKeeperPlace + 1;
inline constexpr std::size_t kAccountsPerMarket = kAgentsPerMarket - 1;

} // namespace qd::simulator
