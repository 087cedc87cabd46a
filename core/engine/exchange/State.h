#pragma once

#include "core/base/Prefetch.h"
#include "core/domain/Asset.h"
#include "core/domain/Events.h"
#include "core/domain/MarginCall.h"
#include "core/domain/Market.h"
#include "core/domain/Oracle.h"
#include "core/domain/Order.h"
#include "core/domain/Pool.h"
#include "core/engine/book/Book.h"
#include "core/engine/book/ExternalDepth.h"
#include "core/engine/exchange/ClientIds.h"
#include "core/engine/exchange/StableList.h"
#include "core/engine/funding/FundingClock.h"
#include "core/engine/ledger/FeeTiers.h"
#include "core/engine/ledger/Position.h"
#include "core/engine/liquidation/InsuranceFund.h"
#include "core/engine/oracle/MarkFormer.h"
#include "core/engine/oracle/Oracle.h"
#include "core/engine/risk/Admission.h"

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// What an exchange remembers. Everything in it is a function of the commands applied so far.
namespace qd::exchange {

inline constexpr std::size_t kMaxOpenOrders = risk::kMaxOpenOrders; ///< an account
inline constexpr std::size_t kMaxPositions = risk::kMaxPositions;   ///< an account
inline constexpr std::size_t kMaxMarkets = 1024;
inline constexpr std::size_t kMaxOracles = 1024;
inline constexpr std::size_t kMaxAccounts = std::size_t{1} << 20U;

/// An order of an account: in the book, waiting, in its auction, or a TWAP between its children.
struct OpenOrder {
    Order order;
    book::Handle handle = 0; ///< 0 = not in the book
    /// External markets: displayed quantity that still trades before this order.
    book::Lots queueAhead = 0;

    [[nodiscard]] bool inBook() const noexcept { return handle != 0; }
};

/// How a pool stands in the margin-call ladder and in its liquidation. Source: spec/perps.md §3.11, 3.15.
struct PoolRisk {
    MarginCall call = MarginCall::None;
    bool beingLiquidated = false;
    std::uint16_t calmFor = 0; ///< positions of the account when its reserve was made
    std::int64_t reserve = 0;  ///< see Calm.h; no part of the state
    UnixNanos startedAt;       ///< of the liquidation
    Money marginFreed;         ///< since it started, by cancelling, the book and take-overs
    friend constexpr bool operator==(const PoolRisk&, const PoolRisk&) noexcept = default;
};

/// A position and what rests beside it. What every order and fill touches comes first.
struct PositionState {
    MarketId market;
    std::uint16_t openOrders = 0;       ///< all of them
    std::uint16_t reduceOnlyOrders = 0; ///< of them
    bool isolated = false;
    std::uint32_t band = 0; ///< in the market's bands
    Position position;
    Quantity openBids;            ///< >= 0, without reduce-only and waiting orders
    Quantity openAsks;            ///< <= 0, without reduce-only and waiting orders
    Ratio userMargin;             ///< initial margin ratio chosen for this market, 0 = none
    Money isolatedMargin;         ///< of an isolated position; may fall below zero when losses are settled
    Money fundingPaid;            ///< in all, > 0 paid
    Money settled;                ///< profit and loss moved to the deposit so far
    UnixNanos liquidationOrderAt; ///< first order of its liquidation in the book; 0 = none yet
    PoolRisk risk;                ///< of an isolated position

