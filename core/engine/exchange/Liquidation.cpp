#include "core/engine/exchange/Liquidation.h"

#include "core/engine/exchange/Bankruptcy.h"
#include "core/engine/exchange/Calm.h"
#include "core/engine/exchange/Insurance.h"
#include "core/engine/exchange/Lifecycle.h"
#include "core/engine/exchange/Placement.h"
#include "core/engine/exchange/Submission.h"
#include "core/engine/exchange/TakeOver.h"
#include "core/engine/exchange/Validation.h"
#include "core/engine/liquidation/BookLiquidation.h"
#include "core/engine/liquidation/MarginCalls.h"
#include "core/engine/liquidation/TakeOver.h"

#include <algorithm>
#include <utility>

namespace qd::exchange {
namespace {

/// Is there anything that could need margin?
bool exposed(const AccountState& account, PoolId pool) {
    const auto positions = account.used();
    if (!pool.isolated && account.quote().raw() < 0) return true;
    return std::ranges::any_of(positions, [&](const PositionState& p) {
        return p.pool() == pool && (!p.idle() || p.position.quote.raw() < 0 || p.isolatedMargin.raw() < 0);
    });
}

void climb(Emitter& emitter, AccountState& account, PoolId pool, const risk::MarginTotals& totals) {
    PoolRisk& risk = account.riskOf(pool);
    const MarginCall next = liquidation::nextMarginCall(risk.call, risk::marginRatioBps(totals));
    if (next == risk.call) return;
    const MarginCall before = std::exchange(risk.call, next);
    emitter.tell(MarginCallChanged{account.id, pool, next, before});
}

/// A position of the pool as its liquidation sees it.
struct Target {
    MarketId market;
    Money maintenance;
};

/// Open positions of the pool, the largest requirement first.
InlineVector<Target, kMaxPositions> targetsOf(const State& state, const AccountState& account, PoolId pool) {
    InlineVector<Target, kMaxPositions> targets;
    ExposureOf exposure(state, account, pool, PriceUse::Trigger);
    for (std::size_t i = 0; i < exposure.positions().size(); ++i) {
        const risk::PositionExposure& p = exposure.positions()[i];
        if (p.base.isZero()) continue;
        const auto required = risk::perpRequirement(p, risk::MarginKind::Maintenance);
        targets.add(Target{exposure.marketAt(i), required.value_or(Money{})});
    }
    std::ranges::sort(targets.all(), [](const Target& a, const Target& b) {
        return a.maintenance != b.maintenance ? a.maintenance > b.maintenance : a.market < b.market;
    });
    return targets;
}

/// Deposits of a pool whose price nobody may be liquidated by.
struct Doubt {
    RejectCode code = RejectCode::None; ///< why, of the first
    Money worth;                        ///< at most
};
/// Their margin counts them at what is known of their prices, which may be nothing; a pool that would be short even if
/// they were worth their best price of the last minutes is liquidated all the same. Empty: beyond 64 bits.
std::optional<Doubt> doubtOf(const State& state, const AccountState& account, PoolId pool) {
    Doubt doubt;
    for (std::size_t i = 1; i < state.assets.size() && !pool.isolated; ++i) {
        if (account.balances[i].isZero()) continue;
        const AssetParams& asset = state.assets[i].params;
        const oracle::Oracle& source = state.oracles[asset.oracle.value()];
        const Price price = source.price(PriceUse::Trigger, state.now).value_or(Price{});
        const RejectCode code = liquidation::liquidationRefusal(0, source.status(state.now), price, source.twap5());
        if (code == RejectCode::None) continue;
        const auto best = risk::liabilityValue(account.balances[i], std::max(price, source.twap5()), asset.decimals);
        const auto sum = best ? doubt.worth.plus(*best) : std::unexpected(best.error());
        if (!sum) return std::nullopt;
        doubt = {doubt.code == RejectCode::None ? code : doubt.code, *sum};
    }
    return doubt;
}

/// Step 2 for one position: a reduce-only immediate order no worse than the fillable price, as large as the shortage
/// needs.
class BookStep {
  public:
    BookStep(State& state, Emitter& emitter, AccountState& account, MarketState& market, PoolId pool)
        : m_state(state)
        , m_emitter(emitter)
        , m_account(account)
        , m_market(market)
        , m_position(*account.find(market.params.id))
        , m_pool(pool) {}

