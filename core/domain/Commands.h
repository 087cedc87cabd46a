#pragma once

#include "core/base/Time.h"
#include "core/domain/Asset.h"
#include "core/domain/Book.h"
#include "core/domain/Market.h"
#include "core/domain/Oracle.h"
#include "core/domain/Order.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>

/// Everything that can change an exchange. Commands are journaled before they are applied.
namespace qd {

// ---- the venue's own: only an operator may send these

/// The first asset is the quote currency, USDC, and is there from the beginning.
struct CreateAsset {
    AssetParams params;
};
struct CreateOracle {
    OracleParams params;
};
struct CreateMarket {
    MarketParams params;
};
struct SetMarketStatus {
    MarketId market;
    MarketStatus status = MarketStatus::Active;
    Price settlementPrice; ///< Settlement only: what positions are worth from now on
};
/// Stops parts of a market; see namespace paused in Market.h.
struct SetPausedOperations {
    MarketId market;
    std::uint8_t operations = 0;
};
struct ResetBreaker {
    OracleId oracle;
};
/// A frozen account can do nothing; liquidation goes on.
struct FreezeAccount {
    AccountId account;
    bool frozen = true;
};
/// The account that takes over pools nobody else wants. Source: spec/perps.md §3.11 (4).
struct SetBackstop {
    AccountId account;
};
/// Moves fees of a market that are settled in cash to the insurance fund.
struct SettleRevenue {
    MarketId market;
    Money amount; ///< > 0
};

// ---- accounts. Source: spec/perps.md §2

/// Ids are dense: the next account's id is the number of accounts. The first account of a master is its sub-account 0.
struct OpenAccount {
    AccountId account;
    MasterId master;
    std::string name; ///< at most kLongestAccountName bytes, for people
    /// Client order ids remembered for 24 h; beyond it orders are refused. At most 2^20.
    std::uint32_t clientIdCapacity = 0;
};
/// Preferences of an account; what is empty stays.
struct UpdateAccount {
    AccountId account;
    std::optional<std::string> name;
    std::optional<Ratio> userMargin; ///< initial margin ratio of a chosen leverage, 0 = the markets' own
    std::optional<bool> reduceOnly;  ///< only orders that reduce
};
/// Without positions, orders and balances.
struct CloseAccount {
    AccountId account;
};
/// What a delegate may do with all accounts of a master. Never: withdraw, change delegates, close.
namespace permission {
inline constexpr std::uint8_t kTrade = 1;
inline constexpr std::uint8_t kCancel = 2;
inline constexpr std::uint8_t kTransferInternal = 4;
inline constexpr std::uint8_t kAll = 7;
} // namespace permission
struct SetDelegate {
    MasterId master;
    MasterId delegate;
    std::uint8_t permissions = 0; ///< 0 removes the delegate
    UnixNanos expiry;             ///< last moment of its permissions; 0 = none
    Money maxOrderNotional;       ///< 0 = no limit
};
/// Who brought a master here: from then on each of its takers' fees is a tenth lower, and as much goes to the quote
/// currency of the referrer's sub-account 0. Only the owner may name one, and only once. Source: spec/perps.md §4.9.
struct SetReferrer {
    MasterId master;
    MasterId referrer; ///< another master that has an account
};
struct Deposit {
    AccountId account;
    Amount amount; ///< > 0
    AssetId asset = kQuoteAsset;
};
struct Withdraw {
    AccountId account;
    Amount amount; ///< > 0
    AssetId asset = kQuoteAsset;
};
/// Between accounts of one master.
struct Transfer {
    AccountId from;
    AccountId to;
    Amount amount; ///< > 0
    AssetId asset = kQuoteAsset;
};
/// Only without a position and orders in the market. Going back to cross returns the isolated margin.
struct SetMarginMode {
    AccountId account;
    MarketId market;
    bool isolated = false;
};
/// Quote currency between an account and its isolated position: > 0 towards the position.
struct MoveIsolatedMargin {
    AccountId account;
    MarketId market;
    Money amount;
};
/// A leverage chosen for one market; counts with the account's and the order's, the largest applies.
struct SetLeverage {
    AccountId account;
    MarketId market;
    Ratio userMargin; ///< 0 = none
};
/// Moves realised profit and loss of a position into its pool's deposit. Anyone may ask for it.
struct SettlePnl {
    AccountId account;
    MarketId market;
};
struct StakeInsurance {
    AccountId account;
    Money amount; ///< > 0, from its quote currency
};
/// Begins the cooldown; without a request nothing can be taken out.
struct RequestUnstake {
    AccountId account;
    std::int64_t shares = 0; ///< 0 takes the request back
};
struct Unstake {
    AccountId account;
};

// ---- orders. Source: spec/perps.md §4

struct PlaceOrder {
    AccountId account;
    OrderTerms terms;
};
/// How orders placed together depend on each other.
enum class OrderRelation : std::uint8_t {
    Independent,     ///< e.g. a scale: all or none is accepted
    OneCancelsOther, ///< two orders
    Bracket,         ///< an entry, then its take-profit and its stop (either may be missing)
};
/// Of one PlaceOrders.
inline constexpr std::size_t kMostOrdersOfSet = 32;
/// All are accepted or none is.
struct PlaceOrders {
    AccountId account;
    OrderRelation relation = OrderRelation::Independent;
    std::span<const OrderTerms> orders; ///< 2 to kMostOrdersOfSet
};
struct CancelOrder {
    AccountId account;
    OrderReference order;
};
struct CancelAll {
    AccountId account;
    std::optional<MarketId> market; ///< all markets when empty
    std::optional<Side> side;       ///< both sides when empty
};
/// Replaces price and total size in one step. The order keeps its id; it keeps its place in the queue only when the
/// price stays and the size shrinks. Refused: the old order stands.
struct AmendOrder {
    AccountId account;
    OrderReference order;
    Price price;   ///< oracle-offset orders: 0
    Quantity size; ///< new total, > what is filled already; 0 = unchanged, of a bracket's child that waits
    Price trigger; ///< orders that wait for a trigger: its new price, or a trailing order's new distance; 0 = unchanged
};
struct PauseTwap {
    AccountId account;
    OrderReference order;
    bool paused = true;
};
/// A maker's answer to an order in its auction. Source: §4.10.
struct FillAuction {
    AccountId account; ///< the maker
    AccountId taker;
    OrderId order; ///< of the taker
    Price price;   ///< at the auction's price or better for the taker
    Quantity size;
};
/// A liquidator takes over a part of a position at the index less its fee. Source: §3.11 (3).
struct Liquidate {
    AccountId account; ///< the liquidator
    AccountId debtor;
    MarketId market;
    Quantity maxSize; ///< > 0
    Price limit;      ///< worst price for the liquidator; 0 = none
};

// ---- what comes from outside. Source: spec/perps.md §5

struct ReportPrice {
    OracleReport report;
};
/// What a venue publishes of itself. `index` goes to the market's oracle as its primary source; `mark` is the market's
/// mark where it is published, and one of the three prices it is made from where it is formed here.
struct SetPrices {
    MarketId market;
    Price index;            ///< 0 = none with this message
    Price mark;             ///< 0 = none with this message
    bool estimated = false; ///< mark is derived, not published by the venue
};
/// New totals of levels of an external book.
struct UpdateDepth {
    MarketId market;
    bool snapshot = false;           ///< levels not named are gone
    std::span<const BookLevel> bids; ///< size 0 removes the level
    std::span<const BookLevel> asks;
};
/// A trade printed by an external venue.
struct PrintTrade {
    MarketId market;
    Price price;
    Quantity size;
    Side aggressor = Side::Buy;
    std::uint64_t venueTradeId = 0; ///< the venue's own number, for reference
};
/// Nothing but the passing of time: lets good-till-date orders expire in a quiet market.
struct AdvanceTime {};

/// Who sent a command; kept in the journal so that a resumed simulator can tell its own commands from a person's.
enum class Origin : std::uint8_t { Operator, Trader, Agent, Feed };

struct Command {
    UnixNanos ts; ///< command time, never decreasing
    Origin origin = Origin::Operator;
    /// The key that signed it; empty: the host has made sure it is the account's owner.
    std::optional<MasterId> signer;
    std::variant<CreateAsset, CreateOracle, CreateMarket, SetMarketStatus, SetPausedOperations, ResetBreaker,
                 FreezeAccount, SetBackstop, SettleRevenue, OpenAccount, UpdateAccount, CloseAccount, SetDelegate,
                 Deposit, Withdraw, Transfer, SetMarginMode, MoveIsolatedMargin, SetLeverage, SettlePnl, StakeInsurance,
                 RequestUnstake, Unstake, PlaceOrder, PlaceOrders, CancelOrder, CancelAll, AmendOrder, PauseTwap,
                 FillAuction, Liquidate, ReportPrice, SetPrices, UpdateDepth, PrintTrade, AdvanceTime, SetReferrer>
        body; ///< a kind's place is its number in journals: one more comes last
};

} // namespace qd
