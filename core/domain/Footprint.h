#pragma once

#include "core/base/Time.h"
#include "core/domain/Candle.h"
#include "core/domain/Ids.h"
#include "core/domain/Units.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

/// Trades of a market by bar, price and the side that took.
namespace qd {

/// What traded at the prices [row * rowHeight, (row + 1) * rowHeight).
struct FootprintRow {
    std::int64_t row = 0;
    Quantity bought; ///< the aggressor bought, at the ask
    Quantity sold;   ///< the aggressor sold, at the bid
    friend bool operator==(const FootprintRow&, const FootprintRow&) = default;
};

/// Trades of one interval. A bar without trades does not exist: gaps are gaps.
struct FootprintBar {
    UnixNanos openTime; ///< multiple of the interval
    Price open;
    Price high;
    Price low;
    Price close;
    Quantity bought; ///< of all rows; bought and sold together fit in a Quantity too
    Quantity sold;
    std::uint32_t trades = 0;
    bool reliable = true;           ///< no trade of the interval so far is missing
    std::vector<FootprintRow> rows; ///< rise; only those in which something traded
    friend bool operator==(const FootprintBar&, const FootprintBar&) = default;
};

/// A stretch of time, [from, to), in which trades may be missing.
struct TradeGap {
    UnixNanos from;
    UnixNanos to;
    friend bool operator==(const TradeGap&, const TradeGap&) = default;
};

/// Which bars are wanted.
struct FootprintWindow {
    /// So many bars may lie in a window, with or without trades.
    static constexpr std::int64_t kMostBars = 5'000;
    /// So many rows have all bars of an answer together; the oldest bars are left out for it.
    static constexpr std::size_t kMostRows = 262'144;

    MarketId market;
    UnixNanos from; ///< market time, included; multiple of the interval
    UnixNanos to;   ///< not included; > from
    Interval interval = Interval::M1;
    Price rowHeight; ///< > 0
    friend bool operator==(const FootprintWindow&, const FootprintWindow&) = default;
};

/// What was recorded in a window.
struct FootprintPage {
    std::vector<FootprintBar> bars; ///< oldest first
    UnixNanos knownFrom;            ///< trades of the window before it are not in the bars; empty window: its end
    UnixNanos knownUntil;           ///< nor are those after it, though the window goes on
    std::vector<TradeGap> gaps;     ///< between the two, oldest first
    std::optional<UnixNanos> recordedFrom; ///< of the market, at any time; empty: nothing
    TradeId firstTrade;                    ///< oldest and newest trade of the window that is recorded; 0 = none
    TradeId lastTrade;                     ///< live trades after it continue the last bar
};

} // namespace qd
