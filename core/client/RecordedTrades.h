#pragma once

#include "core/domain/Book.h"
#include "core/domain/Footprint.h"
#include "core/recording/RecordingReader.h"

#include <optional>

namespace qd::client {

/// Takes the trades of a recording and what is missing among them, in the order in which they were recorded.
class TradeTaker {
  public:
    TradeTaker() = default;
    TradeTaker(const TradeTaker&) = delete;
    TradeTaker& operator=(const TradeTaker&) = delete;
    virtual ~TradeTaker() = default;

    /// Before all others, where something is recorded in the window.
    virtual void begin(UnixNanos knownFrom) = 0;
    /// In the order in which they were recorded; the times of some may step back.
    virtual void trade(const Trade& trade) = 0;
    /// Trades may be missing from here on; some may come nevertheless.
    virtual void gapBegins() {}
    /// Nothing is missing any more. A gap that began before the window begins with it; one that goes on behind it ends
    /// with it, and may have no length.
    virtual void gapEnds(TradeGap gap) = 0;
    /// No more trades are wanted but those of the same moment.
    [[nodiscard]] virtual bool isFull() const { return false; }
};

/// What a window of a recording holds besides its trades.
struct RecordedStretch {
    UnixNanos knownFrom;                   ///< before it nothing of the window is known; its end: nothing at all is
    UnixNanos knownUntil;                  ///< nor is from it on
    bool more = false;                     ///< whoever took the trades was full
    std::optional<UnixNanos> recordedFrom; ///< of the market, at any time; empty: nothing
    TradeId firstTrade;                    ///< 0 = none
    TradeId lastTrade;
};

/// Hands over what traded in [from, to), block by block; memory is that of the book and a block. Rounds nothing. The
/// reader's thread. Errors: as RecordingReader::seek.
[[nodiscard]] recording::RecordingResult<RecordedStretch>
readTrades(const recording::RecordingReader& reader, MarketId market, UnixNanos from, UnixNanos to, TradeTaker& taker);

} // namespace qd::client
