#pragma once

#include "core/engine/exchange/FieldCodec.h"
#include "core/engine/exchange/State.h"

/// The parts of a state as fields, for snapshots. See FieldCodec.h.
namespace qd::exchange {

template<>
inline constexpr auto kLastOf<oracle::BreakerCause> = oracle::BreakerCause::Stale;

void fields(auto& ar, Of<PoolRisk> auto& r) { ar(r.call, r.beingLiquidated, r.startedAt, r.marginFreed); }

void fields(auto& ar, Of<PositionState> auto& p) {
    // The sums of open orders follow from the orders.
    ar(p.market, p.position, p.isolated, p.isolatedMargin, p.userMargin, p.fundingPaid, p.settled, p.liquidationOrderAt,
       p.risk);
}

void fields(auto& ar, Of<DelegateState> auto& d) { ar(d.delegate, d.permissions, d.expiry, d.maxOrderNotional); }
void fields(auto& ar, Of<Unstaking> auto& u) { ar(u.shares, u.since); }
void fields(auto& ar, Of<Counterparty> auto& c) { ar(c.base, c.quote); }
void fields(auto& ar, Of<AssetState> auto& a) { ar(a.params, a.deposits, a.withdrawals); }

} // namespace qd::exchange

/// Found by their own namespaces.
namespace qd::oracle {

using exchange::Of;

void fields(auto& ar, Of<SourceState> auto& s) {
    ar(s.heard, s.price, s.confidence, s.publishedAt, s.enoughPublishers);
}
void fields(auto& ar, Of<PriceRange> auto& r) { ar(r.slot, r.low, r.high); }
void fields(auto& ar, Of<Average> auto& a) { ar(a.value, a.second); }
void fields(auto& ar, Of<Ema> auto& e) { ar(e.sum, e.weight, e.tick); }
void fields(auto& ar, Of<OracleState> auto& s) {
    ar(s.sources, s.twap5, s.twap60, s.onSecondary, s.recovery, s.secondaryAgreed, s.exchangesAgreed, s.breaker,
       s.trippedAt, s.ranges);
}
void fields(auto& ar, Of<MarkState> auto& s) {
    ar(s.basis, s.book, s.index, s.mark, s.sources, s.mark5, s.bid5, s.bid60, s.ask5, s.ask60);
}

} // namespace qd::oracle

namespace qd::funding {

using exchange::Of;

void fields(auto& ar, Of<FundingState> auto& s) {
    ar(s.nextSample, s.lastUpdate, s.premiums, s.next, s.count, s.lastRate8h, s.lastHourly, s.lastOracleTwap);
}

} // namespace qd::funding

namespace qd::liquidation {

using exchange::Of;

void fields(auto& ar, Of<InsuranceFund> auto& f) { ar(f.vault, f.shares, f.epoch); }
void fields(auto& ar, Of<InsuranceStake> auto& s) { ar(s.shares, s.epoch); }
void fields(auto& ar, Of<InsuranceClaim> auto& c) { ar(c.paid, c.paidThisPeriod, c.periodStart); }

} // namespace qd::liquidation