    [[nodiscard]] bool idle() const noexcept { return position.base.isZero() && openOrders == 0; }
    [[nodiscard]] PoolId pool() const noexcept { return isolated ? PoolId{true, market} : kCrossPool; }
};

struct Unstaking {
    std::int64_t shares = 0; ///< 0 = none asked for
    UnixNanos since;
};

/// What nearly every command touches comes first and in whole lines, up to the first few positions; the orders, of
/// which a command touches one, come after it, and what hardly any command needs is last.
struct alignas(kCacheLine) AccountState {
    AccountId id;
    MasterId master;
    std::uint16_t subAccount = 0;
    std::uint16_t positionCount = 0;
    std::uint16_t openOrderCount = 0;
    std::uint8_t linkedOrders = 0; ///< of them, those with a group or a parent, and TWAPs
    bool referred = false;         ///< its master has a referrer; follows from the masters
    std::uint32_t usedSlots = 0;   ///< bit i: orders[i] is there
    std::uint32_t nextOrderId = 1;
    std::uint64_t fills = 0; ///< so far
    Ratio userMargin;        ///< initial margin ratio chosen for the account, 0 = none
    bool frozen = false;
    bool reduceOnly = false;
    bool closed = false;
    std::uint8_t feeTier = 0;   ///< of volumeDay; follows from the volumes
    std::int32_t volumeDay = 0; ///< of its last fill
    Money volume;               ///< traded on that day
    UnixNanos lastActive;
    std::array<Amount, kMaxAssets> balances{}; ///< by asset; only the quote currency's may be below zero
    PoolRisk risk;                             ///< of the cross pool
    ClientIds clientIds;
    std::array<OrderId, kMaxOpenOrders> slotIds{};      ///< of the orders that are there, found without touching them
    std::array<PositionState, kMaxPositions> positions; ///< [0, positionCount) in use, in order of first use
    std::array<std::optional<OpenOrder>, kMaxOpenOrders> orders;
    liquidation::InsuranceStake stake;
    Unstaking unstaking;
    AccountId referrer;    ///< where referred: sub-account 0 of the referrer
    Money referralRewards; ///< received so far, in all; of a sub-account 0
    std::string name;

    AccountState(AccountId accountId, MasterId masterId, std::string accountName, ClientIds ids)
        : id(accountId)
        , master(masterId)
        , clientIds(std::move(ids))
        , name(std::move(accountName)) {}

    /// Asks early for what a command of the account is likely to touch, the orders left out.
    void prefetchUsual() const noexcept {
        constexpr std::size_t kUsualPositions = 3;
        const auto at = [](const void* p) { return static_cast<const std::byte*>(p); };
        prefetch(this, static_cast<std::size_t>(at(positions.data() + kUsualPositions) - at(this)));
    }
    /// Asks early for one of its orders.
    void prefetchOrder(std::size_t slot) const noexcept { prefetch(&orders[slot], sizeof(orders[slot])); }

