#pragma once

#include "core/base/Random.h"

#include <cstdint>

/// Random draws in integers only, so that one seed gives one market on every machine and in every build. Fixed-point
/// numbers are Q16: 65,536 stands for 1. One thread.
namespace qd::simulator {

inline constexpr std::int64_t kOneQ16 = 1 << 16;

/// A generator for stream `number` of a seed; streams do not touch each other.
[[nodiscard]] SplitMix64 streamOf(std::uint64_t seed, std::uint64_t number) noexcept;

/// Uniform in [0, n), n > 0, by the high half of a 128-bit product (bias below n / 2^64).
[[nodiscard]] std::uint64_t below(SplitMix64& random, std::uint64_t n) noexcept;
/// Uniform in [low, high], low <= high.
[[nodiscard]] std::int64_t between(SplitMix64& random, std::int64_t low, std::int64_t high) noexcept;
/// True in `permille` of 1,000 cases.
[[nodiscard]] bool chance(SplitMix64& random, std::uint64_t permille) noexcept;

/// Nearly normal, Q16, mean 0, standard deviation 1, within +-6: the sum of twelve uniform 16-bit numbers (their
/// variance is (65536^2 - 1) / 12 each).
[[nodiscard]] std::int64_t gaussian(SplitMix64& random) noexcept;

/// Exponential with this mean, in [0, 45 * mean]; 0 <= mean < 2^50. By -ln(u) of a uniform 64-bit u.
[[nodiscard]] std::int64_t exponential(SplitMix64& random, std::int64_t mean) noexcept;

/// median * 2^(spread * gaussian), both factors bounded: median in [1, 2^44), spread Q16 in [0, 4], result >= 1.
/// A spread of 1.9 doublings is a log-normal with sigma 1.32.
[[nodiscard]] std::int64_t logNormal(SplitMix64& random, std::int64_t median, std::int64_t spread) noexcept;

/// log2(x) in Q16, x > 0. Table of log2(1 + i/256), linear between; too low by less than 1.3.
[[nodiscard]] std::int64_t log2Q16(std::uint64_t x) noexcept;
/// 2^x in Q16 for x in Q16, x limited to [-24, 24]. Relative error below 2e-6 beside the last unit.
[[nodiscard]] std::int64_t exp2Q16(std::int64_t x) noexcept;

/// value * 2^(-elapsed / halfLife) for value >= 0, elapsed >= 0, halfLife > 0 (same unit).
[[nodiscard]] std::int64_t decayed(std::int64_t value, std::int64_t elapsed, std::int64_t halfLife) noexcept;

} // namespace qd::simulator
