#pragma once

#include "core/base/Time.h"
#include "core/domain/Ids.h"
#include "core/domain/Units.h"

#include <cstdint>
#include <vector>

/// What a market's book displayed over time, as a heat map shows it.
namespace qd {

/// Which columns and rows are wanted.
struct DepthWindow {
    MarketId market;
    UnixNanos from;                             ///< market time, included
    UnixNanos to;                               ///< not included; > from
    std::int64_t columnNanos = kNanosPerSecond; ///< > 0; columns begin at from + n * columnNanos
    Price low;                                  ///< > 0; lower edge of row 0
    Price rowHeight;                            ///< > 0
    std::uint32_t rows = 0;                     ///< 1 to 16 384
    friend bool operator==(const DepthWindow&, const DepthWindow&) = default;
};

/// The book of a stretch of time; bids lie below the asks.
struct DepthColumn {
    struct Cell {
        std::uint32_t row = 0;
        Quantity size; ///< > 0, displayed on average while the book was known
        friend bool operator==(const Cell&, const Cell&) = default;
    };
    UnixNanos begin;
    bool reliable = false; ///< the book is known in all of it
    Price bestBid;         ///< at its end; 0 = none
    Price bestAsk;
    std::vector<Cell> cells; ///< rows rise
};

} // namespace qd
