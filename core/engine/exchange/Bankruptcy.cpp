#include "core/engine/exchange/Bankruptcy.h"

#include "core/engine/exchange/Accounts.h"
#include "core/engine/exchange/Books.h"
#include "core/engine/exchange/Calm.h"
#include "core/engine/exchange/Insurance.h"
#include "core/engine/exchange/Lifecycle.h"
#include "core/engine/exchange/Prices.h"
#include "core/engine/exchange/Settlement.h"
#include "core/engine/exchange/TakeOver.h"
#include "core/engine/ledger/Position.h"
#include "core/engine/liquidation/Bankruptcy.h"
#include "core/engine/liquidation/Deleveraging.h"

#include <algorithm>
#include <utility>

namespace qd::exchange {
namespace {

using liquidation::DeleverageCandidate;

std::span<PositionState> positionsOf(AccountState& account) {
    return std::span(account.positions).first(account.positionCount);
}

void cancelIn(State& state, Emitter& emitter, AccountState& account, auto&& concerns) {
    const OpenSlots open = openSlotsById(account);
    for (const std::uint8_t slot : open.all()) {
        if (account.orders[slot] && concerns(account.orders[slot]->order.terms.market))
            cancelAt(state, emitter, account, slot, CloseReason::Liquidation);
    }
}

/// The market whose pools answer for a pool's debt: where the pool lost most.
MarketState* answeringMarket(State& state, AccountState& account, PoolId pool) {
    PositionState* worst = nullptr;
    for (PositionState& p : positionsOf(account)) {
        if (p.pool() != pool) continue;
        if (worst == nullptr ||
            p.position.quote.raw() + signedNotional(p.position.base, state.market(p.market)->prices.index).raw() <
                worst->position.quote.raw() +
                    signedNotional(worst->position.base, state.market(worst->market)->prices.index).raw())
            worst = &p;
    }
    return worst == nullptr ? nullptr : state.market(worst->market);
}

/// Adds to a position's quote what came from elsewhere in the market; its break-even knows.
void credit(PositionState& p, Money amount) {
    p.position.quote = Money(p.position.quote.raw() + amount.raw());
    p.position.breakEven = Money(p.position.breakEven.raw() + amount.raw());
}

/// §3.13 (a), (b), and (d) when `socialise`: pays up to `loss` into a position of the market.
BankruptcyResolved coverLoss(State& state, Emitter& emitter, MarketState& market, PositionState& into, Money loss,
                             bool socialise) {
    BankruptcyResolved told;
    told.market = market.params.id;
    told.loss = loss;
    const auto cover = liquidation::coverLoss(loss, market.feePool, insurancePayable(state, market));
    told.fromFees = cover.feePool;
    market.feePool = Money(market.feePool.raw() - cover.feePool.raw());
    credit(into, cover.feePool);
    told.fromInsurance = payFromInsurance(state, emitter, market, into, cover.insurance);
    const Money rest(loss.raw() - told.fromFees.raw() - told.fromInsurance.raw());
    if (rest.raw() <= 0 || !socialise) return told;
    const auto change = liquidation::socialisedFunding(rest, market.openInterest, market.openInterest);
    if (!change) return told; // nobody has a position: nobody can pay
    if (!chargeFunding(state, emitter, market, *change, FundingIndex(-change->raw()))) return told;
    market.feePool = Money(market.feePool.raw() - rest.raw());
    credit(into, rest);
    told.socialised = rest;
    return told;
}

/// The backstop takes a whole pool, or nothing has happened.
class BackstopMove {
  public:
    BackstopMove(State& state, Emitter& emitter, AccountState& account, PoolId pool, Money equity)
        : m_state(state)
        , m_emitter(emitter)
        , m_account(account)
        , m_pool(pool)
        , m_debt(std::max<std::int64_t>(0, -equity.raw())) {}

