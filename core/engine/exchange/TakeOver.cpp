#include "core/engine/exchange/TakeOver.h"

#include "core/domain/Slots.h"
#include "core/engine/exchange/Accounts.h"
#include "core/engine/exchange/Calm.h"
#include "core/engine/exchange/Insurance.h"
#include "core/engine/exchange/Settlement.h"
#include "core/engine/ledger/Position.h"
#include "core/engine/liquidation/BookLiquidation.h"
#include "core/engine/liquidation/TakeOver.h"
#include "core/engine/risk/Admission.h"
#include "core/engine/risk/Tiers.h"

#include <algorithm>
#include <utility>

namespace qd::exchange {
namespace {

using liquidation::MathResult;

/// What a position asks for a unit of its notional. With tiers a part of it frees at least that, because the
/// requirement of a larger position grows faster.
MathResult<Ratio> maintenanceRatio(const MarketState& market, Quantity base) {
    const MarketParams& p = market.params;
    if (p.marginModel == MarginModel::Sized) return risk::sizeMarginRatio(p.maintenanceMargin, p.imf, base);
    const auto notional = risk::notionalOf(base, market.prices.index);
    if (!notional) return std::unexpected(notional.error());
    const auto required = risk::tierRequirement(risk::tiersOf(p), *notional, risk::MarginKind::Maintenance);
    if (!required) return std::unexpected(required.error());
    return Checked(required->raw()).times(Ratio::kScale, notional->raw(), Round::Down).to<Ratio>();
}

/// R of §3.11: the position's maintenance ratio for its size, and the buffer.
MathResult<Ratio> coverRatio(const MarketState& market, Quantity base) {
    const auto ratio = maintenanceRatio(market, base);
    if (!ratio) return ratio;
    return Ratio(ratio->raw() + risk::liquidationBuffer(market.params).raw());
}

/// Both halves of a take-over, tried on copies.
struct Halves {
    Position debtor;
    Position liquidator;
    Money realised; ///< the debtor's
};
std::optional<Halves> halvesOf(const Position& debtor, const Position& liquidator, const liquidation::Transfer& t) {
    const bool sells = t.userBase.raw() < 0;
    const Money value(sells ? t.value.raw() : -t.value.raw());
    const auto left = ledger::withFill(debtor, t.userBase, value);
    const auto fees = t.liquidatorFee.plus(t.insuranceFee);
    if (!left || !fees) return std::nullopt;
    const auto charged = ledger::withFee(left->after, *fees);
    const auto taken = ledger::withFill(liquidator, t.liquidatorBase, Money(-value.raw()));
    if (!charged || !taken) return std::nullopt;
    const auto paid = ledger::withFee(taken->after, Money(-t.liquidatorFee.raw()));
    if (!paid) return std::nullopt;
    return Halves{*charged, *paid, left->realised};
}

class TakeOverCommand {
  public:
    TakeOverCommand(State& state, Emitter& emitter, const Liquidate& command)
        : m_state(state)
        , m_emitter(emitter)
        , m_command(command) {}

    RejectCode run() {
        if (const RejectCode code = find(); code != RejectCode::None) return code;
        const auto view = viewOf(m_state, *m_debtor, m_pool);
        if (!view) return RejectCode::MathOverflow;
        m_began = m_debtor->riskOf(m_pool).beingLiquidated;
        if (!m_began && !risk::isLiquidatable(view->maintenance)) return RejectCode::NotLiquidatable;
        if (const RejectCode code = liquidationRefusal(m_state, *m_debtor, m_pool); code != RejectCode::None)
            return code;
        if (tooExpensive()) return RejectCode::LiquidationLimitPrice;
        // Nothing is changed before it is known that the liquidator can carry it.
        const auto shortage = shortageNow();
        if (!shortage) return RejectCode::MathOverflow;
        if (!shortage->isZero()) return take(*view, *shortage);
        begin(*view);
        endLiquidation(m_emitter, *m_debtor, m_pool, LiquidationEnd::Restored);
        return RejectCode::None;
    }

