#pragma once

#include "core/base/Time.h"
#include "core/domain/Asset.h"
#include "core/domain/Book.h"
#include "core/domain/MarginCall.h"
#include "core/domain/Market.h"
#include "core/domain/Oracle.h"
#include "core/domain/Order.h"
#include "core/domain/Pool.h"

#include <cstdint>
#include <variant>

/// Everything an exchange tells. Events of one command come in the order in which they happened.
namespace qd {

enum class LiquidityRole : std::uint8_t { Maker, Taker };

struct AssetCreated {
    AssetId asset;
};
struct OracleCreated {
    OracleId oracle;
};
struct MarketCreated {
    MarketId market;
};
struct MarketStatusChanged {
    MarketId market;
    MarketStatus status = MarketStatus::Active;
};
/// Which parts of a market stand still.
struct OperationsPaused {
    MarketId market;
    std::uint8_t operations = 0;
};
struct AccountOpened {
    AccountId account;
    MasterId master;
    std::uint16_t subAccount = 0;
};
/// Preferences or status of an account changed; they are read from the exchange.
struct AccountUpdated {
    AccountId account;
};
struct AccountClosed {
    AccountId account;
};
struct DelegateChanged {
    MasterId master;
    MasterId delegate;
    std::uint8_t permissions = 0; ///< 0 = removed
};
struct ReferrerNamed {
    MasterId master;
    MasterId referrer;
};
struct BackstopChanged {
    AccountId account;
};

/// Why money moved. Every movement is one posting between two books of the ledger; see LedgerPosted.
enum class PostingKind : std::uint8_t {
    Deposit,
    Withdrawal,
    TransferIn,
    TransferOut,
    IsolatedMargin, ///< between an account and its isolated position
    PnlSettled,
    InsuranceStaked,
    InsuranceUnstaked,
    BackstopTransfer, ///< collateral of a pool that was taken over
    ReferralFee,      ///< the referrer's part of a taker's fee, settled in cash with the fill
    ReferralReward,   ///< the same, as the referrer gets it
};
/// A balance of an account changed by a movement between it and another book: its balance after it.
struct LedgerPosted {
    AccountId account;
    PostingKind kind = PostingKind::Deposit;
    AssetId asset;
    MarketId market;       ///< IsolatedMargin, PnlSettled, ReferralFee, ReferralReward
    bool isolated = false; ///< the balance is that of the market's isolated position
    Amount amount;         ///< signed, > 0 towards the account
    Amount balance;        ///< after it
    AccountId other;       ///< transfers and referrals: the other account; otherwise this one
};
/// One position's funding for one period. Source: spec/perps.md §5.4.
struct FundingPaid {
    AccountId account;
    MarketId market;
    Quantity base;
    Money amount; ///< > 0 received
};
/// A market's funding index moved.
struct FundingUpdated {
    MarketId market;
    Rate rate8h;         ///< that was applied
    FundingIndex change; ///< of one long unit: > 0 = longs paid
    FundingIndex index;  ///< after it
};
/// A market's funding was due and not applied.
struct FundingSkipped {
    MarketId market;
};
struct OracleChanged {
    OracleId oracle;
    enum class What : std::uint8_t { FailedOver, Recovered, BreakerTripped, BreakerReset } what = What::FailedOver;
};
/// The margin-call ladder of a pool. Source: spec/perps.md §3.15.
struct MarginCallChanged {
    AccountId account;
    PoolId pool;
    MarginCall level = MarginCall::None;
    MarginCall before = MarginCall::None;
};
struct LiquidationStarted {
    AccountId account;
    PoolId pool;
    Money collateral;  ///< TC, maintenance
    Money requirement; ///< MR, maintenance
};
enum class LiquidationStep : std::uint8_t {
    OrdersCancelled,
    Book,        ///< sold into the book
    TakeOver,    ///< by a liquidator
    Backstop,    ///< the whole pool moved to the backstop
    Deleveraged, ///< closed against the most profitable other side
};
/// One step of a liquidation and what it did.
struct LiquidationStepped {
    AccountId account;
    PoolId pool;
    LiquidationStep step = LiquidationStep::OrdersCancelled;
    MarketId market; ///< not for OrdersCancelled
    Side side = Side::Sell;
    Quantity size;
    Price price; ///< average, or the take-over's
    Money liquidatorFee;
    Money insurance;      ///< > 0 to the fund, < 0 from it
    AccountId liquidator; ///< TakeOver, Backstop, Deleveraged: the other side
    Money realised;       ///< profit and loss of what was closed, without fees; Book: the sum of its fills' own
    Quantity position;    ///< signed, after it
};
enum class LiquidationEnd : std::uint8_t { Restored, Closed, Bankrupt };
struct LiquidationEnded {
    AccountId account;
    PoolId pool;
    LiquidationEnd end = LiquidationEnd::Restored;
};
/// Who paid for a bankrupt pool, in the order of spec/perps.md §3.13.
struct BankruptcyResolved {
    AccountId account;
    PoolId pool;
    MarketId market;
    Money loss; ///< > 0
    Money fromFees;
    Money fromInsurance;
    Money socialised; ///< through the funding index, both sides
};
/// A position was closed to end another's bankruptcy. One for each side.
struct Deleveraged {
    AccountId account;
    MarketId market;
    Side side = Side::Sell; ///< the side this account traded
    Quantity size;
    Price price; ///< quote / size, toward zero
    /// What the seller got. Below 0 it paid to be rid of its part: the pool's bankruptcy value may be that low where
    /// the index stands far from the mark.
    Money quote;
    Money realised;
    Quantity position; ///< after it
    AccountId other;
};
/// A position ended with its market.
struct PositionSettled {
    AccountId account;
    MarketId market;
    Side side = Side::Sell; ///< that closed it
    Quantity size;
    Price price;
    Money realised;
};
struct InsuranceChanged {
    Money vault;
    std::int64_t shares = 0;
};
struct PricesChanged {
    MarketId market;
    MarketPrices prices;
};
/// An external book changed; its levels are read from the exchange.
struct DepthChanged {
    MarketId market;
};
struct OrderAccepted {
    AccountId account;
    Order order;
};
struct OrderAmended {
    AccountId account;
    Order order; ///< after it
    bool keptPriority = false;
};
/// A request was refused and nothing changed.
struct RequestRejected {
    AccountId account;
    MarketId market;
    OrderReference order; ///< as far as the request named one
    RejectCode code = RejectCode::None;
};
/// One account's half of a trade.
struct OrderFilled {
    AccountId account;
    OrderId order;
    ClientOrderId clientId;
    MarketId market;
    TradeId trade;
    Side side = Side::Buy;
    LiquidityRole role = LiquidityRole::Taker;
    Price price;
    Quantity size;
    Money quote;                ///< size * price, >= 0, the same on both sides
    Money fee;                  ///< > 0 paid, < 0 rebate received
    Money discount;             ///< what being referred took off the fee
    Money reward;               ///< of the fee, what went to the referrer
    Money realised;             ///< profit and loss realised by this fill, without the fee
    Quantity position;          ///< signed, after it
    std::uint64_t sequence = 0; ///< number of this fill among its account's fills, from 1
    Quantity remaining;         ///< of the order, after it
};
struct OrderClosed {
    AccountId account;
    OrderId order;
    ClientOrderId clientId;
    MarketId market;
    CloseReason reason = CloseReason::Cancelled;
    Quantity filled;
    Quantity remaining; ///< cancelled with it
};
/// A waiting order's condition came true. What it became follows: fills, an order in the book, or its close.
struct OrderTriggered {
    AccountId account;
    Order order;
    Price price; ///< that fired it
};
/// Something of an order changed that its owner did not ask for: its trailing stop moved, a bracket's child grew, an
/// iceberg showed its next part, a floating price moved with the index.
struct OrderUpdated {
    AccountId account;
    Order order;
};
/// The public print of a trade.
struct Traded {
    MarketId market;
    Trade trade;
};

struct Event {
    std::uint64_t command = 0; ///< sequence of the command that caused it
    UnixNanos ts;
    std::variant<AssetCreated, OracleCreated, MarketCreated, MarketStatusChanged, OperationsPaused, AccountOpened,
                 AccountUpdated, AccountClosed, DelegateChanged, ReferrerNamed, BackstopChanged, LedgerPosted,
                 FundingPaid, FundingUpdated, FundingSkipped, OracleChanged, MarginCallChanged, LiquidationStarted,
                 LiquidationStepped, LiquidationEnded, BankruptcyResolved, Deleveraged, PositionSettled,
                 InsuranceChanged, PricesChanged, DepthChanged, OrderAccepted, OrderAmended, OrderTriggered,
                 OrderUpdated, RequestRejected, OrderFilled, OrderClosed, Traded>
        body;
};

} // namespace qd