    /// The balance in the quote currency.
    [[nodiscard]] Money quote() const noexcept { return Money(balances[kQuoteAsset.value()].raw()); }
    /// Those of its positions that are in use.
    [[nodiscard]] std::span<PositionState> used() noexcept { return std::span(positions).first(positionCount); }
    [[nodiscard]] std::span<const PositionState> used() const noexcept {
        return std::span(positions).first(positionCount);
    }
    [[nodiscard]] PositionState* find(MarketId market) noexcept {
        for (std::uint16_t i = 0; i < positionCount; ++i) {
            if (positions[i].market == market) return &positions[i];
        }
        return nullptr;
    }
    [[nodiscard]] const PositionState* find(MarketId market) const noexcept {
        for (std::uint16_t i = 0; i < positionCount; ++i) {
            if (positions[i].market == market) return &positions[i];
        }
        return nullptr;
    }
    /// The pool must be one this account has.
    [[nodiscard]] PoolRisk& riskOf(PoolId pool) noexcept { return pool.isolated ? find(pool.market)->risk : risk; }
    [[nodiscard]] const PoolRisk& riskOf(PoolId pool) const noexcept {
        return pool.isolated ? find(pool.market)->risk : risk;
    }
};

struct DelegateState {
    MasterId delegate;
    std::uint8_t permissions = 0; ///< see namespace permission
    UnixNanos expiry;             ///< last moment; 0 = none
    Money maxOrderNotional;       ///< 0 = no limit
};
inline constexpr std::size_t kMaxDelegates = 16;
inline constexpr std::size_t kMaxSubAccounts = 256;

/// The owner of accounts.
struct MasterState {
    std::vector<AccountId> accounts; ///< by sub-account
    std::vector<DelegateState> delegates;
    ledger::DailyVolumes volumes; ///< of all its accounts, up to the day before their volumeDay
    std::optional<MasterId> referrer;
};

struct AssetState {
    AssetParams params;
    Amount deposits;    ///< so far, in all
    Amount withdrawals; ///< so far, in all
};

/// The venue behind an external market as the other side of every paper fill, so that money stays conserved.
struct Counterparty {
    Quantity base;
    Money quote;
};

/// An order's place, kept in lists that are walked when a price moves.
struct OrderPlace {
    AccountId account;
    OrderId order;
    friend constexpr auto operator<=>(const OrderPlace&, const OrderPlace&) noexcept = default;
};

/// Marks between which an account's pool needs no look; none while low is above high. See Calm.h.
struct Band {
    AccountId account;
    Price low{1};
    Price high{0};
};

struct MarketState {
    MarketParams params;
    MarketStatus status = MarketStatus::Active;
    std::uint8_t pausedOperations = 0; ///< see namespace paused
    Price settlementPrice;             ///< Settlement
    MarketPrices prices;
    oracle::MarkFormer mark;
    Price publishedMark; ///< last one of the venue behind it; 0 = none
    UnixNanos publishedAt;
    funding::FundingClock funding;
    FundingIndex fundingIndexLong; ///< they differ only after losses were socialised
    FundingIndex fundingIndexShort;
    Price lastTrade;                     ///< 0 before the first
    Price lastTriggered;                 ///< the last trade at which triggers were looked at
    std::uint64_t trades = 0;            ///< number of the last trade
    Money feePool;                       ///< >= 0; what the market owns of its users' quotes
    Money pnlPool;                       ///< cash: settled losses less settled gains; what gains are settled from
    Money insuranceDue;                  ///< >= 0; what the insurance fund owns of its users\' quotes
    liquidation::InsuranceClaim insured; ///< what the insurance fund has paid for it
    Quantity openInterest;               ///< of one side, the outside party's included
    Counterparty outsideParty;
    std::uint64_t changes = 0; ///< grows whenever book, depth, prices or last trade change
    UnixNanos changedAt;
    std::vector<AccountId> holders;   ///< accounts that ever used the market, by id
    std::vector<Band> bands;          ///< one a holder, in the order of first use; no part of the state
    std::vector<OrderPlace> waiting;  ///< orders that wait for a trigger here, by account and order
    std::vector<OrderPlace> floating; ///< orders whose price follows the index, by account and order
    book::Book book;
    std::unique_ptr<book::ExternalDepth> outside; ///< external markets only

    MarketState(MarketParams p, book::Tick capacity, std::uint32_t maxOrders, UnixNanos start)
        : params(std::move(p))
        , mark(params.tier, params.markModel)
        , funding(params, start)
        , book(capacity, maxOrders)
        , outside(params.liquidity == Liquidity::External ? std::make_unique<book::ExternalDepth>(capacity) : nullptr) {
    }

