// Size: one line a kind.
#include "core/simulation/Tally.h"

#include <variant>

namespace qd::simulation {
namespace {

void addTo(Money& sum, Money more) { sum = Money(sum.raw() + more.raw()); }

/// Below 0 where the seller paid to be rid of it.
Money valueOf(Quantity size, Price price) {
    return Money(static_cast<std::int64_t>(Int128{size.raw()} * price.raw() / Quantity::kScale));
}
void addTo(std::uint64_t& sum, std::uint64_t more) { sum += more; }
template<class T, std::size_t N>
void addTo(std::array<T, N>& sums, const std::array<T, N>& more) {
    for (std::size_t i = 0; i < N; ++i) addTo(sums[i], more[i]);
}

/// Counts one event.
struct Counting {
    Tally& tally;
    const exchange::State& state;

    void operator()(const Traded&) const { ++tally.trades; }
    void operator()(const OrderTriggered&) const { ++tally.triggered; }
    void operator()(const FundingUpdated&) const { ++tally.fundings; }
    void operator()(const FundingSkipped&) const { ++tally.fundingsSkipped; }
    void operator()(const PositionSettled&) const { ++tally.settled; }
    void operator()(const Deleveraged&) const { ++tally.deleveraged; }
    void operator()(const RequestRejected& e) const { ++tally.rejected[indexOf(e.code)]; }
    void operator()(const OrderClosed& e) const { ++tally.closed[indexOf(e.reason)]; }
    void operator()(const MarketStatusChanged& e) const { ++tally.statuses[indexOf(e.status)]; }
    void operator()(const MarginCallChanged& e) const { ++tally.marginCalls[indexOf(e.level)]; }
    void operator()(const LiquidationEnded& e) const { ++tally.ends[indexOf(e.end)]; }
    void operator()(const LiquidationStepped& e) const {
        ++tally.steps[indexOf(e.step)];
        addTo(tally.closedValue[indexOf(e.step)], valueOf(e.size, e.price));
        if (e.step == LiquidationStep::Book && e.insurance.raw() < 0) ++tally.bookInsurance;
    }
    void operator()(const LedgerPosted& e) const {
        if (e.kind == PostingKind::BackstopTransfer && e.asset != kQuoteAsset && e.amount.raw() > 0)
            ++tally.collateralTaken;
        if (e.kind == PostingKind::ReferralReward) ++tally.rewards;
    }
    void operator()(const BankruptcyResolved& e) const {
        if (!e.fromFees.isZero()) ++tally.paidByFees;
        if (!e.fromInsurance.isZero()) ++tally.paidByInsurance;
        if (!e.socialised.isZero()) ++tally.paidByAll;
    }
    void operator()(const OracleChanged& e) const {
        ++tally.oracleChanges[indexOf(e.what)];
        if (e.what == OracleChanged::What::BreakerTripped)
            ++tally.breakers[indexOf(state.oracles[e.oracle.value()].state().breaker)];
    }
    void operator()(const auto&) const {}
};

} // namespace

void Tally::see(std::span<const Event> told, const exchange::State& after) {
    ++commands;
    events += told.size();
    for (const Event& e : told) std::visit(Counting{*this, after}, e.body);
    if (!told.empty() && std::holds_alternative<RequestRejected>(told.back().body)) ++refused;
}

void Tally::add(const Tally& o) {
    commands += o.commands;
    refused += o.refused;
    events += o.events;
    trades += o.trades;
    rewards += o.rewards;
    addTo(steps, o.steps);
    addTo(closedValue, o.closedValue);
    addTo(ends, o.ends);
    addTo(marginCalls, o.marginCalls);
    addTo(oracleStates, o.oracleStates);
    addTo(oracleChanges, o.oracleChanges);
    addTo(breakers, o.breakers);
    addTo(statuses, o.statuses);
    addTo(rejected, o.rejected);
    addTo(closed, o.closed);
    collateralTaken += o.collateralTaken;
    deleveraged += o.deleveraged;
    paidByFees += o.paidByFees;
    paidByInsurance += o.paidByInsurance;
    paidByAll += o.paidByAll;
    bookInsurance += o.bookInsurance;
    fundings += o.fundings;
    fundingsSkipped += o.fundingsSkipped;
    settled += o.settled;
    triggered += o.triggered;
    marketCrashes += o.marketCrashes;
    snapshots += o.snapshots;
    crashes += o.crashes;
    replayed += o.replayed;
    addTo(losses.deficits, o.losses.deficits);
    addTo(losses.fees, o.losses.fees);
    addTo(losses.insurance, o.losses.insurance);
    addTo(losses.deleveraged, o.losses.deleveraged);
    addTo(losses.socialised, o.losses.socialised);
    addTo(losses.uncovered, o.losses.uncovered);
    addTo(losses.kept, o.losses.kept);
}

std::vector<Kind> kindsOf(const Tally& t) {
    using What = OracleChanged::What;
    const auto step = [&](LiquidationStep s) { return t.steps[indexOf(s)]; };
    const auto end = [&](LiquidationEnd e) { return t.ends[indexOf(e)]; };
    const auto call = [&](MarginCall c) { return t.marginCalls[indexOf(c)]; };
    const auto state = [&](OracleStatus s) { return t.oracleStates[indexOf(s)]; };
    const auto change = [&](What w) { return t.oracleChanges[indexOf(w)]; };
    const auto breaker = [&](oracle::BreakerCause c) { return t.breakers[indexOf(c)]; };
    return {
        {"liquidation_orders_cancelled", step(LiquidationStep::OrdersCancelled)},
        {"liquidation_book", step(LiquidationStep::Book)},
        {"liquidation_take_over", step(LiquidationStep::TakeOver)},
        {"liquidation_backstop", step(LiquidationStep::Backstop)},
        {"liquidation_collateral_taken", t.collateralTaken},
        {"liquidation_deleveraged", step(LiquidationStep::Deleveraged)},
        {"liquidation_restored", end(LiquidationEnd::Restored)},
        {"liquidation_closed", end(LiquidationEnd::Closed)},
        {"liquidation_bankrupt", end(LiquidationEnd::Bankrupt)},
        {"positions_deleveraged", t.deleveraged},
        {"book_liquidation_paid_by_insurance", t.bookInsurance},
        {"bankruptcy_paid_by_fees", t.paidByFees},
        {"bankruptcy_paid_by_insurance", t.paidByInsurance},
        {"bankruptcy_socialised", t.paidByAll},
        {"margin_call_notice", call(MarginCall::Notice)},
        {"margin_call_warning", call(MarginCall::Warning)},
        {"margin_call_call", call(MarginCall::Call)},
        {"margin_call_liquidation", call(MarginCall::Liquidation)},
        {"margin_call_over", call(MarginCall::None)},
        {"oracle_non_positive", state(OracleStatus::NonPositive)},
        {"oracle_too_volatile", state(OracleStatus::TooVolatile)},
        {"oracle_too_uncertain", state(OracleStatus::TooUncertain)},
        {"oracle_stale_for_margin", state(OracleStatus::StaleForMargin)},
        {"oracle_insufficient_data", state(OracleStatus::InsufficientData)},
        {"oracle_stale_for_fill", state(OracleStatus::StaleForFill)},
        {"oracle_valid", state(OracleStatus::Valid)},
        {"oracle_failed_over", change(What::FailedOver)},
        {"oracle_recovered", change(What::Recovered)},
        {"oracle_breaker_tripped_move", breaker(oracle::BreakerCause::Move)},
        {"oracle_breaker_tripped_spread", breaker(oracle::BreakerCause::Spread)},
        {"oracle_breaker_tripped_stale", breaker(oracle::BreakerCause::Stale)},
        {"oracle_breaker_reset", change(What::BreakerReset)},
        {"market_paused", t.statuses[indexOf(MarketStatus::Paused)]},
        {"market_reduce_only", t.statuses[indexOf(MarketStatus::ReduceOnly)]},
        {"market_settled", t.statuses[indexOf(MarketStatus::Settlement)]},
        {"position_settled", t.settled},
        {"referral_rewarded", t.rewards},
        {"funding_updated", t.fundings},
        {"funding_skipped", t.fundingsSkipped},
        {"order_triggered", t.triggered},
        {"market_crash", t.marketCrashes},
        {"snapshot", t.snapshots},
        {"process_crash", t.crashes},
    };
}

} // namespace qd::simulation
