#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

namespace qd::heatmap {

/// A displayed size, in steps of the market, as 16 bits: six of exponent and ten of mantissa, from 2^-14 to 2^49 with
/// three digits. 0 = nothing. For colours and readouts, never for orders.
using Intensity = std::uint16_t;

namespace detail {
inline constexpr unsigned kCut = 13;                     ///< mantissa bits that are dropped
inline constexpr std::uint32_t kLeast = 113U << 10U;     ///< exponent of 2^-14
inline constexpr std::uint32_t kHalf = 1U << (kCut - 1); ///< rounds to the nearest
} // namespace detail

[[nodiscard]] constexpr Intensity intensityOf(float steps) noexcept {
    if (!(steps > 0)) return 0;
    const std::uint32_t code = (std::bit_cast<std::uint32_t>(steps) + detail::kHalf) >> detail::kCut;
    return static_cast<Intensity>(std::clamp(code, detail::kLeast + 1, detail::kLeast + 0xFFFFU) - detail::kLeast);
}

[[nodiscard]] constexpr float stepsOf(Intensity intensity) noexcept {
    return intensity == 0 ? 0.0F : std::bit_cast<float>((intensity + detail::kLeast) << detail::kCut);
}

} // namespace qd::heatmap