    bool run() {
        m_backstop = m_state.backstop ? liveAccount(m_state, *m_state.backstop) : nullptr;
        if (m_backstop == nullptr || m_backstop == &m_account || !coverable() || !carries()) return false;
        cancelIn(m_state, m_emitter, m_account,
                 [&](MarketId market) { return m_account.find(market)->pool() == m_pool; });
        for (PositionState& p : positionsOf(m_account)) {
            if (concerns(p)) take(p);
        }
        takeBalances();
        disturb(m_state, m_account, m_pool);
        disturb(m_state, *m_backstop, kCrossPool);
        if (m_debt.raw() > 0) cover();
        endLiquidation(m_emitter, m_account, m_pool,
                       m_debt.raw() > 0 ? LiquidationEnd::Bankrupt : LiquidationEnd::Closed);
        return true;
    }

  private:
    /// Fees and insurance cover the debt; or there is nothing open that could be closed at a better price.
    [[nodiscard]] bool coverable() {
        if (m_debt.raw() == 0) return true;
        const MarketState* market = answeringMarket(m_state, m_account, m_pool);
        if (market == nullptr) return false;
        const bool open = std::ranges::any_of(positionsOf(m_account), [&](const PositionState& p) {
            return p.pool() == m_pool && !p.position.base.isZero();
        });
        return !open ||
               liquidation::coverLoss(m_debt, market->feePool, insurancePayable(m_state, *market)).rest.isZero();
    }
    /// Would the backstop meet initial margin with the pool, its debt paid?
    [[nodiscard]] bool carries() {
        const auto before = m_backstop->positions;
        const auto balances = m_backstop->balances;
        InlineVector<MarketState*, kMaxPositions> made;
        const bool fits =
            addPositions(made) && addBalances() && checkInitial(m_state, *m_backstop, kCrossPool) == RejectCode::None;
        m_backstop->balances = balances;
        m_backstop->positions = before;
        for (std::size_t i = made.size(); i != 0; --i) dropPosition(*made[i - 1], *m_backstop);
        return fits;
    }
    /// A position that comes over, or the one its debt is paid into.
    [[nodiscard]] bool concerns(const PositionState& p) const {
        return p.pool() == m_pool &&
               (p.position != Position{} || (m_debt.raw() > 0 && p.market == m_market->params.id));
    }
    [[nodiscard]] bool addPositions(InlineVector<MarketState*, kMaxPositions>& made) {
        for (const PositionState& p : positionsOf(m_account)) {
            if (!concerns(p)) continue;
            bool fresh = false;
            MarketState& market = *m_state.market(p.market);
            PositionState* into = positionFor(market, *m_backstop, fresh);
            if (fresh) made.add(&market);
            const auto merged = into == nullptr ? std::nullopt : mergedWith(into->position, p.position, market);
            if (!merged || into->isolated) return false;
            into->position = *merged;
        }
        return true;
    }
    [[nodiscard]] bool addBalances() {
        const Amount cash(m_pool.isolated ? m_account.find(m_pool.market)->isolatedMargin.raw() : 0);
        for (std::size_t i = 0; i < kMaxAssets; ++i) {
            const auto sum = m_backstop->balances[i].plus(m_pool.isolated ? Amount{} : m_account.balances[i]);
            if (!sum) return false;
            m_backstop->balances[i] = *sum;
        }
        const auto quote = (Checked(m_backstop->balances[0].raw()) + cash.raw() + m_debt.raw()).to<Amount>();
        if (quote) m_backstop->balances[0] = *quote;
        return quote.has_value();
    }
    /// The taker's position with all of the debtor's, which it gets at the index.
    [[nodiscard]] static std::optional<Position> mergedWith(const Position& own, const Position& taken,
                                                            const MarketState& market) {
        const Money value = signedNotional(taken.base, market.prices.index);
        const auto bought = ledger::withFill(own, taken.base, Money(-value.raw()));
        const auto rest = taken.quote.plus(value);
        if (!bought || !rest) return std::nullopt;
        const auto merged = ledger::withFee(bought->after, Money(-rest->raw()));
        return merged ? std::optional(*merged) : std::nullopt;
    }
    void take(PositionState& p) {
        MarketState& market = *m_state.market(p.market);
        bool made = false;
        PositionState& into = *positionFor(market, *m_backstop, made);
        const Position merged = *mergedWith(into.position, p.position, market);
        countOpenInterest(market, p.position.base, Quantity{});
        countOpenInterest(market, into.position.base, merged.base);
        into.position = merged;
        const Quantity base = p.position.base;
        // What it had realised by then left with it.
        p.settled = Money(p.settled.raw() + p.position.quote.raw() + signedNotional(base, market.prices.index).raw());
        p.position = Position{};
        market.touch(m_emitter.now());
        if (base.isZero()) return;
        m_emitter.tell(LiquidationStepped{m_account.id, m_pool, LiquidationStep::Backstop, market.params.id,
                                          base.raw() > 0 ? Side::Sell : Side::Buy, Quantity(std::abs(base.raw())),
                                          market.prices.index, Money{}, Money{}, m_backstop->id});
    }
    void takeBalances() {
        if (m_pool.isolated) {
            PositionState& p = *m_account.find(m_pool.market);
            const Money margin = p.isolatedMargin;
            if (margin.isZero()) return;
            (void)postIsolated(m_emitter, m_account, p, PostingKind::BackstopTransfer, Money(-margin.raw()));
            (void)post(m_emitter, *m_backstop,
                       {PostingKind::BackstopTransfer, kQuoteAsset, m_pool.market, m_account.id}, Amount(margin.raw()));
            return;
        }
        for (std::size_t i = 0; i < m_state.assets.size(); ++i) {
            const Amount amount = m_account.balances[i];
            if (amount.isZero()) continue;
            const AssetId asset(static_cast<std::uint8_t>(i));
            (void)post(m_emitter, m_account, {PostingKind::BackstopTransfer, asset, MarketId{}, m_backstop->id},
                       Amount(-amount.raw()));
            (void)post(m_emitter, *m_backstop, {PostingKind::BackstopTransfer, asset, MarketId{}, m_account.id},
                       amount);
        }
    }
    void cover() {
        MarketState& market = *m_market;
        BankruptcyResolved told =
            coverLoss(m_state, m_emitter, market, *m_backstop->find(market.params.id), m_debt, true);
        told.account = m_account.id;
        told.pool = m_pool;
        m_emitter.tell(told);
    }

