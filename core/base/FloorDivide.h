#pragma once

#include <cstdint>

namespace qd {

/// value / unit, rounded down; unit > 0. Example: floorDivide(-1, 10) = -1.
[[nodiscard]] constexpr std::int64_t floorDivide(std::int64_t value, std::int64_t unit) noexcept {
    return value / unit - (value % unit < 0 ? 1 : 0);
}

} // namespace qd
