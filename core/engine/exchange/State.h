#pragma once

#include "core/domain/Events.h"
#include "core/domain/Market.h"
#include "core/domain/Order.h"
#include "core/engine/book/Book.h"
#include "core/engine/book/ExternalDepth.h"
#include "core/engine/exchange/ClientIds.h"
#include "core/engine/ledger/Position.h"
#include "core/engine/risk/Admission.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// What an exchange remembers. Everything in it is a function of the commands applied so far.
namespace qd::exchange {

inline constexpr std::size_t kMaxOpenOrders = risk::kMaxOpenOrders; ///< an account
inline constexpr std::size_t kMaxPositions = risk::kMaxPositions;   ///< an account
inline constexpr std::size_t kMaxMarkets = 1024;
inline constexpr std::size_t kMaxAccounts = std::size_t{1} << 20U;

/// An order in the book.
struct OpenOrder {
    Order order;
    book::Handle handle = 0;
    /// External markets: displayed quantity that still trades before this order.
    book::Lots queueAhead = 0;
};

/// A position and what rests beside it.
struct PositionState {
    MarketId market;
    Position position;
    Quantity openBids; ///< >= 0, without reduce-only orders
    Quantity openAsks; ///< <= 0, without reduce-only orders
    std::uint16_t openOrders = 0;
    std::uint16_t reduceOnlyOrders = 0;

    [[nodiscard]] bool empty() const noexcept { return position == Position{} && openOrders == 0; }
};

struct AccountState {
    AccountId id;
    MasterId master;
    std::string name;
    Money collateral; ///< USDC deposits
    std::uint32_t nextOrderId = 1;
    std::uint64_t fills = 0; ///< so far
    std::uint16_t positionCount = 0;
    std::array<PositionState, kMaxPositions> positions; ///< [0, positionCount) in use, in order of first use
    std::array<std::optional<OpenOrder>, kMaxOpenOrders> orders;
    std::uint16_t openOrderCount = 0;
    ClientIds clientIds;

    AccountState(AccountId accountId, MasterId masterId, std::string accountName, ClientIds ids)
        : id(accountId)
        , master(masterId)
        , name(std::move(accountName))
        , clientIds(std::move(ids)) {}

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
};

/// The venue behind an external market as the other side of every paper fill, so that money stays conserved.
struct Counterparty {
    Quantity base;
    Money quote;
};

struct MarketState {
    MarketParams params;
    MarketStatus status = MarketStatus::Active;
    MarketPrices prices;
    Price lastTrade;          ///< 0 before the first
    std::uint64_t trades = 0; ///< number of the last trade
    Money feePool;            ///< >= 0
    Counterparty outsideParty;
    std::uint64_t changes = 0; ///< grows whenever book, depth, prices or last trade change
    UnixNanos changedAt;
    book::Book book;
    std::unique_ptr<book::ExternalDepth> outside; ///< external markets only

    MarketState(MarketParams p, book::Tick capacity, std::uint32_t maxOrders)
        : params(std::move(p))
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

/// When a good-till-date order runs out. Stale entries (the order is gone) are skipped when they come up.
struct Expiry {
    UnixNanos at;
    AccountId account;
    OrderId order;
    friend constexpr auto operator<=>(const Expiry&, const Expiry&) noexcept = default;
};

struct State {
    std::uint64_t commands = 0; ///< applied so far
    UnixNanos now;              ///< time of the last command
    Money deposits;             ///< sum of all deposits
    std::vector<std::unique_ptr<MarketState>> markets;
    std::vector<std::unique_ptr<AccountState>> accounts;
    std::vector<Expiry> expiries; ///< min-heap

    [[nodiscard]] MarketState* market(MarketId id) noexcept {
        return id.value() < markets.size() ? markets[id.value()].get() : nullptr;
    }
    [[nodiscard]] const MarketState* market(MarketId id) const noexcept {
        return id.value() < markets.size() ? markets[id.value()].get() : nullptr;
    }
    [[nodiscard]] AccountState* account(AccountId id) noexcept {
        return id.value() < accounts.size() ? accounts[id.value()].get() : nullptr;
    }
    [[nodiscard]] const AccountState* account(AccountId id) const noexcept {
        return id.value() < accounts.size() ? accounts[id.value()].get() : nullptr;
    }
    [[nodiscard]] AccountState& holderOf(std::uint32_t tag) noexcept { return *accounts[tag / kMaxOpenOrders]; }
    [[nodiscard]] OpenOrder& orderOf(std::uint32_t tag) noexcept { return *holderOf(tag).orders[tag % kMaxOpenOrders]; }
};

} // namespace qd::exchange
