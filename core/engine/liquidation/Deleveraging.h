#pragma once

#include "core/domain/Ids.h"
#include "core/domain/Units.h"

#include <compare>
#include <cstddef>
#include <span>

/// Whose position is reduced against a bankrupt one, when neither fees nor insurance cover its loss. Source:
/// spec/perps.md §3.14. Functions of their arguments, any thread.
namespace qd::liquidation {

/// A position on the side opposite to the bankrupt one.
struct DeleverageCandidate {
    AccountId account;
    Money upnl;          ///< signed
    Money entryNotional; ///< |entry|; less than one unit counts as one
    Money notional;      ///< |base| at mark; less than one unit counts as one
    Money equity;        ///< of its pool
};

/// Positions of pools without equity are not reduced: they are next in line for liquidation.
[[nodiscard]] constexpr bool mayBeDeleveraged(const DeleverageCandidate& c) noexcept { return c.equity.raw() > 0; }

/// less = `a` is reduced before `b`. By score, highest first: with a profit (upnl/entryNotional)*(notional/equity),
/// otherwise (upnl/entryNotional)/(notional/equity), compared exactly in 256 bits, so that every profitable position
/// comes before every other; then the larger notional; then the lower account. A strict total order of candidates with
/// different accounts; both must be mayBeDeleveraged.
[[nodiscard]] std::strong_ordering compareDeleverage(const DeleverageCandidate& a,
                                                     const DeleverageCandidate& b) noexcept;

/// Puts those that may be reduced first, in their order, in place and without allocating; returns how many they are.
std::size_t rankForDeleveraging(std::span<DeleverageCandidate> candidates);

/// §3.14: how near a position is to be reduced, 5 = the first fifth of its side, 1 = the last. rank counts from 0 in
/// [0, count).
[[nodiscard]] constexpr int deleverageQuintile(std::size_t rank, std::size_t count) noexcept {
    return count == 0 ? 1 : 5 - static_cast<int>(rank * 5 / count);
}

} // namespace qd::liquidation
