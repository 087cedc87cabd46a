#pragma once

#include "core/domain/Book.h"
#include "core/domain/Records.h"
#include "core/domain/Standing.h"
#include "core/domain/Venue.h"
#include "core/ports/Executor.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

/// What the market does. All calls on the terminal's main thread; none of them waits.
namespace qd::ports {

/// A run of trades read from a market's tape.
struct TradeRun {
    std::vector<Trade> trades; ///< oldest first
    std::uint64_t next = 0;    ///< cursor for the next read
    std::uint64_t missed = 0;  ///< trades overwritten before they were read
};

/// A run of entries read from the venue's liquidation feed.
struct LiquidationRun {
    std::vector<LiquidationEntry> entries; ///< oldest first
    std::uint64_t next = 0;                ///< cursor for the next read
    std::uint64_t missed = 0;              ///< entries overwritten before they were read
};

class MarketData {
  public:
    MarketData() = default;
    MarketData(const MarketData&) = delete;
    MarketData& operator=(const MarketData&) = delete;
    virtual ~MarketData() = default;

    [[nodiscard]] virtual VenueMode mode() const = 0;
    /// Markets in the order of their ids; complete once the venue has started, empty before.
    [[nodiscard]] virtual const std::vector<MarketInfo>& markets() const = 0;
    /// Called after the list of markets changed, and when the market begins anew, as it does when a recording is sought
    /// back: its trades are numbered anew then.
    [[nodiscard]] virtual Subscription onMarketsChanged(std::function<void()> changed) = 0;

    /// While the handle lives, the market's book is published.
    [[nodiscard]] virtual Subscription watchBook(MarketId market) = 0;
    /// The newest book, null before the first. The same object as last time when nothing changed.
    [[nodiscard]] virtual std::shared_ptr<const BookSnapshot> book(MarketId market) const = 0;
    [[nodiscard]] virtual Ticker ticker(MarketId market) const = 0;
    /// Trades after `cursor`; 0 = the oldest kept (several thousand a market).
    [[nodiscard]] virtual TradeRun trades(MarketId market, std::uint64_t cursor) const = 0;
    /// Funding, oracle, open interest of a market; at most a quarter of a second old. Null before the first.
    [[nodiscard]] virtual std::shared_ptr<const MarketStanding> standing(MarketId market) const = 0;
    /// The venue's collateral assets by id, the quote currency first; as old as that. Empty before the venue has
    /// started.
    [[nodiscard]] virtual std::vector<AssetStanding> assets() const = 0;
    [[nodiscard]] virtual InsuranceStanding insurance() const = 0;
    /// Everybody's liquidations, deleveragings and resolved bankruptcies after `cursor`, without margin calls; 0 = the
    /// oldest kept (a few thousand).
    [[nodiscard]] virtual LiquidationRun liquidations(std::uint64_t cursor) const = 0;
    /// Market time now: the simulator's or the recording's clock.
    [[nodiscard]] virtual UnixNanos now() const = 0;
};

} // namespace qd::ports