    void run() {
        // Nothing trades in a market that stands still; liquidators and the backstop may still take over.
        if (m_market.status != MarketStatus::Active && m_market.status != MarketStatus::ReduceOnly) return;
        const auto totals = indexTotalsOf(m_state, m_account, m_pool);
        const auto limit = totals ? limitNow(*totals) : std::nullopt;
        // Where nobody would be met nothing is sent, and the first part of a large position is still to come.
        if (!limit || !wouldCross(m_market, termsAt(*limit))) return;
        const auto shortage = shortageOf(m_state, m_account, m_pool);
        const auto size = shortage ? sizeFor(*shortage) : std::nullopt;
        if (!size || size->isZero()) return;
        const Position before = m_position.position;
        Order order{OrderId(m_account.nextOrderId++), termsAt(*limit), Quantity{}, Money{}, m_emitter.now(), {}};
        order.terms.size = *size;
        m_emitter.tell(OrderAccepted{m_account.id, order});
        (void)Submission(m_state, m_emitter, m_market, m_account).run(order, std::nullopt); // it may take
        if (order.filled.isZero()) return;
        countFreed(m_state, m_account, m_pool, *shortage);
        settle(*totals, before, order);
    }

  private:
    [[nodiscard]] Price index() const { return m_market.prices.index; }
    [[nodiscard]] Side side() const { return m_position.position.base.raw() > 0 ? Side::Sell : Side::Buy; }

    std::optional<Quantity> sizeFor(Money shortage) {
        const Quantity base = m_position.position.base;
        const auto value = risk::notionalOf(base, index());
        if (!value || shortage.isZero()) return std::nullopt;
        const auto sent =
            m_position.liquidationOrderAt == UnixNanos{} ? std::nullopt : std::optional(m_position.liquidationOrderAt);
        const auto most = liquidation::bookSize(base, *value, m_market.params.step, sent, m_state.now);
        const auto needed = coveringSize(m_market, base, shortage, m_market.params.liquidatorFee, Rate{});
        if (!most || !needed) return std::nullopt;
        if (*value > liquidation::kLargePosition && !sent) {
            m_position.liquidationOrderAt = m_state.now;
            m_state.schedule({UnixNanos(m_state.now.value() + liquidation::kSecondPartAfter), TimerKind::Liquidation,
                              m_account.id.value(), m_market.params.id.value()});
        }
        return liquidation::goesWhole(*value) ? *most : std::min(*most, *needed);
    }

    std::optional<Price> limitNow(const liquidation::PoolTotals& totals) const {
        const auto own = maintenanceOf(m_market, m_position.position.base);
        if (!own) return std::nullopt;
        liquidation::FillableTerms terms;
        terms.base = m_position.position.base;
        terms.netNotional = signedNotional(m_position.position.base, index());
        terms.maintenance = *own;
        terms.pool = totals;
        const auto price = liquidation::fillablePrice(terms, m_market.params.tick);
        if (!price) return std::nullopt;
        const FillBand band = fillBandOf(m_market);
        if (band.low > band.high) return std::nullopt;
        return std::clamp(*price, m_market.toPrice(band.low), m_market.toPrice(band.high));
    }

    [[nodiscard]] OrderTerms termsAt(Price limit) const {
        OrderTerms t;
        t.market = m_market.params.id;
        t.side = side();
        t.timeInForce = TimeInForce::ImmediateOrCancel;
        t.reduceOnly = true;
        t.price = limit;
        return t;
    }

