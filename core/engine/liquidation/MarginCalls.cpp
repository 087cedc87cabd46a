#include "core/engine/liquidation/MarginCalls.h"

#include "core/base/Wide.h"

#include <algorithm>
#include <array>

namespace qd::liquidation {
namespace {

/// Where MarginCall::Notice, Warning, Call and Liquidation begin, in basis points.
constexpr std::array<std::int64_t, 4> kRungs{5'000, 7'000, 8'500, 10'000};
constexpr std::int64_t kHysteresis = 300;
constexpr std::int64_t kNearest = 20'000; // ppm

} // namespace

MarginCall nextMarginCall(MarginCall previous, std::optional<std::int64_t> marginRatioBps) noexcept {
    if (!marginRatioBps) return MarginCall::Liquidation;
    for (std::size_t rung = kRungs.size(); rung > 0; --rung) {
        const bool entered = static_cast<std::size_t>(previous) >= rung;
        if (*marginRatioBps >= kRungs[rung - 1] - (entered ? kHysteresis : 0)) return static_cast<MarginCall>(rung);
    }
    return MarginCall::None;
}

bool nearLiquidation(Price mark, Price liquidationPrice, Rate atr) noexcept {
    const UInt128 distance = magnitudeOf(Int128{mark.raw()} - liquidationPrice.raw());
    const UInt128 near = std::max<UInt128>(kNearest, UInt128{2} * magnitudeOf(atr.raw()));
    return distance * Rate::kScale < near * magnitudeOf(mark.raw());
}

} // namespace qd::liquidation
