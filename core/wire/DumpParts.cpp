#include "core/wire/DumpParts.h"

#include "core/wire/Names.h"

namespace qd::wire {
namespace {

Json leverage(const std::optional<std::int64_t>& value) { return value ? Json(formatDecimal(*value, 4)) : Json(); }
Json figures(const PoolFigures& f) {
    return {{"collateral", toString(f.collateral)}, {"requirement", toString(f.requirement)}};
}
std::string units(Amount amount, const AssetParams& asset) { return formatDecimal(amount.raw(), asset.decimals); }

Json balanceJson(const BalanceView& b) {
    Json json;
    json["asset"] = b.asset.symbol;
    json["amount"] = units(b.amount, b.asset);
    json["price"] = known(b.price);
    json["value"] = toString(b.value);
    json["initial_weight"] = toString(b.initialWeight);
    json["maintenance_weight"] = toString(b.maintenanceWeight);
    json["initial_value"] = toString(b.initialValue);
    json["maintenance_value"] = toString(b.maintenanceValue);
    json["max_withdraw"] = units(b.maxWithdraw, b.asset);
    return json;
}

Json poolJson(const PoolView& p) {
    Json json;
    json["isolated"] = p.pool.isolated;
    json["market"] = p.pool.isolated ? Json(p.pool.market.value()) : Json();
    json["deposit"] = toString(p.deposit);
    json["initial"] = figures(p.initial);
    json["maintenance"] = figures(p.maintenance);
    json["equity"] = toString(p.equity);
    json["free_collateral"] = toString(p.freeCollateral);
    json["buying_power"] = toString(p.buyingPower);
    json["health"] = p.health;
    json["margin_ratio_bps"] = optional(p.marginRatioBps);
    json["leverage"] = leverage(p.leverage);
    json["margin_call"] = nameOf(p.call);
    json["being_liquidated"] = p.beingLiquidated;
    json["shortage"] = toString(p.shortage);
    return json;
}

Json subAccountJson(const SubAccountView& s) {
    Json json;
    json["id"] = s.id.value();
    json["number"] = s.number;
    json["name"] = s.name;
    json["equity"] = toString(s.equity);
    json["health"] = s.health;
    json["frozen"] = s.frozen;
    json["closed"] = s.closed;
    return json;
}

Json delegateJson(const DelegateView& d) {
    Json json;
    json["delegate"] = d.delegate.value();
    json["permissions"] = d.permissions;
    json["expiry"] = time(d.expiry);
    json["max_order_notional"] = known(d.maxOrderNotional);
    return json;
}

Json stakeJson(const StakeView& s) {
    Json json;
    json["shares"] = wide(static_cast<std::uint64_t>(s.shares));
    json["worth"] = toString(s.worth);
    json["unstaking"] = wide(static_cast<std::uint64_t>(s.unstaking));
    json["unstaking_ready"] = time(s.unstakingReady);
    return json;
}

template<class List, class Make>
Json listOf(const List& list, Make make) {
    Json json = Json::array();
    for (const auto& value : list) json.push_back(make(value));
    return json;
}

Json triggerJson(const Order& order) {
    const Trigger& t = order.terms.trigger;
    if (t.kind == TriggerKind::None) return {};
    Json json;
    json["kind"] = nameOf(t.kind);
    json["source"] = nameOf(t.source);
    json["price"] = known(t.price);
    json["distance"] = known(t.distance);
    json["distance_rate"] = known(t.distanceRate);
    json["stop"] = known(order.progress.stop);
    return json;
}

} // namespace

Json accountJson(const AccountView& a) {
    Json json;
    json["id"] = a.id.value();
    json["master"] = a.master.value();
    json["sub_account"] = a.subAccount;
    json["name"] = a.name;
    json["time"] = time(a.ts);
    json["command_sequence"] = wide(a.commandSequence);
    json["collateral"] = toString(a.collateral);
    json["balance"] = toString(a.balance);
    json["equity"] = toString(a.equity);
    json["free_collateral"] = toString(a.freeCollateral);
    json["initial_margin"] = toString(a.initialMargin);
    json["maintenance_margin"] = toString(a.maintenanceMargin);
    json["health"] = a.health;
    json["margin_ratio_bps"] = optional(a.marginRatioBps);
    json["leverage"] = leverage(a.leverage);
    json["may_only_reduce"] = a.mayOnlyReduce;
    json["total_equity"] = toString(a.totalEquity);
    json["deposits"] = toString(a.deposits);
    json["realised"] = toString(a.realised);
    json["unrealised"] = toString(a.unrealised);
    json["user_margin"] = known(a.userMargin);
    json["reduce_only"] = a.reduceOnly;
    json["frozen"] = a.frozen;
    json["volume_30_days"] = toString(a.volume30Days);
    json["volume_today"] = toString(a.volumeToday);
    json["taker_share"] = toString(a.taker.share);
    json["referrer"] = a.referrer ? Json(a.referrer->value()) : Json();
    json["referral_rewards"] = toString(a.referralRewards);
    json["balances"] = listOf(a.balances, balanceJson);
    json["pools"] = listOf(a.pools, poolJson);
    json["sub_accounts"] = listOf(a.subAccounts, subAccountJson);
    json["delegates"] = listOf(a.delegates, delegateJson);
    json["stake"] = stakeJson(a.stake);
    return json;
}

Json positionJson(const PositionView& p, const std::string& symbol) {
    Json json;
    json["market"] = symbol;
    json["base"] = toString(p.position.base);
    json["quote"] = toString(p.position.quote);
    json["entry"] = toString(p.position.entry);
    json["entry_price"] = known(p.entryPrice);
    json["mark_price"] = known(p.mark);
    json["mark_estimated"] = p.markEstimated;
    json["notional"] = toString(p.notional);
    json["unrealised"] = toString(p.unrealised);
    json["realised"] = toString(p.realised);
    json["unsettled"] = toString(p.unsettled);
    json["settled"] = toString(p.settled);
    json["funding_paid"] = toString(p.fundingPaid);
    json["isolated"] = p.isolated;
    json["isolated_margin"] = toString(p.isolatedMargin);
    json["user_margin"] = known(p.userMargin);
    json["initial_margin"] = toString(p.initialRequirement);
    json["maintenance_margin"] = toString(p.requirement);
    json["liquidation_price"] = p.liquidationPrice ? Json(toString(*p.liquidationPrice)) : Json();
    json["liquidation_distance_bps"] = optional(p.liquidationDistanceBps);
    json["bankruptcy_price"] = p.bankruptcyPrice ? Json(toString(*p.bankruptcyPrice)) : Json();
    json["deleverage_quintile"] = p.deleverageQuintile;
    json["open_orders"] = p.openOrders;
    return json;
}

Json orderJson(const TrackedOrder& o, const std::string& symbol) {
    const OrderTerms& t = o.order.terms;
    const OrderProgress& p = o.order.progress;
    Json json;
    json["id"] = o.order.id.value();
    json["client_id"] = wide(t.clientId.value());
    json["market"] = symbol;
    json["side"] = nameOf(t.side);
    json["type"] = nameOf(t.type);
    json["time_in_force"] = nameOf(t.timeInForce);
    json["post_only"] = nameOf(t.postOnly);
    json["reduce_only"] = t.reduceOnly;
    json["price"] = known(t.price);
    json["size"] = toString(t.size);
    json["filled"] = toString(o.order.filled);
    json["filled_quote"] = toString(o.order.filledQuote);
    json["state"] = nameOf(o.state);
    json["phase"] = nameOf(p.phase);
    json["trigger"] = triggerJson(o.order);
    json["triggered_at"] = known(o.triggeredAt);
    json["display"] = known(t.display);
    json["oracle_offset"] = known(t.oracleOffset);
    json["twap_ms"] = t.twap.durationMs;
    json["twap_sent"] = p.child;
    json["paused"] = p.paused;
    json["parent"] = p.parent.value() == 0 ? Json() : Json(p.parent.value());
    json["group"] = p.group == 0 ? Json() : Json(p.group);
    json["reject_code"] = o.rejectCode == RejectCode::None ? Json() : Json(nameOf(o.rejectCode));
    json["close_reason"] = isFinal(o.state) && o.state != OrderState::Rejected ? Json(nameOf(o.closeReason)) : Json();
    json["pending_amend"] = o.pendingAmend;
    json["pending_cancel"] = o.pendingCancel;
    json["queue_ahead"] = toString(o.queueAhead);
    json["sent_at"] = time(o.sentAt);
    json["changed_at"] = time(o.changedAt);
    json["round_trip_ns"] = optional(o.roundTripNanos);
    return json;
}

void addStanding(Json& book, const MarketStanding* m) {
    book["funding_8h"] = m != nullptr && m->funding.charged ? Json(toString(m->funding.predicted8h)) : Json();
    book["next_funding"] = m != nullptr && m->funding.charged ? time(m->funding.nextUpdate) : Json();
    book["oracle"] = m != nullptr ? Json(nameOf(m->oracle.status)) : Json();
    book["breaker"] = m != nullptr ? Json(m->oracle.breaker != BreakerCause::None) : Json();
    book["open_interest"] = m != nullptr ? Json(toString(m->openInterest)) : Json();
}

Json insuranceJson(const InsuranceStanding& i) {
    Json json;
    json["vault"] = toString(i.vault);
    json["shares"] = wide(static_cast<std::uint64_t>(i.shares));
    json["backstop"] = i.backstop ? Json(i.backstop->value()) : Json();
    json["backstop_equity"] = toString(i.backstopEquity);
    return json;
}

} // namespace qd::wire
