#pragma once

#include "core/domain/Ids.h"
#include "core/domain/Oracle.h"
#include "core/domain/Units.h"

#include <array>
#include <cstdint>
#include <string>

namespace qd {

enum class MarketStatus : std::uint8_t {
    Active,
    ReduceOnly, ///< only orders that reduce a position
    Paused,     ///< no new orders; cancels are accepted
    Settlement, ///< over: positions are worth the settlement price and leave with it
    Delisted,   ///< settled and empty
};

/// Parts of a market that an admin may stop by themselves.
namespace paused {
inline constexpr std::uint8_t kLiquidation = 1;
inline constexpr std::uint8_t kFunding = 2;
inline constexpr std::uint8_t kTriggers = 4;
inline constexpr std::uint8_t kSettlePnl = 8;
} // namespace paused

/// Where the other side of a fill comes from.
enum class Liquidity : std::uint8_t {
    Native,   ///< orders of accounts in our own book
    External, ///< levels and trades of a feed; fills are on paper
};

/// Where the mark price comes from.
enum class MarkModel : std::uint8_t {
    Formed,    ///< made here from index, book and an outside mark, spec/perps.md §5.2
    Published, ///< the venue behind the market publishes it
};

/// Which inputs a formed mark was made of. Source: spec/perps.md §5.2.
struct MarkSources {
    bool basis = false;
    bool book = false;
    bool external = false;
    bool bookAverage = false;

    friend constexpr bool operator==(const MarkSources&, const MarkSources&) noexcept = default;
};

/// How requirements grow with size. Source: spec/perps.md §3.2, 3.3.
enum class MarginModel : std::uint8_t { Sized, Tiers };

/// From this notional upwards a position may have at most this leverage, and its maintenance is half of 1/leverage.
struct LeverageTier {
    Money lowerNotional;
    std::uint32_t maxLeverage = 1;
    friend constexpr bool operator==(const LeverageTier&, const LeverageTier&) noexcept = default;
};
inline constexpr std::size_t kMaxLeverageTiers = 8;

/// Parameters of a market, fixed at its creation. Source: spec/perps.md §3.1, 3.12, 4.7, 4.9, 5.
struct MarketParams {
    MarketId id;
    std::string symbol;    ///< "SOL-PERP", 1 to kLongestMarketSymbol bytes
    std::string baseAsset; ///< "SOL", 1 to kLongestAssetSymbol bytes
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

    OracleId oracle; ///< its index
    MarketTier tier = MarketTier::A;
    MarkModel markModel = MarkModel::Formed;
    MarginModel marginModel = MarginModel::Sized;
    std::array<LeverageTier, kMaxLeverageTiers> tiers{}; ///< [0, tierCount), lowerNotional rising from 0
    std::uint8_t tierCount = 0;
    Money openInterestLower;  ///< above it the initial margin grows with the open interest's value (§3.4)
    Money openInterestUpper;  ///< there it is 100 %; 0 = it never grows
    Quantity maxOpenInterest; ///< of one side; 0 = no limit
    Money maxPnlImbalance;    ///< gains count less when users' unsettled profit exceeds it (§3.6); 0 = never
    Rate liquidatorFee{2'500};
    Rate maxLiquidatorFee{10'000};
    Rate insuranceFee{5'000};         ///< of a take-over
    Rate maxBookInsuranceFee{10'000}; ///< of what a book liquidation received (§3.12)
    bool funding = true;
    Money impactNotional = Money::of(20'000); ///< of the premium's impact prices; 0 = best price (§5.4)
    Rate maxPremium{10'000};
    Rate interest{100}; ///< per 8 h

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
