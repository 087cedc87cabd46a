#pragma once

#include "core/domain/MarginCall.h"
#include "core/domain/Units.h"

#include <cstdint>
#include <optional>

/// Warnings before a liquidation. Source: spec/perps.md §3.15. Functions of their arguments, any thread.
namespace qd::liquidation {

/// The rung of a pool after `previous`: each of 50, 70, 85 and 100 % is entered when MR / TC (maintenance, basis
/// points) reaches it and left when the ratio is more than 3 points below it. Empty: TC <= 0 < MR, beyond every rung.
[[nodiscard]] MarginCall nextMarginCall(MarginCall previous, std::optional<std::int64_t> marginRatioBps) noexcept;

/// One alert a crossing, upwards: several rungs at once are one alert, of the highest.
[[nodiscard]] constexpr bool isAlert(MarginCall previous, MarginCall next) noexcept { return next > previous; }

/// Is the liquidation price nearer to the mark than max(2 %, 2 * atr)? `atr` is the average true range as a part of the
/// price, >= 0. Strictly nearer; mark > 0.
[[nodiscard]] bool nearLiquidation(Price mark, Price liquidationPrice, Rate atr) noexcept;

} // namespace qd::liquidation
