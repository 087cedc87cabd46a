#pragma once

#include "core/domain/Order.h"
#include "core/domain/Scale.h"
#include "core/engine/matching/Grid.h"

#include <cstdint>
#include <span>

/// Orders that show or send less than their size: reduce-only, iceberg, TWAP, scale. Source: spec/perps.md §4.2, 4.4.
/// Functions of their arguments, any thread.
namespace qd::matching {

/// §4.4: what an order may fill now: `remaining`, of a reduce-only order at most what closes `position` (signed),
/// evaluated again at each match.
[[nodiscard]] Quantity fillable(Quantity remaining, bool reduceOnly, Side side, Quantity position) noexcept;

// ---- iceberg

/// What an iceberg order puts into the book at the beginning and whenever what it showed is exhausted; the refill goes
/// to the end of the queue. `display` 0: everything.
[[nodiscard]] constexpr Quantity shownOf(Quantity display, Quantity remaining) noexcept {
    return display.isZero() || remaining < display ? remaining : display;
}
/// None, or InvalidFlags (market, immediate, TWAP or negative), SizeNotStep, SizeBelowMin (reduce-only exempt),
/// SizeAboveMax (shows more than its size).
[[nodiscard]] RejectCode validateIceberg(const OrderTerms& terms, Quantity step, Quantity minSize);

// ---- TWAP

inline constexpr std::int64_t kShortestTwapIntervalMs = 30'000;
inline constexpr std::int64_t kLongestTwapMs = 30LL * 24 * 60 * 60 * 1'000; ///< as a good-till-date order
inline constexpr Rate kTwapSlippage{30'000};                                ///< of a child, from the mark

/// Children of a schedule, >= 1: ceil(duration / interval). Both > 0.
[[nodiscard]] constexpr std::int64_t twapChildren(const TwapSchedule& s) noexcept {
    return s.durationMs / s.intervalMs + (s.durationMs % s.intervalMs != 0 ? 1 : 0);
}
/// §4.2: size of child k in [0, n) of a TWAP of `total` when the children before it have filled `filled`: what is left
/// over the children left, down to step, the last one all that is left; at most three times the even size (total/n down
/// to step, at least one step). 0: this child sends nothing. A child that is not sent counts as one that did not fill.
/// Errors: Overflow.
[[nodiscard]] MathResult<Quantity> twapChildSize(Quantity total, Quantity filled, std::int64_t n, std::int64_t k,
                                                 Quantity step);
/// None or InvalidFlags: an interval below 30 s, a duration that is negative or above 30 days, anything but a plain
/// market order that is neither fill-or-kill nor triggered, hidden, offset or auctioned.
[[nodiscard]] RejectCode validateTwap(const OrderTerms& terms);

// ---- scale

/// §4.2: start +- k*floor(|end - start|/(count - 1)), the last exactly end; before the tick (toTick). k in [0, count).
[[nodiscard]] Price scalePrice(const ScaleLadder& ladder, std::uint32_t k) noexcept;
/// §4.2: sizes of all orders, out[0] at start; out.size() == ladder.count. Flat: floor(total/n) down to step, the rest
/// on the last. Ascending: unit*(2 + k)/2 down to step with unit = 2*total/(n(n + 3)/2), the last takes up the
/// difference; descending is that reversed. Each at least one step; they add up to the total when it is at least a step
/// an order. Errors: Overflow.
[[nodiscard]] MathResult<void> scaleSizes(const ScaleLadder& ladder, Quantity step, std::span<Quantity> out);
/// None, or InvalidFlags (count, or the prices do not go away from the book: buys down, sells up), PriceNotTick,
/// SizeZero, SizeNotStep, SizeBelowMin (less than a step an order). Each order's terms are validated as those of any
/// order besides.
[[nodiscard]] RejectCode validateScale(const ScaleLadder& ladder, Price tick, Quantity step);

} // namespace qd::matching