    [[nodiscard]] book::Tick toTick(Price p) const noexcept {
        return static_cast<book::Tick>(p.raw() / params.tick.raw());
    }
    [[nodiscard]] Price toPrice(book::Tick t) const noexcept { return Price(std::int64_t{t} * params.tick.raw()); }
    [[nodiscard]] book::Lots toLots(Quantity q) const noexcept {
        return static_cast<book::Lots>(q.raw() / params.step.raw());
    }
    [[nodiscard]] Quantity toQuantity(book::Lots lots) const noexcept {
        return Quantity(static_cast<std::int64_t>(lots) * params.step.raw());
    }
    [[nodiscard]] book::Tick lastTick() const noexcept { return book.capacity() - 1; }
    void touch(UnixNanos now) noexcept {
        ++changes;
        changedAt = now;
    }
};

/// Order references in the book: account and slot in one 32-bit tag.
[[nodiscard]] constexpr std::uint32_t makeTag(AccountId account, std::size_t slot) noexcept {
    return account.value() * static_cast<std::uint32_t>(kMaxOpenOrders) + static_cast<std::uint32_t>(slot);
}
static_assert(kMaxAccounts * kMaxOpenOrders <= (std::size_t{1} << 32U));

enum class TimerKind : std::uint8_t {
    Expiry,       ///< a good-till-date order runs out
    TwapChild,    ///< a TWAP sends its next child
    AuctionEnd,   ///< an order leaves its auction for the book
    Funding,      ///< a market's premium is sampled
    Liquidation,  ///< the rest of a large position may go to the book
    BreakerCheck, ///< an oracle's circuit breaker may reset
};
/// Something that is due at a time. Entries whose reason is gone are skipped when they come up.
struct Timer {
    UnixNanos at;
    TimerKind kind = TimerKind::Expiry;
    std::uint32_t subject = 0; ///< the account; Funding: the market, BreakerCheck: the oracle
    std::uint32_t detail = 0;  ///< the order; Liquidation: the market
    friend constexpr auto operator<=>(const Timer&, const Timer&) noexcept = default;
};

/// What a command has still to do when its matching is over, and memory it works in. Means nothing between commands.
struct Agenda {
    /// An order whose condition came true.
    struct Fired {
        UInt128 distance = 0; ///< of its trigger from the price before
        OrderPlace place;
    };
    std::vector<OrderPlace> awake; ///< children of brackets whose entry was filled, orders that may fire at once
    std::vector<MarketId> traded;  ///< markets whose last trade moved
    std::vector<OrderPlace> queue; ///< scratch
    std::vector<Fired> fired;      ///< scratch
    std::vector<AccountId> swept;  ///< scratch
    std::vector<BookLevel> bids;   ///< scratch
    std::vector<BookLevel> asks;   ///< scratch
    [[nodiscard]] bool empty() const noexcept { return awake.empty() && traded.empty(); }
};

struct State {
    std::uint64_t commands = 0;     ///< applied so far
    UnixNanos now;                  ///< time of the last command
    std::vector<AssetState> assets; ///< [0] is the quote currency
    std::vector<oracle::Oracle> oracles;
    liquidation::InsuranceFund insurance;
    std::optional<AccountId> backstop;
    std::map<MasterId, MasterState> masters;
    std::vector<std::unique_ptr<MarketState>> markets;
    StableList<AccountState> accounts;
    std::vector<Timer> timers;  ///< min-heap
    std::size_t timersKept = 0; ///< how many had a reason when that was last looked at
    Agenda agenda;
    bool sweepEverything = false; ///< see Options

    State();
    [[nodiscard]] MarketState* market(MarketId id) noexcept {
        return id.value() < markets.size() ? markets[id.value()].get() : nullptr;
    }
    [[nodiscard]] const MarketState* market(MarketId id) const noexcept {
        return id.value() < markets.size() ? markets[id.value()].get() : nullptr;
    }
    [[nodiscard]] AccountState* account(AccountId id) noexcept {
        return id.value() < accounts.size() ? accounts[id.value()] : nullptr;
    }
    [[nodiscard]] const AccountState* account(AccountId id) const noexcept {
        return id.value() < accounts.size() ? accounts[id.value()] : nullptr;
    }
    /// Asks early for a resting order and the account that holds it.
    void prefetchMaker(std::uint32_t tag) const noexcept {
        const AccountState& holder = *accounts[tag / kMaxOpenOrders];
        holder.prefetchUsual();
        holder.prefetchOrder(tag % kMaxOpenOrders);
    }
    [[nodiscard]] AccountState& holderOf(std::uint32_t tag) noexcept { return *accounts[tag / kMaxOpenOrders]; }
    [[nodiscard]] OpenOrder& orderOf(std::uint32_t tag) noexcept { return *holderOf(tag).orders[tag % kMaxOpenOrders]; }
    void schedule(const Timer& timer);
};

} // namespace qd::exchange
