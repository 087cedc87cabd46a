#pragma once

#include "core/domain/Oracle.h"
#include "core/domain/Order.h"
#include "core/domain/Slots.h"
#include "core/engine/matching/Grid.h"

#include <cstdint>
#include <optional>

/// An order that may take is first shown to makers who name it, at a price that moves towards them slot by slot.
/// Source: spec/perps.md §4.9, 4.10. Functions of their arguments, any thread.
namespace qd::matching {

struct AuctionBounds {
    Price start;
    Price end; ///< > start for buys, < start for sells
    friend constexpr bool operator==(const AuctionBounds&, const AuctionBounds&) noexcept = default;
};
/// §4.10: bounds of an order that did not give its own, within 50 bp of the index. limit 0: none. Divisions truncate.
/// Errors: Overflow. Example: index 100, buy up to 110 -> 100 to 100.5.
[[nodiscard]] MathResult<AuctionBounds> auctionBounds(Side side, Price index, Price limit);

/// §4.10: an order that has just triggered starts 5 bp (tiers A, B) or 35 bp through the index, not beyond the end of
/// auctionBounds; with a limit on the passive side of the index it has the bounds of auctionBounds. Errors: Overflow.
[[nodiscard]] MathResult<AuctionBounds> triggeredAuctionBounds(Side side, Price index, Price limit, MarketTier tier);

/// §4.10: start + trunc((end - start)*min(elapsed, d)/d), end when d is 0. With an oracle price start and end are
/// offsets from it and the price is at least one tick. To tick: a buy's down, a sell's up. Errors: Overflow.
struct AuctionClock {
    std::uint64_t elapsed = 0; ///< slots since it began
    std::uint64_t duration = 0;
};
[[nodiscard]] MathResult<Price> auctionPrice(Side side, const AuctionBounds& bounds, AuctionClock clock, Price tick,
                                             std::optional<Price> oracle);

/// After d slots it goes to the book: complete when more than d have passed, or d is 0.
[[nodiscard]] constexpr bool auctionComplete(AuctionClock clock) noexcept {
    return clock.duration == 0 || clock.elapsed > clock.duration;
}

/// §4.10: a maker this far on the wrong side of the index (sells below, buys above, more than 5 bp) likely trades with
/// itself through others.
[[nodiscard]] bool likelyWash(Side makerSide, Price price, Price index) noexcept;
/// Its size is cut to half, down to step.
[[nodiscard]] constexpr Quantity washSize(Quantity offered, Quantity step) noexcept {
    return downToStep(Quantity(offered.raw() / 2), step);
}

/// §4.9: who is maker of two orders that both rest: the one that was open to the book earlier, slot + auction duration;
/// equal: the lower sequence in the book. True: `a`.
struct RestingSince {
    std::uint64_t slot = 0;
    std::uint64_t auctionDuration = 0;
    std::uint64_t sequence = 0;
};
[[nodiscard]] constexpr bool isMaker(const RestingSince& a, const RestingSince& b) noexcept {
    const auto opened = [](const RestingSince& r) { return UInt128{r.slot} + r.auctionDuration; };
    return opened(a) != opened(b) ? opened(a) < opened(b) : a.sequence < b.sequence;
}

/// §4.2: the limit of an order `offset` away from the index: max(tick, index + offset), to tick. Errors: Overflow.
[[nodiscard]] MathResult<Price> offsetPrice(Side side, Price index, Price offset, Price tick);
/// None or InvalidFlags: an offset on anything but a limit order.
[[nodiscard]] RejectCode validateOffset(const OrderTerms& terms);

inline constexpr std::uint16_t kLongestAuction = 255; ///< slots; one byte on the chain, spec/perps.md §7.3

/// None, or
///   InvalidAuction: prices without an auction; start >= end for a buy or <= for a sell; a price of 0 or less (offsets
///   of an
///     oracle-offset order may be any); an end beyond the limit price; more than kLongestAuction slots;
///   InvalidFlags: a post-only or fill-or-kill order, or a TWAP.
[[nodiscard]] RejectCode validateAuction(const OrderTerms& terms);

} // namespace qd::matching
