#pragma once

#include "core/domain/Ids.h"
#include "core/domain/Units.h"

#include <cstdint>
#include <string>

namespace qd {

enum class MarketStatus : std::uint8_t {
    Active,
    ReduceOnly, ///< only orders that reduce a position
    Paused,     ///< no new orders; cancels are accepted
};

/// Where the other side of a fill comes from.
enum class Liquidity : std::uint8_t {
    Native,   ///< orders of accounts in our own book
    External, ///< levels and trades of a feed; fills are on paper
};

/// Parameters of a market, fixed at its creation. Source: spec/perps.md §3.1, 4.7, 4.9.
struct MarketParams {
    MarketId id;
    std::string symbol;    ///< "SOL-PERP", 1 to 24 characters
    std::string baseAsset; ///< "SOL", 1 to 12 characters
    Liquidity liquidity = Liquidity::Native;
    Price tick;                          ///< > 0; prices are multiples of it
    Quantity step;                       ///< > 0; sizes are multiples of it
    Quantity minSize;                    ///< multiple of step; reduce-only orders may be smaller
    Quantity maxSize;                    ///< multiple of step
    Price maxPrice;                      ///< multiple of tick; the highest price an order may have; at most 2^24 ticks
    Ratio initialMargin;                 ///< mrInitial
    Ratio maintenanceMargin;             ///< mrMaintenance, 0 < it < initialMargin
    Rate imf;                            ///< size-dependent growth of both, spec/perps.md §3.2; 0 = none
    Ratio upnlWeightInitial{10'000};     ///< weight of unrealised gains towards initial margin
    Ratio upnlWeightMaintenance{10'000}; ///< and towards maintenance margin
    Rate upnlImf;                        ///< reduces upnlWeightInitial with the size of the gain; 0 = no
    Money maxPositiveUpnlInitial;        ///< cap of gains counted towards initial margin; 0 = no cap
    Rate takerFee;                       ///< charged on the quote of a fill, rounded up
    Rate makerRebate;                    ///< paid on the quote of a fill, rounded down; <= takerFee
    Ratio orderBand{1'000};              ///< a limit may be at most this far from the index, both sides (§4.7)
    Rate twapBand{500'000};              ///< a fill must be nearer than this to the 5-minute average
    Rate defaultSlippage{50'000};        ///< protective limit of a market order without its own (§4.2)

    friend bool operator==(const MarketParams&, const MarketParams&) = default;
};

/// Prices of a market as they entered the exchange with a command; the engine reads no clock and no socket.
struct MarketPrices {
    Price index;            ///< oracle; bands are measured from it
    Price mark;             ///< margin, profit and loss, liquidation
    Price twap5;            ///< 5-minute average of the index
    bool estimated = false; ///< mark is derived from bid, ask and last, not published by a venue

    [[nodiscard]] constexpr bool valid() const noexcept { return index.raw() > 0 && mark.raw() > 0 && twap5.raw() > 0; }
    friend constexpr bool operator==(const MarketPrices&, const MarketPrices&) noexcept = default;
};

} // namespace qd
