#include "core/engine/exchange/Bankruptcy.h"

#include "core/engine/exchange/Accounts.h"
#include "core/engine/exchange/Books.h"
#include "core/engine/exchange/Calm.h"
#include "core/engine/exchange/Deleverage.h"
#include "core/engine/exchange/Insurance.h"
#include "core/engine/exchange/Lifecycle.h"
#include "core/engine/exchange/Prices.h"
#include "core/engine/exchange/Settlement.h"
#include "core/engine/exchange/TakeOver.h"
#include "core/engine/ledger/Position.h"
#include "core/engine/liquidation/Bankruptcy.h"

#include <algorithm>
#include <utility>

namespace qd::exchange {
namespace {

bool hasOpen(AccountState& account, PoolId pool) {
    return std::ranges::any_of(account.used(),
                               [&](const PositionState& p) { return p.pool() == pool && !p.position.base.isZero(); });
}

/// The market whose pools answer for a pool's debt: where the pool lost most.
MarketState* answeringMarket(State& state, AccountState& account, PoolId pool) {
    MarketState* worst = nullptr;
    Int128 least = 0;
    for (const PositionState& p : account.used()) {
        if (p.pool() != pool) continue;
        MarketState& market = *state.market(p.market);
        const Int128 worth =
            Int128{p.position.quote.raw()} + signedNotional(p.position.base, market.prices.index).raw();
        if (worst != nullptr && worth >= least) continue;
        worst = &market;
        least = worth;
    }
    return worst;
}

/// Adds to a position's quote what came from elsewhere in the market; its break-even knows. The caller has asked
/// whether it fits.
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
    if (!into.position.quote.plus(loss) || !into.position.breakEven.plus(loss)) return told;
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
        cancelPool(m_state, m_emitter, m_account, m_pool);
        for (PositionState& p : m_account.used()) {
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
    /// Fees and insurance cover the debt; or nothing is open that could be closed at a better price, and there are
    /// others to share it.
    [[nodiscard]] bool coverable() {
        if (m_debt.raw() == 0) return true;
        if (m_market == nullptr) return false;
        const auto cover = liquidation::coverLoss(m_debt, m_market->feePool, insurancePayable(m_state, *m_market));
        return cover.rest.isZero() || (!hasOpen(m_account, m_pool) && !m_market->openInterest.isZero());
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
        for (const PositionState& p : m_account.used()) {
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
        const Money value = signedNotional(base, market.prices.index);
        const auto closed = ledger::withFill(p.position, Quantity(-base.raw()), value);
        // What it had realised by then left with it.
        p.settled = Money(p.settled.raw() + p.position.quote.raw() + value.raw());
        p.position = Position{};
        market.touch(m_emitter.now());
        if (base.isZero()) return;
        m_emitter.tell(LiquidationStepped{m_account.id, m_pool, LiquidationStep::Backstop, market.params.id,
                                          base.raw() > 0 ? Side::Sell : Side::Buy, Quantity(std::abs(base.raw())),
                                          market.prices.index, Money{}, Money{}, m_backstop->id,
                                          closed ? closed->realised : Money{}, Quantity{}});
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

bool hasAssets(const AccountState& account, PoolId pool) {
    return !pool.isolated &&
           std::ranges::any_of(std::span(account.balances).subspan(1), [](Amount a) { return a.raw() > 0; });
}

/// §3.13 for a pool that lacks `debt` > 0. False while a part of it is left.
bool payDebt(State& state, Emitter& emitter, AccountState& account, PoolId pool, MarketState& market, Money debt,
             bool socialise) {
    BankruptcyResolved told = coverLoss(state, emitter, market, *account.find(market.params.id), debt, socialise);
    told.account = account.id;
    told.pool = pool;
    const Int128 paid = Int128{told.fromFees.raw()} + told.fromInsurance.raw() + told.socialised.raw();
    if (paid != 0) emitter.tell(told);
    return paid == told.loss.raw();
}

/// Fees and insurance go before the winners, who are closed at what the pool has then: at the indexes. Not while it
/// would stay open, and might win it back or lose more.
void payFirst(State& state, Emitter& emitter, AccountState& account, PoolId pool, MarketState& market) {
    const auto totals = indexTotalsOf(state, account, pool);
    if (!totals || totals->collateral.raw() >= 0 || !hasOpen(account, pool) || !deleverable(state, account, pool))
        return;
    (void)payDebt(state, emitter, account, pool, market, Money(-totals->collateral.raw()), false);
}

} // namespace

void resolvePool(State& state, Emitter& emitter, AccountState& account, PoolId pool, const PoolView& view) {
    if (BackstopMove(state, emitter, account, pool, view.equity).run()) return;
    if (view.equity.raw() >= 0) return; // the book and liquidators may still help
    MarketState* market = answeringMarket(state, account, pool);
    if (market == nullptr) return;
    payFirst(state, emitter, account, pool, *market);
    if (!deleverage(state, emitter, account, pool) || hasAssets(account, pool)) return;
    const auto after = viewOf(state, account, pool);
    if (after && after->equity.raw() < 0 &&
        !payDebt(state, emitter, account, pool, *market, Money(-after->equity.raw()), true))
        return;
    endLiquidation(emitter, account, pool, LiquidationEnd::Bankrupt);
}

} // namespace qd::exchange
