#pragma once

#include "core/domain/Units.h"

namespace qd {

/// A perpetual position. Identity at all times: quote - entry = sum of realised + fees (+ funding). Source:
/// spec/perps.md §3.10.
struct Position {
    Quantity base;   ///< signed
    Money quote;     ///< cash side: -cost + realised + fees
    Money entry;     ///< cash paid (-) or received (+) for the open base, without fees
    Money breakEven; ///< the same with fees
    friend constexpr bool operator==(const Position&, const Position&) noexcept = default;
};

} // namespace qd