    State& m_state;
    Emitter& m_emitter;
    AccountState& m_account;
    PoolId m_pool;
    Money m_debt;
    AccountState* m_backstop = nullptr;
    MarketState* m_market = answeringMarket(m_state, m_account, m_pool); ///< before anything moved
};

std::vector<DeleverageCandidate> candidatesOf(const State& state, const MarketState& market, Side held) {
    std::vector<DeleverageCandidate> found;
    for (const AccountId id : market.holders) {
        const AccountState& account = *state.account(id);
        const PositionState& p = *account.find(market.params.id);
        if (p.position.base.isZero() || (p.position.base.raw() > 0) != (held == Side::Buy)) continue;
        const auto view = viewOf(state, account, p.pool());
        const auto upnl = risk::perpPnl(p.position.base, market.prices.mark, p.position.entry);
        const auto notional = risk::notionalOf(p.position.base, market.prices.mark);
        if (!view || !upnl || !notional) continue;
        found.push_back({id, *upnl, Money(std::max<std::int64_t>(1, std::abs(p.position.entry.raw()))),
                         Money(std::max<std::int64_t>(1, notional->raw())), view->equity});
    }
    found.resize(liquidation::rankForDeleveraging(found));
    return found;
}

/// Closes one position of a bankrupt pool against the other side at its bankruptcy value.
class Deleveraging {
  public:
    Deleveraging(State& state, Emitter& emitter, AccountState& account, PositionState& position)
        : m_state(state)
        , m_emitter(emitter)
        , m_account(account)
        , m_market(*state.market(position.market))
        , m_position(position)
        , m_before(position.position.base)
        , m_size(std::abs(position.position.base.raw())) {}