  private:
    RejectCode find() {
        m_market = m_state.market(m_command.market);
        m_debtor = liveAccount(m_state, m_command.debtor);
        m_liquidator = liveAccount(m_state, m_command.account);
        if (m_market == nullptr) return RejectCode::UnknownMarket;
        if (m_debtor == nullptr || m_liquidator == nullptr) return RejectCode::UnknownAccount;
        if (m_liquidator->frozen) return RejectCode::AccountFrozen;
        if (m_debtor == m_liquidator || m_state.backstop == m_debtor->id) return RejectCode::InvalidParameters;
        if (m_command.maxSize.raw() <= 0) return RejectCode::SizeZero;
        m_owed = m_debtor->find(m_command.market);
        if (m_owed == nullptr || m_owed->position.base.isZero()) return RejectCode::NotLiquidatable;
        m_pool = m_owed->pool();
        return RejectCode::None;
    }
    [[nodiscard]] bool tooExpensive() const {
        const bool buys = m_owed->position.base.raw() > 0;
        if (m_command.limit.isZero()) return false;
        return buys ? m_market->prices.index > m_command.limit : m_market->prices.index < m_command.limit;
    }
    [[nodiscard]] MathResult<liquidation::TakeOver> plan(Money shortage) const {
        const MarketParams& p = m_market->params;
        const PoolRisk& risk = m_debtor->riskOf(m_pool);
        const auto ratio = coverRatio(*m_market, m_owed->position.base);
        const UnixNanos since = m_began ? risk.startedAt : m_state.now;
        const auto share = liquidation::shareNow(shortage, m_began ? risk.marginFreed : freedByOrders(shortage),
                                                 slotsElapsed(slotAt(since), slotAt(m_state.now)));
        if (!ratio || !share) return std::unexpected(MathError::Overflow);
        const Rate fee = liquidation::liquidatorFeeNow(p.liquidatorFee, p.maxLiquidatorFee,
                                                       slotAt(m_debtor->lastActive), slotAt(m_state.now));
        return liquidation::planTakeOver({m_owed->position.base,
                                          {shortage, *ratio, fee, m_market->prices.index},
                                          p.insuranceFee,
                                          p.step,
                                          m_command.maxSize,
                                          *share});
    }
    /// What cancelling the pool's orders will free, when this begins its liquidation.
    [[nodiscard]] Money freedByOrders(Money shortage) const {
        const auto before = shortageOf(m_state, *m_debtor, m_pool);
        return before && *before > shortage ? Money(before->raw() - shortage.raw()) : Money{};
    }
    void begin(const PoolView& view) {
        if (!m_began) startLiquidation(m_state, m_emitter, *m_debtor, m_pool, view);
    }
    RejectCode take(const PoolView& view, Money shortage) {
        const auto plan = this->plan(shortage);
        if (!plan) return RejectCode::MathOverflow;
        if (plan->amount.isZero()) return RejectCode::SizeZero; // nothing more may be taken in this slot
        bool made = false;
        PositionState* taken = positionFor(*m_market, *m_liquidator, made);
        if (taken == nullptr) return RejectCode::MaxPositions;
        const auto halves = halvesOf(m_owed->position, taken->position, plan->transfer);
        const auto due = m_market->insuranceDue.plus(plan->transfer.insuranceFee);
        RejectCode code = halves && due ? mayCarry(*taken, halves->liquidator) : RejectCode::MathOverflow;
        if (code == RejectCode::None && !helps(halves->debtor, shortage)) code = RejectCode::PriceBandsBreached;
        if (code != RejectCode::None) {
            if (made) dropPosition(*m_market, *m_liquidator);
            return code;
        }
        begin(view);
        countOpenInterest(*m_market, m_owed->position.base, halves->debtor.base);
        countOpenInterest(*m_market, taken->position.base, halves->liquidator.base);
        m_market->insuranceDue = *due;
        m_owed->position = halves->debtor;
        taken->position = halves->liquidator;
        disturb(m_state, *m_debtor, m_pool);
        disturb(m_state, *m_liquidator, taken->pool());
        m_liquidator->lastActive = m_state.now;
        collectInsurance(m_state, m_emitter, *m_market);
        finish(*plan, shortage, halves->realised);
        return RejectCode::None;
    }
    [[nodiscard]] std::optional<Money> shortageNow() const {
        return m_began ? shortageOf(m_state, *m_debtor, m_pool) : shortageWithoutOrders(m_state, *m_debtor, m_pool);
    }
    /// §8 (7): margin is measured at the mark, the take-over is made at the index. Where that is worse for the debtor
    /// by more than the margin set free, it would only be poorer for it.
    [[nodiscard]] bool helps(const Position& after, Money shortage) {
        const Position before = std::exchange(m_owed->position, after);
        const auto left = shortageNow();
        m_owed->position = before;
        return left && *left <= shortage;
    }
    /// Would the liquidator meet its initial margin with this position instead of the one it has, and keep a market of
    /// the isolated tier alone?
    RejectCode mayCarry(PositionState& taken, const Position& after) {
        const Position before = std::exchange(taken.position, after);
        const RejectCode code = judge(taken);
        taken.position = before;
        return code;
    }
    [[nodiscard]] RejectCode judge(const PositionState& taken) const {
        const PoolId pool = taken.pool();
        const ExposureOf exposure(m_state, *m_liquidator, pool);
        const auto own = static_cast<std::size_t>(exposure.indexOf(taken.market));
        if (!taken.position.base.isZero() && risk::breaksIsolation(exposure.exposure(), own))
            return RejectCode::OneLiability;
        if (const RejectCode code = checkInitial(m_state, *m_liquidator, pool); code != RejectCode::None) return code;
        return othersMaintained(m_state, *m_liquidator, pool) ? RejectCode::None : RejectCode::InsufficientCollateral;
    }
    void finish(const liquidation::TakeOver& plan, Money shortage, Money realised) {
        countFreed(m_state, *m_debtor, m_pool, shortage);
        const auto left = shortageOf(m_state, *m_debtor, m_pool);
        const Side side = plan.transfer.userBase.raw() < 0 ? Side::Sell : Side::Buy;
        m_market->touch(m_emitter.now());
        m_emitter.tell(LiquidationStepped{m_debtor->id, m_pool, LiquidationStep::TakeOver, m_market->params.id, side,
                                          plan.amount, m_market->prices.index, plan.transfer.liquidatorFee,
                                          plan.transfer.insuranceFee, m_liquidator->id, realised,
                                          m_owed->position.base});
        sweepReduceOnlyOf(m_state, m_emitter, *m_debtor, *m_market);
        sweepReduceOnlyOf(m_state, m_emitter, *m_liquidator, *m_market);
        if (left && left->isZero()) endLiquidation(m_emitter, *m_debtor, m_pool, LiquidationEnd::Restored);
    }

