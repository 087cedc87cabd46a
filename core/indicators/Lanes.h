#pragma once

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>
#ifdef __AVX__
#include <immintrin.h>
#endif

namespace qd::indicators {

/// Four numbers side by side, as the processor adds them.
using Lanes = double __attribute__((vector_size(32)));
inline constexpr std::size_t kLanes = 4;

[[gnu::always_inline]] inline Lanes lanesAt(const double* values) {
    Lanes lanes;
    std::memcpy(&lanes, values, sizeof lanes);
    return lanes;
}
[[gnu::always_inline]] inline void put(double* to, const Lanes& lanes) { std::memcpy(to, &lanes, sizeof lanes); }

/// The same number in every lane, or the number itself.
template<class Number>
[[gnu::always_inline]] inline Number every(double number) {
    if constexpr (std::is_same_v<Number, Lanes>)
        return Lanes{number, number, number, number};
    else
        return number;
}

/// Lane k is, or goes to, what lies k * `apart` after the first.
[[gnu::always_inline]] inline Lanes lanesApart(const double* first, std::size_t apart) {
#ifdef __AVX__
    // Loads into every lane, and choices among them: what moves numbers between lanes is scarce in a processor.
    const auto at = [&](std::size_t k) { return _mm256_broadcast_sd(first + k * apart); };
    return _mm256_blend_pd(_mm256_blend_pd(at(0), at(1), 0b10), _mm256_blend_pd(at(2), at(3), 0b1000), 0b1100);
#else
    return Lanes{first[0], first[apart], first[2 * apart], first[3 * apart]};
#endif
}
[[gnu::always_inline]] inline void putApart(double* first, std::size_t apart, const Lanes& lanes) {
    for (std::size_t k = 0; k < kLanes; ++k) first[k * apart] = lanes[k];
}
[[gnu::always_inline]] inline void putApart(double* first, std::size_t, double number) { *first = number; }

/// All but the last, after `first`.
[[gnu::always_inline]] inline Lanes after(const double& first, const Lanes& lanes) {
    const Lanes moved = __builtin_shufflevector(lanes, lanes, 0, 0, 1, 2);
#ifdef __AVX__
    return _mm256_blend_pd(moved, _mm256_broadcast_sd(&first), 1);
#else
    return __builtin_shufflevector(every<Lanes>(first), moved, 0, 5, 6, 7);
#endif
}
/// The numbers that come one, or two, before those of `lanes` in a row whose four numbers before are `before`.
[[gnu::always_inline]] inline Lanes oneBefore(const Lanes& before, const Lanes& lanes) {
    return __builtin_shufflevector(before, lanes, 3, 4, 5, 6);
}
[[gnu::always_inline]] inline Lanes twoBefore(const Lanes& before, const Lanes& lanes) {
    return __builtin_shufflevector(before, lanes, 2, 3, 4, 5);
}

/// a * b + c, rounded once.
[[gnu::always_inline]] inline double fused(double a, double b, double c) { return std::fma(a, b, c); }
[[gnu::always_inline]] inline Lanes fused(const Lanes& a, const Lanes& b, const Lanes& c) {
#ifdef __FMA__
    return _mm256_fmadd_pd(a, b, c);
#else
    return Lanes{std::fma(a[0], b[0], c[0]), std::fma(a[1], b[1], c[1]), std::fma(a[2], b[2], c[2]),
                 std::fma(a[3], b[3], c[3])};
#endif
}

/// Without their signs.
[[gnu::always_inline]] inline Lanes magnitudes(const Lanes& lanes) {
    using Bits = decltype(lanes < lanes);
    return std::bit_cast<Lanes>(std::bit_cast<Bits>(lanes) & std::numeric_limits<std::int64_t>::max());
}

/// The least of what was added, in each lane; what is no number is passed over.
class LeastOfLanes {
  public:
    [[gnu::always_inline]] void add(const Lanes& lanes) { m_least = lanes < m_least ? lanes : m_least; }
    [[nodiscard]] bool below(double bound) const {
        return m_least[0] < bound || m_least[1] < bound || m_least[2] < bound || m_least[3] < bound;
    }

  private:
    Lanes m_least = every<Lanes>(std::numeric_limits<double>::infinity());
};

inline double sumOf(const Lanes& lanes) { return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]); }
[[gnu::always_inline]] inline double root(double number) { return std::sqrt(number); }
[[gnu::always_inline]] inline Lanes root(const Lanes& a) {
#ifdef __AVX__
    return _mm256_sqrt_pd(a);
#else
    return Lanes{std::sqrt(a[0]), std::sqrt(a[1]), std::sqrt(a[2]), std::sqrt(a[3])};
#endif
}

} // namespace qd::indicators
