#include "core/simulation/Books.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <variant>

namespace qd::simulation {
namespace {

/// size * price, toward minus infinity.
Int128 floorValue(Int128 size, Price price) {
    const Int128 product = size * price.raw();
    const Int128 value = product / Quantity::kScale;
    return product % Quantity::kScale < 0 ? value - 1 : value;
}

} // namespace

/// What each kind of event does to the books.
struct Books::Telling {
    Books& books;

    void trade(AccountId account, MarketId market, Side side, Quantity size, Int128 quote) const {
        Place& p = books.place(account, market);
        p.base += Int128{size.raw()} * signOf(side);
        p.quote -= quote * signOf(side);
        books.m_outside[market] -= Int128{size.raw()} * signOf(side);
    }
    void operator()(const OrderFilled& e) const {
        trade(e.account, e.market, e.side, e.size, e.quote.raw());
        books.place(e.account, e.market).quote -= e.fee.raw();
    }
    void operator()(const Deleveraged& e) const { trade(e.account, e.market, e.side, e.size, e.quote.raw()); }
    void operator()(const FundingPaid& e) const { books.place(e.account, e.market).quote += e.amount.raw(); }
    void operator()(const PricesChanged& e) const { books.m_prices[e.market] = e.prices; }
    void operator()(const PositionSettled& e) const {
        Place& p = books.place(e.account, e.market);
        p.quote += floorValue(p.base, e.price);
        books.m_outside[e.market] += p.base;
        p.base = 0;
    }
    void operator()(const LedgerPosted& e) const {
        if (e.isolated)
            books.place(e.account, e.market).margin += e.amount.raw();
        else
            books.account(e.account).balances[e.asset.value()] += e.amount.raw();
        if (e.kind == PostingKind::PnlSettled || e.kind == PostingKind::ReferralFee)
            books.place(e.account, e.market).quote -= e.amount.raw();
    }
    void operator()(const LiquidationStepped& e) const {
        if (e.step == LiquidationStep::Book) books.place(e.account, e.market).quote -= e.insurance.raw();
        if (e.step != LiquidationStep::TakeOver) return;
        const Int128 value = floorValue(e.size.raw(), e.price);
        trade(e.account, e.market, e.side, e.size, value);
        books.place(e.account, e.market).quote -= Int128{e.liquidatorFee.raw()} + e.insurance.raw();
        trade(e.liquidator, e.market, opposite(e.side), e.size, value);
        books.place(e.liquidator, e.market).quote += e.liquidatorFee.raw();
    }
    void operator()(const auto&) const {}
};

void Books::tell(const Event& event) { std::visit(Telling{*this}, event.body); }

void Books::credit(AccountId id, MarketId market, Money amount) { place(id, market).quote += amount.raw(); }

void Books::synchronise(const exchange::AccountState& from) {
    Account& to = account(from.id);
    for (std::size_t i = 0; i < kMaxAssets; ++i) to.balances[i] = from.balances[i].raw();
    to.places.clear();
    for (std::size_t i = 0; i < from.positionCount; ++i) {
        const exchange::PositionState& p = from.positions[i];
        to.places[p.market] = {p.position.base.raw(), p.position.quote.raw(), p.isolatedMargin.raw()};
    }
}

Int128 Books::valueOf(MarketId market, const Place& place, At at) const {
    const auto prices = m_prices.find(market);
    if (prices == m_prices.end()) return place.quote;
    return place.quote + floorValue(place.base, at == At::Mark ? prices->second.mark : prices->second.index);
}

Int128 Books::worthOf(const exchange::AccountState& of, PoolId pool, At at) const {
    if (of.id.value() >= m_accounts.size()) return 0;
    const Account& own = m_accounts[of.id.value()];
    Int128 worth = pool.isolated ? Int128{0} : own.balances[kQuoteAsset.value()];
    for (const auto& [market, place] : own.places) {
        const exchange::PositionState* position = of.find(market);
        if (position == nullptr || position->pool() != pool) continue;
        worth += valueOf(market, place, at) + place.margin;
    }
    return worth;
}

bool Books::isOpen(const exchange::AccountState& of, PoolId pool) const {
    if (of.id.value() >= m_accounts.size()) return false;
    return std::ranges::any_of(m_accounts[of.id.value()].places, [&](const auto& held) {
        const exchange::PositionState* position = of.find(held.first);
        return position != nullptr && position->pool() == pool && held.second.base != 0;
    });
}

Int128 Books::outsideOf(MarketId market) const {
    const auto found = m_outside.find(market);
    return found == m_outside.end() ? Int128{0} : found->second;
}

bool Books::hasOtherAssets(AccountId id, PoolId pool) const {
    if (pool.isolated || id.value() >= m_accounts.size()) return false;
    return std::ranges::any_of(std::span(m_accounts[id.value()].balances).subspan(1), [](Int128 b) { return b != 0; });
}

Books::Account& Books::account(AccountId id) {
    if (id.value() >= m_accounts.size()) m_accounts.resize(id.value() + 1);
    return m_accounts[id.value()];
}

std::string Books::difference(const exchange::State& state) const {
    for (const auto& account : state.accounts) {
        if (account->id.value() >= m_accounts.size()) continue;
        if (auto found = difference(*account); !found.empty()) return found;
    }
    for (const auto& [id, base] : m_outside) {
        if (const Quantity told = state.market(id)->outsideParty.base; base != told.raw())
            return fmt::format("market {}: the venue behind it holds {}, the events say {}", id.value(), told.raw(),
                               static_cast<std::int64_t>(base));
    }
    return {};
}

std::string Books::difference(const exchange::AccountState& state) const {
    const Account& own = m_accounts[state.id.value()];
    for (std::size_t i = 0; i < kMaxAssets; ++i) {
        if (own.balances[i] != state.balances[i].raw())
            return fmt::format("account {}: its balance of asset {} is {}, the events say {}", state.id.value(), i,
                               state.balances[i].raw(), static_cast<std::int64_t>(own.balances[i]));
    }
    for (std::size_t i = 0; i < state.positionCount; ++i) {
        const exchange::PositionState& p = state.positions[i];
        const auto found = own.places.find(p.market);
        const Place place = found == own.places.end() ? Place{} : found->second;
        if (place.base == p.position.base.raw() && place.quote == p.position.quote.raw() &&
            place.margin == p.isolatedMargin.raw())
            continue;
        return fmt::format("account {} market {}: base {}, quote {}, margin {}; the events say {}, {}, {}",
                           state.id.value(), p.market.value(), p.position.base.raw(), p.position.quote.raw(),
                           p.isolatedMargin.raw(), static_cast<std::int64_t>(place.base),
                           static_cast<std::int64_t>(place.quote), static_cast<std::int64_t>(place.margin));
    }
    return {};
}

} // namespace qd::simulation