    State& m_state;
    Emitter& m_emitter;
    const Liquidate& m_command;
    MarketState* m_market = nullptr;
    AccountState* m_debtor = nullptr;
    AccountState* m_liquidator = nullptr;
    PositionState* m_owed = nullptr;
    PoolId m_pool;
    bool m_began = false; ///< its liquidation, before this
};

} // namespace

void liquidate(State& state, Emitter& emitter, const Liquidate& command) {
    if (const RejectCode code = TakeOverCommand(state, emitter, command).run(); code != RejectCode::None)
        emitter.reject(command.account, command.market, {}, code);
}

std::optional<Quantity> coveringSize(const MarketState& market, Quantity base, Money shortage, Rate liquidatorFee,
                                     Rate insuranceFee) {
    const Quantity whole(std::abs(base.raw()));
    const auto ratio = coverRatio(market, base);
    if (!ratio) return std::nullopt;
    const auto needed = liquidation::baseToCover({shortage, *ratio, liquidatorFee, market.prices.index}, insuranceFee);
    if (!needed) return std::nullopt;
    if (!*needed) return whole;
    const auto stepped = liquidation::upToStep(**needed, market.params.step);
    return stepped ? std::optional(std::min(whole, *stepped)) : std::nullopt;
}

Money signedNotional(Quantity base, Price price) {
    return Checked(base.raw()).times(price.raw(), Quantity::kScale, Round::Down).to<Money>().value_or(Money{});
}

std::optional<Money> maintenanceOf(const MarketState& market, Quantity base) {
    risk::PositionExposure bare;
    bare.market = &market.params;
    bare.price = market.prices.index;
    bare.base = base;
    const auto required = risk::perpRequirement(bare, risk::MarginKind::Maintenance);
    return required ? std::optional(*required) : std::nullopt;
}

std::optional<Money> bankruptcyValueOf(const MarketState& market, const liquidation::PoolTotals& pool, Quantity before,
                                       Quantity size) {
    const Quantity after(before.raw() > 0 ? before.raw() - size.raw() : before.raw() + size.raw());
    const auto required = maintenanceOf(market, before);
    const auto left = maintenanceOf(market, after);
    if (!required || !left) return std::nullopt;
    const Price index = market.prices.index;
    const Money notional(signedNotional(after, index).raw() - signedNotional(before, index).raw());
    const auto value = liquidation::bankruptcyValue(pool, notional, Money(left->raw() - required->raw()));
    return value ? std::optional(*value) : std::nullopt;
}

} // namespace qd::exchange
