#pragma once

#include "core/base/Time.h"
#include "core/domain/Book.h"
#include "core/domain/Market.h"
#include "core/domain/Order.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>

/// Everything that can change an exchange. Commands are journaled before they are applied.
namespace qd {

struct CreateMarket {
    MarketParams params;
};
struct SetMarketStatus {
    MarketId market;
    MarketStatus status = MarketStatus::Active;
};
/// Ids are dense: the next account's id is the number of accounts.
struct OpenAccount {
    AccountId account;
    MasterId master;
    std::string name; ///< at most 32 bytes, for people
    /// Client order ids remembered for 24 h; beyond it orders are refused. At most 2^20.
    std::uint32_t clientIdCapacity = 0;
};
struct Deposit {
    AccountId account;
    Money amount; ///< USDC, > 0
};
struct PlaceOrder {
    AccountId account;
    OrderTerms terms;
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
    Price price;
    Quantity size; ///< new total, > what is filled already
};
/// Index, mark and average enter the engine here and nowhere else.
struct SetPrices {
    MarketId market;
    MarketPrices prices;
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
    std::variant<CreateMarket, SetMarketStatus, OpenAccount, Deposit, PlaceOrder, CancelOrder, CancelAll, AmendOrder,
                 SetPrices, UpdateDepth, PrintTrade, AdvanceTime>
        body;
};

} // namespace qd
