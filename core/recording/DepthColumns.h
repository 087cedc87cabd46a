#pragma once

#include "core/recording/RecordingReader.h"

#include <functional>
#include <span>

namespace qd::recording {

inline constexpr std::uint32_t kMaxDepthRows = 16'384;

/// Which size a cell shows.
enum class DepthMeasure : std::uint8_t {
    TimeWeighted, ///< average over the part of the column in which the book is known, rounded down
    Last,         ///< at the column's end, or where the book was last known in it
};

/// Which columns and rows of a heat map.
struct DepthQuery {
    MarketId market;
    UnixNanos from;
    UnixNanos to;                               ///< > from; columns that begin before it
    std::int64_t columnNanos = kNanosPerSecond; ///< > 0; columns begin at from + n * columnNanos
    Price low;                                  ///< > 0; lower edge of row 0
    Price rowHeight;                            ///< > 0; row n holds prices in [low + n * rowHeight, … + rowHeight)
    std::uint32_t rows = 0;                     ///< 1 to kMaxDepthRows
    DepthMeasure measure = DepthMeasure::TimeWeighted;
};

/// What is displayed in a row, > 0.
struct DepthCell {
    std::uint32_t row = 0;
    Quantity size; ///< of all prices in the row together
    friend constexpr bool operator==(const DepthCell&, const DepthCell&) noexcept = default;
};

/// Spans are valid within the call.
struct DepthColumn {
    UnixNanos begin;
    bool reliable = false;           ///< the book is known in all of it
    std::span<const DepthCell> bids; ///< rows rise
    std::span<const DepthCell> asks;
    Price bestBid; ///< last of the column, anywhere in the book; 0 = none, or not known
    Price bestAsk;
};

/// The displayed book over time as columns, from the first to the last in which anything of the market is known, one
/// after the other, until `deliver` returns false: an answer that nobody waits for any more. Reads the recording block
/// by block; memory is that of the rows, the book and a block. Sizes stay integers: how bright they are is for the
/// pane. The reader's thread. Errors: Market (not recorded; or the query has no rows, columns or prices).
[[nodiscard]] RecordingResult<void> depthColumns(const RecordingReader& reader, const DepthQuery& query,
                                                 const std::function<bool(const DepthColumn&)>& deliver);

} // namespace qd::recording
