#pragma once

#include "core/base/Wide.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace qd {
namespace squareroot {

/// floor(sqrt(t * 2^24 + 2^23)) of the leading byte t = 64..255 of a number: its root to 2^-8 of itself.
inline constexpr std::array<std::uint16_t, 192> kOfLeadingByte = [] {
    std::array<std::uint16_t, 192> roots{};
    std::uint32_t root = 0;
    for (std::uint32_t t = 64; t < 256; ++t) {
        const std::uint64_t middle = (std::uint64_t{t} << 24U) + (1U << 23U);
        while (std::uint64_t{root + 1} * (root + 1) <= middle) ++root;
        roots[t - 64] = static_cast<std::uint16_t>(root);
    }
    return roots;
}();

} // namespace squareroot

/// floor(sqrt(n)) of 64 bits: a table and two of Newton's steps.
[[nodiscard]] constexpr std::uint64_t integerSqrt64(std::uint64_t n) noexcept {
    if (n == 0) return 0;
    // The leading one at bit 62 or 63, shifted by a whole number of bits of the root.
    const auto half = static_cast<unsigned>(std::countl_zero(n)) / 2U;
    const std::uint64_t m = n << (2U * half);
    // A step from a root that is off by a part e is off by e^2 / 2, upwards: 2^-8, 2^-17, 2^-35, so by one at the end.
    std::uint64_t x = std::uint64_t{squareroot::kOfLeadingByte[static_cast<std::size_t>(m >> 56U) - 64U]} << 16U;
    x = (x + m / x) >> 1U;
    x = (x + m / x) >> 1U;
    x -= x >> 32U;
    while (x * x > m) --x;
    return x >> half;
}

/// floor(sqrt(n)), exact for all 128-bit values. Used by the size-dependent margin ratio (spec/perps.md §3.2).
[[nodiscard]] constexpr UInt128 integerSqrt(UInt128 n) noexcept {
    const auto high = static_cast<std::uint64_t>(n >> 64U);
    if (high == 0) return integerSqrt64(static_cast<std::uint64_t>(n));
    const unsigned half = 32U - static_cast<unsigned>(std::countl_zero(high)) / 2U;
    // Never below the root, so every step of Newton's comes nearer and the first that does not was there.
    UInt128 x = UInt128(integerSqrt64(static_cast<std::uint64_t>(n >> (2U * half))) + 1U) << half;
    for (;;) {
        const UInt128 y = (x + n / x) >> 1U;
        if (y >= x) return x;
        x = y;
    }
}

} // namespace qd
