#pragma once

#include "core/recording/RecordedBook.h"
#include "core/recording/Varint.h"

#include <cstdint>

/// The contents of a block before they are compressed. For this room alone.
///   head    tick, step                            varints
///           flags                                 1 book known, 2 mark estimated, 4 there is a funding rate
///           mark, index, funding if there         zigzag
///           number of bids, bids, number of asks, asks    levels, best first
///   events  tag: bits 0-2 EventKind, bits 3-4 TimeUnit of the time since the event before, bits 5-7 of the kind
///           time in its unit, unless it is the same    varint
///           Depth     number of bids, bids, number of asks, asks    tag bit 5: snapshot
///           Traded    id (difference), price, size, own time (difference to the event's)
///                     tag bit 5: a seller was the aggressor, 6: the next id, 7: the event's time
///           Prices    mark, index, funding if there, differences; tag bit 5: estimated, 6: there is a funding rate
///           FeedGap   nothing
///           Own       type, number of bytes, bytes
///   level   price: difference in ticks to the price before it, zigzag, + 1; 0 = off the grid, then raw, zigzag
///           size: steps + 1; 0 = off the grid, then raw
/// Before the first price of a side comes that side's first price of the last change (at first: 0 for bids and for
/// trades, the best bid for asks).
namespace qd::recording {

enum class EventKind : std::uint8_t { Depth, Traded, Prices, FeedGap, Own };
inline constexpr std::uint8_t kLastEventKind = 4;
enum class TimeUnit : std::uint8_t { Same, Nanos, Micros, Millis };

inline constexpr unsigned kUnitShift = 3;
inline constexpr std::uint8_t kTagFirst = 1U << 5U;
inline constexpr std::uint8_t kTagSecond = 1U << 6U;
inline constexpr std::uint8_t kTagThird = 1U << 7U;

inline constexpr std::uint8_t kHeadKnown = 1;
inline constexpr std::uint8_t kHeadEstimated = 2;
inline constexpr std::uint8_t kHeadFunding = 4;

/// What a level may take at most, and anything else in an event or head.
inline constexpr std::size_t kMaxLevelBytes = 2 * (kMaxVarintBytes + 1);
inline constexpr std::size_t kMaxFixedBytes = 96;
/// No block is larger before compression: a head and an event of the largest size, and as much as a block may hold.
inline constexpr std::size_t kMaxRawBytes = std::size_t{32} << 20U;

/// What both sides of the coding remember within a block.
struct CodingState {
    std::int64_t tick = 1;
    std::int64_t step = 1;
    UnixNanos ts;               ///< of the last event
    std::int64_t bidTick = 0;   ///< first of the last change
    std::int64_t askTick = 0;   ///< the same
    std::int64_t tradeTick = 0; ///< of the last trade
    std::uint64_t tradeId = 0;  ///< the same
    PricesRecord prices;        ///< the last ones
};

} // namespace qd::recording