    /// §3.12: what the fill brought beyond the bankruptcy value feeds the insurance fund, what it lacked the fund pays.
    void settle(const liquidation::PoolTotals& totals, const Position& before, const Order& order) {
        const Money received(order.terms.side == Side::Sell ? order.filledQuote.raw() : -order.filledQuote.raw());
        Money insurance;
        if (const auto floor = bankruptcyValueOf(m_market, totals, before.base, order.filled)) {
            if (const auto delta = liquidation::insuranceDelta(received, *floor, m_market.params.maxBookInsuranceFee))
                insurance =
                    delta->raw() > 0
                        ? payToInsurance(m_state, m_emitter, m_market, m_position, *delta)
                        : Money(
                              -payFromInsurance(m_state, m_emitter, m_market, m_position, Money(-delta->raw())).raw());
        }
        // Of all its fills, which only reduced.
        const auto realised =
            (Checked(before.entry.raw()) - m_position.position.entry.raw() + received.raw()).to<Money>();
        m_emitter.tell(LiquidationStepped{m_account.id, m_pool, LiquidationStep::Book, m_market.params.id,
                                          order.terms.side, order.filled, averagePrice(order), Money{}, insurance,
                                          m_account.id, realised.value_or(Money{}), m_position.position.base});
    }

    static Price averagePrice(const Order& order) {
        return Checked(order.filledQuote.raw())
            .times(Quantity::kScale, order.filled.raw(), Round::Down)
            .to<Price>()
            .value_or(Price{});
    }

