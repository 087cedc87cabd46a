#pragma once

#include "core/domain/Ids.h"

#include <cstdint>

namespace qd {

/// A set of collateral and positions that carry each other: an account's cross pool, or one isolated position.
struct PoolId {
    bool isolated = false;
    MarketId market; ///< isolated only
    friend constexpr auto operator<=>(const PoolId&, const PoolId&) noexcept = default;
};
inline constexpr PoolId kCrossPool{};

} // namespace qd
