#pragma once

#include "core/base/Time.h"
#include "core/domain/Account.h"
#include "core/domain/Events.h"

#include <cstdint>
#include <optional>
#include <string>

/// What a venue remembers of an account and of its markets: rows of its history. `number` orders the rows of one list
/// and is the cursor of its next page. Times are market time.
namespace qd {

struct OrderRecord {
    std::uint64_t number = 0; ///< in the order of first writing
    TrackedOrder order;       ///< its last state
};

/// One position's funding for one period.
struct FundingPayment {
    std::uint64_t number = 0;
    UnixNanos ts;
    MarketId market;
    Quantity base; ///< of the position, signed
    Money amount;  ///< > 0 received
    Rate rate8h;   ///< that was applied; 0 with `base` for a loss that was socialised
};

/// A movement of a balance.
struct LedgerMovement {
    std::uint64_t number = 0;
    UnixNanos ts;
    LedgerPosted posted;
};

/// What happens to a pool that lacks margin, from the first warning to the last debt.
enum class LiquidationEntryKind : std::uint8_t {
    MarginCall, ///< the rung of the ladder changed
    Started,
    OrdersCancelled,
    Book,        ///< sold into the book
    TakeOver,    ///< by a liquidator
    Backstop,    ///< the pool moved to the backstop
    AssetSale,   ///< collateral was turned into quote currency, which the embedded venue never does
    Deleveraged, ///< closed against another position, one entry for each side
    Bankruptcy,  ///< who paid for what was missing
    Restored,    ///< ended: the pool has what it must have
    Closed,      ///< ended: nothing is left of it
    Bankrupt,    ///< ended: with a debt
};

/// One entry of the public liquidation feed, and of an account's own history. Fields that a kind does not have are 0.
struct LiquidationEntry {
    std::uint64_t number = 0;
    UnixNanos ts;
    std::string venue; ///< where it happened, for people
    LiquidationEntryKind kind = LiquidationEntryKind::Book;
    AccountId account; ///< whose pool it is
    PoolId pool;
    MarketId market;        ///< not for MarginCall, Started, OrdersCancelled, Restored, Closed, Bankrupt
    Side side = Side::Sell; ///< the side that `account` traded
    Quantity size;
    Price price;                         ///< average, the take-over's, or the bankruptcy's
    Money liquidatorFee;                 ///< Book, TakeOver
    Money insurance;                     ///< > 0 to the fund, < 0 from it
    Money realised;                      ///< Book, TakeOver, Backstop, Deleveraged: without fees
    std::optional<Quantity> position;    ///< the same: signed, after it; empty: it was not told
    AccountId other;                     ///< TakeOver, Backstop, Deleveraged: the other side
    Money loss;                          ///< Bankruptcy, > 0
    Money fromFees;                      ///< Bankruptcy
    Money socialised;                    ///< Bankruptcy
    MarginCall level = MarginCall::None; ///< MarginCall: after it
    MarginCall before = MarginCall::None;
    Money collateral;  ///< Started: TC, maintenance
    Money requirement; ///< Started: MR, maintenance
    friend bool operator==(const LiquidationEntry&, const LiquidationEntry&) = default;
};

/// What an account was worth at a moment.
struct EquitySample {
    UnixNanos ts; ///< a multiple of a minute
    Money equity; ///< of all its pools
    Money unrealised;
    /// Deposits less withdrawals so far, transfers between accounts included, each at its value then: what is left when
    /// it is taken off the equity is profit and loss.
    Money netDeposits;
    friend constexpr bool operator==(const EquitySample&, const EquitySample&) noexcept = default;
};

/// A market's funding as it was charged, or as a recorded venue published it.
struct FundingRecord {
    UnixNanos ts;
    Rate rate8h;
    FundingIndex change; ///< of one long unit: > 0 = longs paid; 0 where only the rate is known
    FundingIndex index;  ///< after it; 0 where only the rate is known
    friend constexpr bool operator==(const FundingRecord&, const FundingRecord&) noexcept = default;
};

} // namespace qd