    State& m_state;
    Emitter& m_emitter;
    AccountState& m_account;
    MarketState& m_market;
    PositionState& m_position;
    PoolId m_pool;
};

bool restored(const State& state, const AccountState& account, PoolId pool) {
    const auto shortage = shortageOf(state, account, pool);
    return shortage && shortage->isZero();
}

void liquidatePool(State& state, Emitter& emitter, AccountState& account, PoolId pool) {
    const auto targets = targetsOf(state, account, pool);
    for (const Target& target : targets.all()) {
        if (restored(state, account, pool)) break;
        BookStep(state, emitter, account, *state.market(target.market), pool).run();
    }
    if (restored(state, account, pool)) return endLiquidation(emitter, account, pool, LiquidationEnd::Restored);
    const auto view = viewOf(state, account, pool);
    const auto doubt = doubtOf(state, account, pool);
    if (!view || !doubt) return;
    const auto collateral = view->maintenance.collateral.plus(doubt->worth);
    if (!collateral) return;
    // A debt in the deposit itself is a requirement too: such a pool may be broke long before two thirds.
    const bool broke = view->equity.raw() < -doubt->worth.raw();
    if (view->equity.raw() < 0 && !broke) return; // it may have a debt, or not
    if (liquidation::needsBackstop({*collateral, view->maintenance.requirement}) || broke)
        resolvePool(state, emitter, account, pool, *view);
}

/// A look at one pool. True: it needs nothing now.
bool lookAt(State& state, Emitter& emitter, AccountState& account, PoolId pool) {
    PoolRisk& risk = account.riskOf(pool);
    if (!exposed(account, pool)) {
        climb(emitter, account, pool, {});
        if (risk.beingLiquidated) endLiquidation(emitter, account, pool, LiquidationEnd::Closed);
        return true;
    }
    const auto view = viewOf(state, account, pool);
    if (!view) return false; // sums beyond 64 bits: nothing can be said of the pool
    climb(emitter, account, pool, view->maintenance);
    if (state.backstop == account.id) return false; // there is nobody to take from it
    // A pool that was closed at a loss greater than what it had requires nothing any more, and its debt must be paid.
    const bool broke = view->equity.raw() < 0;
    if (!risk.beingLiquidated && !risk::isLiquidatable(view->maintenance) && !broke) return true;
    if (liquidationRefusal(state, account, pool) != RejectCode::None) return false;
    if (!risk.beingLiquidated) startLiquidation(state, emitter, account, pool, *view);
    if (restored(state, account, pool)) {
        endLiquidation(emitter, account, pool, LiquidationEnd::Restored);
        return false;
    }
    liquidatePool(state, emitter, account, pool);
    if (const auto after = viewOf(state, account, pool)) climb(emitter, account, pool, after->maintenance);
    return false;
}

void checkPool(State& state, Emitter& emitter, AccountState& account, PoolId pool) {
    if (!lookAt(state, emitter, account, pool)) return disturb(state, account, pool);
    const ExposureOf exposure(state, account, pool, PriceUse::Trigger);
    const auto totals = risk::marginTotals(exposure.exposure(), risk::MarginKind::Maintenance);
    if (totals)
        settleCalm(state, account, pool, exposure.exposure(), *totals);
    else
        disturb(state, account, pool);
}

} // namespace

std::optional<PoolView> viewOf(const State& state, const AccountState& account, PoolId pool) {
    const ExposureOf exposure(state, account, pool, PriceUse::Trigger);
    const auto totals = risk::marginTotals(exposure.exposure(), risk::MarginKind::Maintenance);
    const auto equity = risk::equityOf(exposure.exposure());
    if (!totals || !equity) return std::nullopt;
    return PoolView{*totals, *equity};
}

std::optional<Money> shortageOf(const State& state, const AccountState& account, PoolId pool) {
    const ExposureOf exposure(state, account, pool, PriceUse::Trigger);
    const auto buffered = risk::bufferedTotals(exposure.exposure());
    const auto shortage = buffered ? risk::shortageOf(*buffered) : std::unexpected(buffered.error());
    return shortage ? std::optional(*shortage) : std::nullopt;
}

std::optional<Money> shortageWithoutOrders(const State& state, const AccountState& account, PoolId pool) {
    ExposureOf exposure(state, account, pool, PriceUse::Trigger);
    for (std::size_t i = 0; i < exposure.positions().size(); ++i) {
        risk::PositionExposure& p = exposure.positions()[i];
        p.openBids = Quantity{};
        p.openAsks = Quantity{};
        p.openOrders = pool.isolated ? 0U : account.find(exposure.marketAt(i))->reduceOnlyOrders;
    }
    const auto buffered = risk::bufferedTotals(exposure.exposure());
    const auto shortage = buffered ? risk::shortageOf(*buffered) : std::unexpected(buffered.error());
    return shortage ? std::optional(*shortage) : std::nullopt;
}

std::optional<liquidation::PoolTotals> indexTotalsOf(const State& state, const AccountState& account, PoolId pool) {
    ExposureOf exposure(state, account, pool, PriceUse::Trigger);
    Checked requirement;
    for (std::size_t i = 0; i < exposure.positions().size(); ++i) {
        const MarketState& market = *state.market(exposure.marketAt(i));
        risk::PositionExposure& p = exposure.positions()[i];
        if (p.base.isZero()) continue;
        p.price = market.prices.index;
        const auto required = maintenanceOf(market, p.base);
        if (!required) return std::nullopt;
        requirement += required->raw();
    }
    const auto equity = risk::equityOf(exposure.exposure());
    const auto required = requirement.to<Money>();
    return equity && required ? std::optional(liquidation::PoolTotals{*equity, *required}) : std::nullopt;
}

namespace {

/// How much of its margin the pool lacks, or of what it owes: what a deposit in doubt would have to be worth.
std::optional<Money> lackOf(const State& state, const AccountState& account, PoolId pool) {
    if (account.riskOf(pool).beingLiquidated) return shortageOf(state, account, pool);
    const auto view = viewOf(state, account, pool);
    if (!view) return std::nullopt;
    const Checked margin = Checked(view->maintenance.requirement.raw()) - view->maintenance.collateral.raw();
    const auto lack = margin.to<Money>();
    return lack ? std::optional(std::max(*lack, Money(-view->equity.raw()))) : std::nullopt;
}

} // namespace

RejectCode liquidationRefusal(const State& state, const AccountState& account, PoolId pool) {
    for (const PositionState& p : account.used()) {
        if (p.pool() != pool || p.position.base.isZero()) continue;
        const MarketState& market = *state.market(p.market);
        const oracle::Oracle& index = state.oracles[market.params.oracle.value()];
        const RejectCode code = liquidation::liquidationRefusal(market.pausedOperations, index.status(state.now),
                                                                market.prices.index, index.twap5());
        if (code != RejectCode::None) return code;
    }
    const auto doubt = doubtOf(state, account, pool);
    if (!doubt) return RejectCode::MathOverflow;
    if (doubt->code == RejectCode::None) return RejectCode::None;
    const auto lack = lackOf(state, account, pool);
    return lack && doubt->worth < *lack ? RejectCode::None : doubt->code;
}

void countFreed(const State& state, AccountState& account, PoolId pool, Money before) {
    const auto left = shortageOf(state, account, pool);
    if (!left || *left >= before) return;
    PoolRisk& risk = account.riskOf(pool);
    risk.marginFreed = risk.marginFreed.plus(Money(before.raw() - left->raw())).value_or(risk.marginFreed);
}

void startLiquidation(State& state, Emitter& emitter, AccountState& account, PoolId pool, const PoolView& view) {
    PoolRisk& risk = account.riskOf(pool);
    risk.beingLiquidated = true;
    risk.startedAt = state.now;
    risk.marginFreed = Money{};
    emitter.tell(LiquidationStarted{account.id, pool, view.maintenance.collateral, view.maintenance.requirement});
    const auto shortage = shortageOf(state, account, pool);
    const auto opens = [&](const Order& order) {
        return account.find(order.terms.market)->pool() == pool && (pool.isolated || !order.terms.reduceOnly);
    };
    if (cancelWhere(state, emitter, account, CloseReason::Liquidation, opens) == 0) return;
    if (shortage) countFreed(state, account, pool, *shortage);
    LiquidationStepped step;
    step.account = account.id;
    step.pool = pool;
    emitter.tell(step);
}

void endLiquidation(Emitter& emitter, AccountState& account, PoolId pool, LiquidationEnd end) {
    PoolRisk& risk = account.riskOf(pool);
    risk.beingLiquidated = false;
    risk.startedAt = UnixNanos{};
    risk.marginFreed = Money{};
    for (PositionState& p : account.used()) {
        if (p.pool() == pool) p.liquidationOrderAt = UnixNanos{};
    }
    emitter.tell(LiquidationEnded{account.id, pool, end});
}

void checkPools(State& state, Emitter& emitter, AccountState& account) {
    const PoolList pools = poolsOf(account);
    for (const PoolId pool : pools.all()) checkPool(state, emitter, account, pool);
}

void sweepMarket(State& state, Emitter& emitter, MarketState& market) {
    // Liquidations may give others a position here: those have just met their initial margin.
    std::vector<AccountId> disturbed;
    disturbed.swap(state.agenda.swept);
    collectDisturbed(market, state.sweepEverything, disturbed);
    for (const AccountId id : disturbed) {
        AccountState& account = *state.account(id);
        checkPool(state, emitter, account, account.find(market.params.id)->pool());
    }
    disturbed.swap(state.agenda.swept);
}

void sweepDepositors(State& state, Emitter& emitter, OracleId oracle) {
    InlineVector<std::size_t, kMaxAssets> assets;
    for (std::size_t i = 1; i < state.assets.size(); ++i) {
        if (state.assets[i].params.oracle == oracle) assets.add(i);
    }
    if (assets.size() == 0) return;
    for (const auto& account : state.accounts) {
        const bool deposited =
            std::ranges::any_of(assets.all(), [&](std::size_t i) { return !account->balances[i].isZero(); });
        if (deposited) checkPool(state, emitter, *account, kCrossPool);
    }
}

} // namespace qd::exchange
