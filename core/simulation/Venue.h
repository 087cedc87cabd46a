#pragma once

#include "core/domain/Asset.h"
#include "core/domain/Commands.h"
#include "core/domain/Market.h"
#include "core/domain/Oracle.h"
#include "core/simulation/Draw.h"

#include <cstdint>
#include <vector>

/// The simulated venue before anything happens: what is listed, who has an account, and what kind of hour it will be.
/// Everything is a function of the seed. Any thread.
namespace qd::simulation {

/// 2024-01-01 00:20 UTC: every simulation begins here. Funding is first due 40 minutes later.
inline constexpr UnixNanos kBeginning = UnixNanos::fromMillis(1'704'068'400'000);

/// All prices fall or rise together for a while.
struct Storm {
    UnixNanos begin;
    std::int64_t turns = 0; ///< of a feed
    std::int64_t drift = 0; ///< ppm a turn, signed
    std::int64_t gap = 0;   ///< ppm at its beginning, signed
};

/// What differs from seed to seed.
struct Climate {
    std::uint64_t seed = 0;
    Money backstop;             ///< deposit of the account that takes over pools; 0 = there is none
    Money stake;                ///< of each staker of the insurance fund
    std::int64_t depth = 1'000; ///< sizes makers quote, per mille
    std::int64_t nerve = 1'000; ///< how much makers widen in a storm, per mille
    bool liquidators = true;    ///< do they work?
    std::int64_t faults = 0;    ///< chance of an oracle fault a turn, ppm
    std::vector<Storm> storms;  ///< by time
    bool settles = false;       ///< the newest market ends before the simulation does
    bool collects = false;      ///< fees leave the markets whenever they can
    UnixNanos end;
};
/// `minutes` > 0: how long the simulation is.
[[nodiscard]] Climate climateOf(std::uint64_t seed, std::int64_t minutes);

enum class Role : std::uint8_t { Backstop, Staker, Maker, AuctionMaker, Liquidator, Taker, Trader, IsolatedTrader };
/// An account and who uses it.
struct Seat {
    AccountId account;
    MasterId master;
    Role role = Role::Taker;
    std::size_t number = 0; ///< among its role, from 0
};

struct Venue {
    std::vector<OracleParams> oracles;
    std::vector<Price> prices;       ///< [oracle] at the beginning
    std::vector<AssetParams> assets; ///< without the quote currency
    std::vector<MarketParams> markets;
    std::vector<Seat> seats; ///< [account]
};
[[nodiscard]] Venue venueOf();

/// Commands that set the venue up and give every account what it begins with.
[[nodiscard]] std::vector<Command> foundingOf(const Venue& venue, const Climate& climate);

/// The market behind an outside feed.
inline constexpr MarketId kPaperMarket{6};
/// The market that ends where the climate says so.
inline constexpr MarketId kYoungMarket{5};
/// Oracles with a secondary source, and of them those with exchanges besides.
inline constexpr OracleId kLastWithSecondary{3};
inline constexpr OracleId kLastWithExchanges{1};
inline constexpr std::uint8_t kExchangeFeeds = 3;

} // namespace qd::simulation
