#pragma once

namespace qd {

/// a / b to the nearest whole number, halves away from zero: how amounts are shown to people, never how they are
/// computed (core/base/Checked.h). T: a signed integer; b is neither 0 nor the smallest T.
/// Example: nearestQuotient(-5, 2) = -3.
template<class T>
[[nodiscard]] constexpr T nearestQuotient(T a, T b) noexcept {
    const T rest = a % b < 0 ? -(a % b) : a % b;
    const T size = b < 0 ? -b : b;
    const T whole = a / b;
    if (rest == 0 || rest < size - rest) return whole;
    return (a < 0) != (b < 0) ? whole - 1 : whole + 1;
}

} // namespace qd
