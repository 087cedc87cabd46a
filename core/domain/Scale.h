#pragma once

#include "core/domain/Order.h"
#include "core/domain/Units.h"

#include <cstdint>

namespace qd {

inline constexpr std::uint32_t kMinScaleOrders = 2;
inline constexpr std::uint32_t kMaxScaleOrders = 32;

/// How the total of a scale is spread from its start to its end. Source: spec/perps.md §4.2.
enum class ScaleDistribution : std::uint8_t { Flat, Ascending, Descending };

/// A ladder of limit orders between two prices, both included.
struct ScaleLadder {
    Side side = Side::Buy;
    Price start;             ///< the price of the first order; a multiple of the tick
    Price end;               ///< of the last: below start for buys, above it for sells
    Quantity total;          ///< a multiple of the step
    std::uint32_t count = 2; ///< kMinScaleOrders to kMaxScaleOrders
    ScaleDistribution distribution = ScaleDistribution::Flat;
    friend constexpr bool operator==(const ScaleLadder&, const ScaleLadder&) noexcept = default;
};

} // namespace qd
