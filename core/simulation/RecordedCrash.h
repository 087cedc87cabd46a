#pragma once

#include "core/base/Hash.h"
#include "core/domain/Market.h"
#include "core/simulation/Holdings.h"
#include "core/simulation/Tally.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The worst hours on record, run through a whole exchange: a thousand leveraged accounts, liquidity from makers with
/// limited money, and an index that falls as it fell. Deterministic, as every simulation here.
namespace qd::simulation {

/// An hour of a market, and the market it happens on here.
struct RecordedCrash {
    std::string_view name;   ///< "sol-2021-05-19"
    std::string_view source; ///< file of hourly candles among the recorded data
    UnixNanos hour;          ///< open time of the candle
    MarketParams market;
    std::int64_t silence = 60;  ///< seconds that the feed says nothing, at most
    std::int64_t depth = 1'000; ///< sizes makers quote, per mille of those of a simulation
    Money backstop;             ///< of the account that takes over pools
    Money insurance;            ///< of the fund
};
[[nodiscard]] std::span<const RecordedCrash> recordedCrashes();

/// Prices of the hour, passed through in this order at an even speed.
struct CrashPath {
    Price open;
    Price low;
    Price high;
    Price close;
};
/// The prices from the open on, each point of the path among them; about `steps` more after the first. They lie evenly
/// on the straight lines between the four, to the unit towards the line's beginning, and every line has as many as it
/// is long in money, at least one. steps > 0.
[[nodiscard]] std::vector<Price> pricesAlong(const CrashPath& path, std::int64_t steps);

struct CrashPlan {
    const RecordedCrash* crash = nullptr;
    CrashPath path;
    std::uint32_t accounts = 1'000; ///< leveraged ones, > 0
    std::uint64_t seed = 1;
};

/// Who takes part.
enum class Party : std::uint8_t { Backstop, Maker, Liquidator, Trader };
inline constexpr std::size_t kParties = 4;

/// Where everything stands at a moment of the hour.
struct CrashMoment {
    UnixNanos at;
    Price index;
    std::uint64_t positions = 0;          ///< leveraged accounts that hold a position
    std::uint64_t liquidatedAccounts = 0; ///< leveraged accounts that were liquidated at least once so far
    Quantity openInterest;
    Holdings holdings;
    std::array<Money, kParties> equity{}; ///< [Party]
    Debts debts;
    Tally tally; ///< so far
};

struct CrashReport {
    StateHash hash;
    std::uint64_t steps = 0;          ///< prices on the path; everything was added up at each
    std::vector<CrashMoment> moments; ///< every five minutes from the open, when everybody has a position, to the end
    std::string fault;                ///< what went wrong first, with the number of the command; empty when nothing did
};
/// Takes its time; any thread.
[[nodiscard]] CrashReport runCrash(const CrashPlan& plan);

} // namespace qd::simulation
