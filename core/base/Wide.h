#pragma once

#include <bit>
#include <cstdint>
#include <type_traits>

namespace qd {

__extension__ using Int128 = __int128;
__extension__ using UInt128 = unsigned __int128;

/// An unsigned 256-bit integer as two 128-bit halves; only what mulDiv needs (g++ 12 has no _BitInt).
struct UInt256 {
    UInt128 high = 0;
    UInt128 low = 0;
};

[[nodiscard]] constexpr bool fitsInt64(Int128 v) noexcept { return v == static_cast<std::int64_t>(v); }

/// |v|, also for the smallest value.
[[nodiscard]] constexpr UInt128 magnitudeOf(Int128 v) noexcept {
    return v < 0 ? UInt128(0) - static_cast<UInt128>(v) : static_cast<UInt128>(v);
}

[[nodiscard]] constexpr int countLeadingZeros(UInt128 v) noexcept {
    const auto high = static_cast<std::uint64_t>(v >> 64U);
    return high != 0 ? std::countl_zero(high) : 64 + std::countl_zero(static_cast<std::uint64_t>(v));
}

/// a * b without loss.
[[nodiscard]] constexpr UInt256 multiplyFull(UInt128 a, UInt128 b) noexcept {
    constexpr UInt128 kMask = ~std::uint64_t{0};
    const UInt128 aLow = a & kMask;
    const UInt128 aHigh = a >> 64U;
    const UInt128 bLow = b & kMask;
    const UInt128 bHigh = b >> 64U;
    const UInt128 lowLow = aLow * bLow;
    const UInt128 middle1 = aHigh * bLow + (lowLow >> 64U);
    const UInt128 middle2 = aLow * bHigh + (middle1 & kMask);
    return {aHigh * bHigh + (middle1 >> 64U) + (middle2 >> 64U), (middle2 << 64U) | (lowLow & kMask)};
}

struct NarrowResult {
    std::uint64_t quotient = 0;
    std::uint64_t remainder = 0;
};
/// (high * 2^64 + low) / d for high < d, so that the quotient fits. One instruction where there is one: the compiler
/// cannot know that the quotient fits, and calls a function that finds it out.
[[nodiscard]] constexpr NarrowResult divideNarrow(std::uint64_t high, std::uint64_t low, std::uint64_t d) noexcept {
#if defined(__x86_64__)
    if (!std::is_constant_evaluated()) {
        NarrowResult r;
        __asm__("divq %[d]" : "=a"(r.quotient), "=d"(r.remainder) : "a"(low), "d"(high), [d] "r"(d) : "cc");
        return r;
    }
#endif
    const UInt128 n = (UInt128(high) << 64U) | low;
    const auto quotient = static_cast<std::uint64_t>(n / d);
    return {quotient, low - quotient * d};
}

struct DivideResult {
    UInt128 quotient = 0;
    UInt128 remainder = 0;
    bool overflow = false; ///< the quotient does not fit 128 bits
};

/// n / d for d > 0: long division by 64-bit digits (Knuth, TAOCP 4.3.1, algorithm D with a two-digit divisor).
[[nodiscard]] constexpr DivideResult divideFull(UInt256 n, UInt128 d) noexcept {
    if (n.high == 0) return {n.low / d, n.low % d, false};
    if (n.high >= d) return {0, 0, true};
    const auto shift = static_cast<unsigned>(countLeadingZeros(d));
    const UInt128 divisor = d << shift;
    UInt128 high = n.high << shift;
    if (shift != 0) high |= n.low >> (128U - shift);
    const UInt128 low = n.low << shift;
    constexpr UInt128 kMask = ~std::uint64_t{0};
    const UInt128 divisorHigh = divisor >> 64U;
    const UInt128 divisorLow = divisor & kMask;

    // One quotient digit of (remainder * 2^64 + next) / divisor; remainder < divisor holds before and after.
    const auto digit = [&](UInt128& remainder, UInt128 next) noexcept {
        UInt128 q = remainder / divisorHigh;
        UInt128 r = remainder % divisorHigh;
        while (q > kMask || q * divisorLow > ((r << 64U) | next)) {
            --q;
            r += divisorHigh;
            if (r > kMask) break;
        }
        remainder = ((remainder << 64U) | next) - q * divisor; // modulo 2^128, the true value fits
        return q;
    };
    UInt128 remainder = high;
    const UInt128 first = digit(remainder, low >> 64U);
    const UInt128 second = digit(remainder, low & kMask);
    return {(first << 64U) | second, remainder >> shift, false};
}

} // namespace qd
