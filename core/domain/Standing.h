#pragma once

#include "core/base/Time.h"
#include "core/domain/Asset.h"
#include "core/domain/Market.h"
#include "core/domain/Oracle.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// How a venue and its markets stand beside their prices: funding, oracles, open interest, insurance.
namespace qd {

/// Source: spec/perps.md §5.4.
struct FundingStanding {
    bool charged = false; ///< the market has funding
    bool paused = false;  ///< by the venue
    Rate predicted8h;     ///< what an update would charge now, per 8 h
    Rate premium;         ///< average of the period so far
    Rate last8h;          ///< of the last update
    UnixNanos lastUpdate; ///< or the beginning
    UnixNanos nextUpdate;
    FundingIndex indexLong; ///< they differ only after losses were socialised
    FundingIndex indexShort;
};

/// One source of an oracle.
struct OracleSourceStanding {
    std::uint8_t source = 0; ///< 0 primary, 1 secondary, further ones exchanges
    std::uint8_t weight = 0; ///< of an exchange
    Price price;
    Price confidence;
    UnixNanos publishedAt;
    bool enoughPublishers = false;
};

/// Source: spec/perps.md §5.1.
struct OracleStanding {
    OracleParams params;
    OracleStatus status = OracleStatus::NonPositive;
    OracleSource source = OracleSource::None; ///< that two users' orders meet by
    Price price;                              ///< by which they meet, 0 = none
    Price displayPrice;                       ///< for people: the same, else the last average
    Price confidence;                         ///< of the source that counts
    UnixNanos publishedAt;                    ///< by the source that counts; its age is market time less this
    Price twap5;
    Price twap60;
    bool onSecondary = false; ///< failed over: the primary does not count until it has recovered
    BreakerCause breaker = BreakerCause::None;
    UnixNanos trippedAt;
    UnixNanos resetsAt;                        ///< of a tripped breaker: when it resets by itself
    std::vector<OracleSourceStanding> sources; ///< heard ones
};

/// A collateral asset of the venue.
struct AssetStanding {
    AssetParams params;
    Price price; ///< the quote currency's is 1; 0 = not good enough for margin now
    Price twap5;
    Amount deposits; ///< of all accounts
    Money value;     ///< of them
};

struct MarketStanding {
    MarketId market;
    UnixNanos ts; ///< market time at which it was taken
    MarketStatus status = MarketStatus::Active;
    std::uint8_t pausedOperations = 0; ///< see namespace paused
    Price settlementPrice;             ///< status Settlement
    FundingStanding funding;
    OracleStanding oracle;
    MarkSources markSources; ///< what the mark was made of; all false for a published one
    Price markTwap5;
    Price publishedMark;   ///< of the venue behind the market, 0 = none
    Quantity openInterest; ///< of one side
    Money openInterestValue;
    std::uint32_t longAccounts = 0;
    std::uint32_t shortAccounts = 0;
    Quantity longInterest;  ///< of accounts; less than openInterest where a venue outside takes the other side
    Quantity shortInterest; ///< >= 0
    Money netUnsettledPnl;  ///< what all users could claim beyond what they put in
    Money feePool;
    Money pnlPool;          ///< cash that gains are settled from
    Money insuranceDue;     ///< what the insurance fund will get when losses are settled
    Money insurancePaid;    ///< by the fund for this market so far
    Money insurancePayable; ///< what it could pay for it now
};

/// Source: spec/perps.md §3.13.
struct InsuranceStanding {
    Money vault;
    std::int64_t shares = 0;
    std::optional<AccountId> backstop; ///< takes over pools that nobody else wants
    Money backstopEquity;
};

} // namespace qd
