#pragma once

#include "core/domain/Candle.h"
#include "core/domain/Footprint.h"
#include "core/domain/Ids.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

/// Bars that trades end, not the clock. How they are made is said in core/orderflow/TradeBars.h.
namespace qd {

/// What ends a bar.
struct TradeBarRule {
    enum class Kind : std::uint8_t { Tick, Volume, Range, Renko };
    Kind kind = Kind::Tick;
    std::int64_t size = 1; ///< > 0; in trades, raw Quantity, raw Price, raw Price
    friend constexpr bool operator==(const TradeBarRule&, const TradeBarRule&) noexcept = default;
};

struct TradeBar {
    Candle bar;           ///< opens with its first trade; no two bars of a market open at the same time
    UnixNanos closed;     ///< of its newest trade, not before it opened
    bool reliable = true; ///< no trade in it is known to be missing
    friend constexpr bool operator==(const TradeBar&, const TradeBar&) noexcept = default;
};

/// What must be known to go on behind a trade.
struct TradeBarState {
    std::optional<TradeBar> forming; ///< the bar that is being made
    std::optional<Price> level;      ///< Renko: where the last brick ended, or the first one is counted from
    int direction = 0;               ///< Renko: 1 the last brick rose, -1 it fell, 0 there is none yet
    bool inGap = false;              ///< trades may be missing now
    std::optional<UnixNanos> last;   ///< of the newest trade
    UnixNanos opened{std::numeric_limits<std::int64_t>::min()}; ///< of the newest bar
    friend bool operator==(const TradeBarState&, const TradeBarState&) = default;
};

/// Which bars are wanted.
struct TradeBarWindow {
    /// So many bars has an answer, and a few more where trades of one moment made them.
    static constexpr std::size_t kMostBars = 50'000;
    /// Other questions to the recording wait while a window is read.
    static constexpr std::int64_t kLongest = kNanosPerDay;

    MarketId market;
    UnixNanos from; ///< market time, included
    UnixNanos to;   ///< not included; > from, by kLongest at most
    TradeBarRule rule;
    TradeBarState state = {}; ///< after the trades before: bars go on from there
    TradeId after = {};       ///< trades of the moment `from` up to this one are counted already; 0 = none
};

/// What was recorded in a window.
struct TradeBarPage {
    std::vector<TradeBar> bars; ///< finished ones, oldest first
    TradeBarState state;        ///< after the last trade counted
    bool more = false;          ///< it has as many bars as it may: the window goes on at knownUntil
    UnixNanos knownFrom;        ///< trades of the window before it are not in the bars; empty window: its end
    UnixNanos knownUntil;       ///< nor are those from it on, though the window goes on
    std::vector<TradeGap> gaps; ///< between the two, oldest first
    std::optional<UnixNanos> recordedFrom; ///< of the market, at any time; empty: nothing
    TradeId firstTrade;                    ///< oldest and newest trade counted; 0 = none
    TradeId lastTrade;
};

} // namespace qd
