#pragma once

#include "core/domain/Market.h"
#include "core/domain/Order.h"
#include "core/domain/Units.h"
#include "core/engine/risk/Totals.h"

#include <cstdint>
#include <expected>

/// When a pool (an account's cross positions, or one isolated position) may be liquidated, and when it is handed to the
/// backstop. Source: spec/perps.md §3.7, 3.11. Functions of their arguments, any thread.
namespace qd::liquidation {

template<class T>
using MathResult = std::expected<T, MathError>;

/// TC and MR of a pool, §3.7; its shortage and when it is liquidatable are in core/engine/risk/Totals.h.
using PoolTotals = risk::MarginTotals;

/// §3.11 (4): TC < 2/3 * MR with plain maintenance totals: the whole pool goes to the backstop.
[[nodiscard]] constexpr bool needsBackstop(const PoolTotals& maintenance) noexcept {
    return Int128{maintenance.collateral.raw()} * 3 < Int128{maintenance.requirement.raw()} * 2;
}

/// A market is not liquidated at an index this far from its 5-minute average, or further.
inline constexpr Rate kLiquidationBand{500'000};

/// §3.11, last paragraph: why no position of a market may be liquidated now. `pausedParts` are the bits of qd::paused.
/// None, LiquidationPaused, OracleInvalid (NonPositive, TooVolatile or no average) or PriceBandsBreached.
[[nodiscard]] RejectCode liquidationRefusal(std::uint8_t pausedParts, OracleStatus status, Price index, Price twap5);

} // namespace qd::liquidation