    void run(const liquidation::PoolTotals& pool) {
        const auto value = bankruptcyValueOf(m_market, pool, m_before, m_size);
        if (!value) return;
        m_value = *value;
        const Side other = m_before.raw() > 0 ? Side::Sell : Side::Buy;
        for (const DeleverageCandidate& c : candidatesOf(m_state, m_market, other)) {
            if (left() == 0) break;
            AccountState& account = *m_state.account(c.account);
            close(account, *account.find(m_market.params.id));
        }
        closeWithOutside();
        if (m_closed == 0) return;
        m_market.touch(m_emitter.now());
        m_emitter.tell(LiquidationStepped{m_account.id, m_position.pool(), LiquidationStep::Deleveraged,
                                          m_market.params.id, side(), Quantity(m_closed),
                                          priceOf(sellers(Money(m_paid)), m_closed), Money{}, Money{}, m_account.id});
    }

  private:
    [[nodiscard]] std::int64_t left() const noexcept { return m_size.raw() - m_closed; }
    [[nodiscard]] Side side() const noexcept { return m_before.raw() > 0 ? Side::Sell : Side::Buy; }
    /// What closing `size` more brings, so that all parts together bring the bankruptcy value.
    [[nodiscard]] Money part(std::int64_t size) const {
        const auto so_far = Checked(m_value.raw()).times(m_closed + size, m_size.raw(), Round::Down).to<Money>();
        return Money(so_far.value_or(Money{}).raw() - m_paid);
    }
    /// Of what the seller gets; toward zero.
    [[nodiscard]] static Price priceOf(Money quote, std::int64_t size) {
        const auto price = Checked(quote.raw()).abs().times(Quantity::kScale, size, Round::Down).to<Price>();
        return quote.raw() < 0 ? Price(-price.value_or(Price{}).raw()) : price.value_or(Price{});
    }
    /// `quote` to the bankrupt pool, as the selling side has it.
    [[nodiscard]] Money sellers(Money quote) const { return side() == Side::Sell ? quote : Money(-quote.raw()); }
    struct Part {
        Position own;
        Money realised;
        Money quote; ///< signed, to the bankrupt pool
    };
    [[nodiscard]] std::optional<Part> ownPart(std::int64_t size) const {
        const Money quote = part(size);
        const auto change = ledger::withFill(m_position.position, Quantity(side() == Side::Sell ? -size : size), quote);
        return change ? std::optional(Part{change->after, change->realised, quote}) : std::nullopt;
    }
    void commit(const Part& p, std::int64_t size, AccountId other) {
        countOpenInterest(m_market, m_position.position.base, p.own.base);
        m_position.position = p.own;
        m_closed += size;
        m_paid += p.quote.raw();
        m_emitter.tell(Deleveraged{m_account.id, m_market.params.id, side(), Quantity(size),
                                   priceOf(sellers(p.quote), size), sellers(p.quote), p.realised,
                                   m_position.position.base, other});
    }
    void close(AccountState& account, PositionState& position) {
        const std::int64_t size = std::min(left(), std::abs(position.position.base.raw()));
        const auto own = ownPart(size);
        const auto change = own ? ledger::withFill(position.position, Quantity(side() == Side::Sell ? size : -size),
                                                   Money(-own->quote.raw()))
                                : std::unexpected(MathError::Overflow);
        if (!change) return;
        cancelIn(m_state, m_emitter, account, [&](MarketId market) { return market == m_market.params.id; });
        countOpenInterest(m_market, position.position.base, change->after.base);
        position.position = change->after;
        disturb(m_state, account, position.pool());
        commit(*own, size, account.id);
        m_emitter.tell(Deleveraged{account.id, m_market.params.id, opposite(side()), Quantity(size),
                                   priceOf(sellers(own->quote), size), sellers(own->quote), change->realised,
                                   position.position.base, m_account.id});
    }
    /// A paper market's venue is the other side of what its accounts are not.
    void closeWithOutside() {
        Counterparty& outside = m_market.outsideParty;
        if (left() == 0 || outside.base.isZero() || (outside.base.raw() > 0) == (m_before.raw() > 0)) return;
        const std::int64_t size = std::min(left(), std::abs(outside.base.raw()));
        const auto own = ownPart(size);
        if (!own) return;
        const Quantity base(outside.base.raw() + (side() == Side::Sell ? size : -size));
        countOpenInterest(m_market, outside.base, base);
        outside = {base, Money(outside.quote.raw() - own->quote.raw())};
        commit(*own, size, m_account.id);
    }

