#pragma once

#include "core/base/Time.h"
#include "core/domain/Ids.h"
#include "core/domain/Units.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

/// Prices that come from outside. They enter an exchange as commands; it reads no clock and no socket. Source:
/// spec/perps.md §5.1.
namespace qd {

/// How far a market or a price source may be trusted; tolerances follow from it.
enum class MarketTier : std::uint8_t { A, B, C, Speculative, HighlySpeculative, Isolated };

/// What a price is worth, in the order of severity: the first that matches wins.
enum class OracleStatus : std::uint8_t {
    NonPositive, ///< also: never reported
    TooVolatile,
    TooUncertain,
    StaleForMargin,
    InsufficientData,
    StaleForFill,
    Valid,
};

/// What a price is wanted for; each needs a status at least as good as the table of §5.1 says.
enum class PriceUse : std::uint8_t {
    PoolFill,    ///< immediate fill against a pool
    OffsetOrder, ///< price of an oracle-offset order
    Margin,      ///< opening, withdrawing, transferring
    Match,       ///< two users' orders meet
    Funding,     ///< funding update, settling profit and loss
    Trigger,     ///< triggering an order, liquidating
    Average,     ///< updating the averages
};

/// Sources of one oracle: 0 is the primary, 1 the secondary, the others are exchanges whose weighted median stands in
/// for the secondary when at least three of them are fresh.
inline constexpr std::size_t kOracleSources = 10;
inline constexpr std::size_t kFirstExchangeSource = 2;

/// Which source a price comes from.
enum class OracleSource : std::uint8_t { None, Primary, Secondary, Exchanges };

/// Why opening and triggers are halted.
enum class BreakerCause : std::uint8_t {
    None,
    Move,   ///< the price moved more than breakerMove within 5 minutes
    Spread, ///< two valid sources are more than maxSpread apart
    Stale,  ///< no source has been heard for longer than the staleness of margin
};

struct OracleParams {
    OracleId id;
    std::string symbol; ///< "SOL/USD", 1 to kLongestOracleSymbol bytes
    MarketTier tier = MarketTier::A;
    std::int64_t volatileRatio = 5;         ///< times the 5-minute average
    Rate maxConfidence{20'000};             ///< of the price; times the tier's factor
    std::int64_t staleForFillMs = 5'000;    ///< three times as long for stable coins
    std::int64_t staleForMarginMs = 60'000; ///< the same
    bool stableCoin = false;
    Rate breakerMove{100'000};                          ///< from any price of 5 minutes; 0 = no breaker
    Rate maxSpread{20'000};                             ///< between two of primary, secondary, exchanges
    std::array<std::uint8_t, kOracleSources> weights{}; ///< of the exchanges; 0 = not a source

    friend bool operator==(const OracleParams&, const OracleParams&) = default;
};

/// One message of one source.
struct OracleReport {
    OracleId oracle;
    std::uint8_t source = 0;
    Price price;
    Price confidence; ///< half width, >= 0
    UnixNanos publishedAt;
    bool enoughPublishers = true;

    friend bool operator==(const OracleReport&, const OracleReport&) = default;
};

} // namespace qd
