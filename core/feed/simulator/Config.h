#pragma once

#include "core/base/Error.h"
#include "core/base/Time.h"
#include "core/domain/Market.h"

#include <cstdint>
#include <vector>

namespace qd::simulator {

enum class SimulatorCode : std::uint8_t {
    Config,  ///< a parameter is out of its range
    Version, ///< saved by a newer program
    Damaged, ///< saved bytes that are not a possible state
};

/// One market and the temper of its agents.
struct MarketSetup {
    MarketParams params;        ///< native liquidity; margins, fees and bands are the exchange's to judge
    Price startPrice;           ///< of the index; it is pulled back towards it over days
    Ratio volatility;           ///< of the index a year, 100 % = 10,000; in [1, 50,000]
    Ratio correlation;          ///< with the factor common to all markets; in [0, 10,000]
    Money quoteValue;           ///< what a market maker usually shows at his best price; in ($1, $10 m]
    Money takerValue;           ///< median value of a taker's order; in ($1, $10 m]
    std::uint32_t takerRate{0}; ///< taker orders an hour before they excite each other; in [1, 100,000]
};

struct SimulatorConfig {
    std::uint64_t seed = 1;
    UnixNanos start;        ///< time of the first command, > 0
    AccountId firstAccount; ///< agents get the ids from here on; the host has opened those before it
    MasterId firstMaster;   ///< agents' masters from here on, one an account; no person's master may be among them
    std::vector<MarketSetup> markets; ///< 1 to kMostMarkets; ids one after the other, and so their oracles
};

inline constexpr std::size_t kMostMarkets = 64;

/// SOL-PERP, BTC-PERP and ETH-PERP with ids from 0, their oracles too, at 148, 68,400 and 3,520 dollars.
[[nodiscard]] std::vector<MarketSetup> defaultMarkets();
/// So many markets, the default ones first; those behind them are like one of them in turn and are called "SIM4-PERP",
/// "SIM5-PERP" …
[[nodiscard]] std::vector<MarketSetup> manyMarkets(std::uint16_t count);

/// Errors: Config, naming market and field.
[[nodiscard]] Result<void, SimulatorCode> validate(const SimulatorConfig& config);

} // namespace qd::simulator