    State& m_state;
    Emitter& m_emitter;
    AccountState& m_account;
    MarketState& m_market;
    PositionState& m_position;
    Quantity m_before;
    Quantity m_size;
    Money m_value; ///< of all of it
    std::int64_t m_closed = 0;
    std::int64_t m_paid = 0;
};

/// True when nothing of the pool is open any more.
bool deleverage(State& state, Emitter& emitter, AccountState& account, PoolId pool) {
    bool closed = true;
    cancelIn(state, emitter, account, [&](MarketId market) { return account.find(market)->pool() == pool; });
    for (PositionState& p : positionsOf(account)) {
        if (p.pool() != pool || p.position.base.isZero()) continue;
        if (const auto totals = indexTotalsOf(state, account, pool))
            Deleveraging(state, emitter, account, p).run(*totals);
        closed = closed && p.position.base.isZero();
    }
    return closed;
}

bool hasAssets(const AccountState& account, PoolId pool) {
    return !pool.isolated &&
           std::ranges::any_of(std::span(account.balances).subspan(1), [](Amount a) { return a.raw() > 0; });
}

/// False while a part of the debt is left: nobody has anything to pay it with.
bool payDebt(State& state, Emitter& emitter, AccountState& account, PoolId pool, MarketState& market, Money equity) {
    BankruptcyResolved told =
        coverLoss(state, emitter, market, *account.find(market.params.id), Money(-equity.raw()), true);
    told.account = account.id;
    told.pool = pool;
    const Int128 paid = Int128{told.fromFees.raw()} + told.fromInsurance.raw() + told.socialised.raw();
    if (paid != 0) emitter.tell(told);
    return paid == told.loss.raw();
}

} // namespace

void resolvePool(State& state, Emitter& emitter, AccountState& account, PoolId pool, const PoolView& view) {
    if (BackstopMove(state, emitter, account, pool, view.equity).run()) return;
    if (view.equity.raw() >= 0) return; // the book and liquidators may still help
    MarketState* market = answeringMarket(state, account, pool);
    if (market == nullptr || !deleverage(state, emitter, account, pool) || hasAssets(account, pool)) return;
    const auto after = viewOf(state, account, pool);
    if (after && after->equity.raw() < 0 && !payDebt(state, emitter, account, pool, *market, after->equity)) return;
    endLiquidation(emitter, account, pool, LiquidationEnd::Bankrupt);
}

std::vector<DeleverageRank> deleverageRanks(const State& state, const MarketState& market, Side held) {
    const std::vector<DeleverageCandidate> ranked = candidatesOf(state, market, held);
    std::vector<DeleverageRank> ranks;
    ranks.reserve(ranked.size());
    for (std::size_t i = 0; i < ranked.size(); ++i)
        ranks.push_back({ranked[i].account, liquidation::deleverageQuintile(i, ranked.size())});
    return ranks;
}

} // namespace qd::exchange
