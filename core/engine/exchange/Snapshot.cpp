#include "core/engine/exchange/Accounts.h"
#include "core/engine/exchange/Exchange.h"
#include "core/engine/exchange/Lifecycle.h"
#include "core/engine/exchange/Referrals.h"
#include "core/engine/exchange/StateCodec.h"
#include "core/engine/exchange/Timers.h"
#include "core/engine/exchange/Validation.h"
#include "core/engine/matching/Slices.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

namespace qd::exchange {
namespace {

constexpr std::uint32_t kVersion = 4;
constexpr std::uint32_t kBeforeReferrals = 3; ///< nobody has a referrer
constexpr std::uint32_t kBeforeVolumes = 2;   ///< nor what accounts trade, which begins at nothing

/// Depth and lists beside the fields of a market, in one order for both directions.
void marketFields(auto& ar, auto& m) {
    ar(m.status, m.pausedOperations, m.settlementPrice, m.prices, m.publishedMark, m.publishedAt, m.fundingIndexLong,
       m.fundingIndexShort, m.lastTrade, m.lastTriggered, m.trades, m.feePool, m.pnlPool, m.insuranceDue, m.insured,
       m.openInterest, m.outsideParty, m.changes, m.changedAt);
}

void accountFields(auto& ar, auto& a, std::uint32_t version) {
    ar(a.master);
    ar.text(a.name, kLongestAccountName);
    ar(a.balances, a.userMargin, a.frozen, a.reduceOnly, a.closed, a.risk);
    if (version > kBeforeVolumes) ar(a.volumeDay, a.volume);
    if (version > kBeforeReferrals) ar(a.referralRewards);
    ar(a.lastActive, a.stake, a.unstaking, a.nextOrderId, a.fills, a.positionCount);
}

void saveDepth(ByteWriter& out, const book::ExternalDepth& depth, Side side) {
    const std::size_t countAt = out.size();
    std::uint32_t count = 0;
    out.put(count);
    for (book::Tick t = depth.bestDisplayed(side); t != book::kNoTick; t = depth.nextWorseDisplayed(side, t), ++count) {
        out.put(t);
        out.put(depth.displayed(side, t));
        out.put(depth.taken(side, t));
    }
    out.patch(countAt, count);
}

void loadDepth(ByteReader& in, MarketState& market, Side side) {
    const auto count = in.get<std::uint32_t>();
    for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
        const auto tick = in.get<book::Tick>();
        const auto displayed = in.get<book::Lots>();
        const auto taken = in.get<book::Lots>();
        if (tick >= market.book.capacity() || displayed == 0 || taken > displayed) return in.invalidate();
        market.outside->set(side, tick, displayed);
        if (taken != 0) market.outside->take(side, tick, taken);
    }
}

void saveMarket(ByteWriter& out, const MarketState& m) {
    FieldWriter ar(out);
    ar(m.params, m.mark.state(), m.funding.state());
    marketFields(ar, m);
    if (m.outside) {
        saveDepth(out, *m.outside, Side::Buy);
        saveDepth(out, *m.outside, Side::Sell);
    }
}

/// A time that has been, as the state knows it.
bool passed(const State& state, UnixNanos time) { return time >= UnixNanos{} && time <= state.now; }

bool possible(const State& state, const MarketState& m) {
    return (m.prices == MarketPrices{} || acceptable(m.params, m.prices)) && passed(state, m.changedAt) &&
           passed(state, m.publishedAt) && m.openInterest.raw() >= 0 && passed(state, m.insured.periodStart) &&
           m.insured.paid.raw() >= 0 && m.insured.paidThisPeriod.raw() >= 0;
}

void loadMarket(ByteReader& in, State& state, const Options& options) {
    FieldReader ar(in);
    MarketParams params;
    oracle::MarkState mark;
    funding::FundingState funding;
    ar(params, mark, funding);
    if (!in.ok() || params.id.value() != state.markets.size() || !acceptable(params) ||
        params.oracle.value() >= state.oracles.size() || !oracle::possible(mark, state.now) ||
        !funding::possible(funding, state.now))
        return in.invalidate();
    const auto capacity = static_cast<book::Tick>(params.maxPrice.raw() / params.tick.raw() + 1);
    auto m = std::make_unique<MarketState>(params, capacity, options.maxOrdersPerMarket, state.now);
    m->mark.restore(mark);
    m->funding.restore(funding);
    marketFields(ar, *m);
    if (!in.ok() || !possible(state, *m)) return in.invalidate();
    if (m->outside) {
        loadDepth(in, *m, Side::Buy);
        loadDepth(in, *m, Side::Sell);
    }
    state.markets.push_back(std::move(m));
}

void saveAccount(ByteWriter& out, const AccountState& a, UnixNanos now) {
    FieldWriter ar(out);
    accountFields(ar, a, kVersion);
    for (std::size_t i = 0; i < a.positionCount; ++i) ar(a.positions[i]);
    out.put(a.openOrderCount);
    const OpenSlots open = openSlotsById(a);
    for (const std::uint8_t slot : open.all()) {
        ar(a.orders[slot]->order);
        out.put(a.orders[slot]->queueAhead);
    }
    a.clientIds.save(out, now);
}

void loadPositions(FieldReader& ar, ByteReader& in, State& state, AccountState& a) {
    const std::uint16_t count = std::exchange(a.positionCount, std::uint16_t{0});
    if (count > kMaxPositions) return in.invalidate();
    for (std::size_t i = 0; i < count && in.ok(); ++i) {
        PositionState p;
        ar(p);
        MarketState* market = state.market(p.market);
        if (!in.ok() || market == nullptr || a.find(p.market) != nullptr || !passed(state, p.risk.startedAt) ||
            !passed(state, p.liquidationOrderAt))
            return in.invalidate();
        PositionState& placed = a.positions[a.positionCount++];
        placed = p;
        joinHolders(*market, a, placed);
    }
}

/// Can an order like this rest on its market?
bool canRest(const Order& order, const MarketParams& market) {
    const std::int64_t price = order.terms.price.raw();
    return risk::mayRest(order.terms) && order.filled < order.terms.size && price > 0 &&
           price % market.tick.raw() == 0 && order.terms.price <= market.maxPrice && order.terms.display.raw() >= 0 &&
           order.terms.display.raw() % market.step.raw() == 0;
}

bool possible(const State& state, const Order& order, const MarketParams& market) {
    const std::int64_t size = order.terms.size.raw();
    const std::int64_t filled = order.filled.raw();
    const OrderTerms& t = order.terms;
    // What follows the position and is for sale to the auction may be all of it.
    const bool whole = t.followsPosition && order.progress.phase == OrderPhase::Auction;
    const bool sized = filled >= 0 && filled <= size && (whole || t.size <= market.maxSize) &&
                       size % market.step.raw() == 0 && filled % market.step.raw() == 0;
    if (!sized || !passed(state, order.createdAt) || t.expiry == UnixNanos(std::numeric_limits<std::int64_t>::max()))
        return false;
    switch (order.progress.phase) {
    case OrderPhase::Book: return canRest(order, market);
    case OrderPhase::Waiting: return t.trigger.kind != TriggerKind::None || order.progress.parent != OrderId{};
    case OrderPhase::Auction:
        return t.auction.durationSlots != 0 && order.progress.auctionSlot <= slotAt(state.now) &&
               auctionEndOf(order) > state.now;
    case OrderPhase::Twap:
        return t.twap.durationMs != 0 && matching::validateTwap(t) == RejectCode::None &&
               order.progress.nextChild > state.now &&
               order.progress.nextChild - state.now <= t.twap.intervalMs * kNanosPerMilli;
    }
    return false;
}

/// Orders come in their ids' order; the book's queues, which come later, give those that rest their places.
void loadOrders(FieldReader& ar, ByteReader& in, State& state, AccountState& a) {
    const auto count = in.get<std::uint16_t>();
    if (count > kMaxOpenOrders) return in.invalidate();
    OrderId last{};
    for (std::size_t slot = 0; slot < count && in.ok(); ++slot) {
        Order order;
        ar(order);
        const auto ahead = in.get<book::Lots>();
        MarketState* market = state.market(order.terms.market);
        const bool known = market != nullptr && a.find(order.terms.market) != nullptr && order.id > last &&
                           order.id.value() < a.nextOrderId;
        if (!in.ok() || !known || !possible(state, order, market->params)) return in.invalidate();
        last = order.id;
        enterSlot(a, slot, {order, 0, ahead});
        const OrderPlace place{a.id, order.id};
        if (order.progress.phase == OrderPhase::Waiting && order.terms.trigger.kind != TriggerKind::None)
            market->waiting.push_back(place);
        if (order.progress.phase == OrderPhase::Book && !order.terms.oracleOffset.isZero())
            market->floating.push_back(place);
    }
}

void loadAccount(ByteReader& in, State& state, std::uint32_t version) {
    FieldReader ar(in);
    const AccountId id(static_cast<std::uint32_t>(state.accounts.size()));
    AccountState& a = state.accounts.add(id, MasterId{}, std::string(), ClientIds(0));
    accountFields(ar, a, version);
    if (in.ok()) loadPositions(ar, in, state, a);
    if (in.ok()) loadOrders(ar, in, state, a);
    if (in.ok()) a.clientIds = ClientIds::load(in, state.now);
    if (!in.ok() || !passed(state, a.lastActive) || !passed(state, a.unstaking.since) ||
        !passed(state, a.risk.startedAt) || a.stake.shares < 0 || a.unstaking.shares < 0 || a.referralRewards.raw() < 0)
        return in.invalidate();
    MasterState& master = state.masters[a.master];
    if (master.accounts.size() == kMaxSubAccounts) return in.invalidate();
    a.subAccount = static_cast<std::uint16_t>(master.accounts.size());
    master.accounts.push_back(id);
}

void saveMasters(ByteWriter& out, const State& state) {
    FieldWriter ar(out);
    for (const auto& [id, master] : state.masters) {
        out.put(static_cast<std::uint16_t>(master.delegates.size()));
        for (const DelegateState& d : master.delegates) ar(d);
        master.volumes.visit(ar);
        ar(master.referrer);
    }
}

bool restoreTiers(State& state, const MasterState& master) {
    const std::int32_t today = ledger::dayOf(state.now);
    if (!master.volumes.possible(today)) return false;
    return std::ranges::all_of(master.accounts, [&](AccountId id) {
        AccountState& account = *state.account(id);
        // Days that are over are with the master's as soon as one of its accounts trades again.
        const bool idle = account.volumeDay == 0 && account.volume.isZero();
        if (!idle && (account.volumeDay <= master.volumes.last() || account.volumeDay > today)) return false;
        if (account.volume.raw() < 0) return false;
        account.feeTier = static_cast<std::uint8_t>(ledger::feeTierOf(master.volumes.before(account.volumeDay)));
        return true;
    });
}

void loadMasters(ByteReader& in, State& state, std::uint32_t version) {
    FieldReader ar(in);
    for (auto& [id, master] : state.masters) {
        const auto count = in.get<std::uint16_t>();
        if (count > kMaxDelegates) return in.invalidate();
        for (std::size_t i = 0; i < count && in.ok(); ++i) {
            DelegateState d;
            ar(d);
            const bool ordered = master.delegates.empty() || master.delegates.back().delegate < d.delegate;
            if (!in.ok() || !ordered || d.permissions == 0 || d.permissions > permission::kAll) return in.invalidate();
            master.delegates.push_back(d);
        }
        if (version > kBeforeVolumes) master.volumes.visit(ar);
        if (version > kBeforeReferrals) ar(master.referrer);
        const bool possible = !master.referrer || (*master.referrer != id && state.masters.contains(*master.referrer));
        if (!in.ok() || !possible || !restoreTiers(state, master)) return in.invalidate();
        followReferrer(state, master);
    }
}

void saveQueues(ByteWriter& out, const State& state, const MarketState& m) {
    FieldWriter ar(out);
    out.put(m.book.orders());
    for (const Side side : {Side::Buy, Side::Sell}) {
        for (book::Tick t = m.book.best(side); t != book::kNoTick; t = m.book.nextWorse(side, t)) {
            for (book::Handle h = m.book.level(t).head; h != 0; h = m.book.next(h)) {
                const book::Resting resting = m.book.order(h);
                const AccountState& account = *state.accounts[resting.tag / kMaxOpenOrders];
                ar(account.id, account.orders[resting.tag % kMaxOpenOrders]->order.id);
                out.put(resting.lots);
            }
        }
    }
}

/// The place of an order's queue in a snapshot: bids before asks, the better price first.
std::pair<Side, std::int64_t> placeOf(const Order& order) {
    const std::int64_t price = order.terms.price.raw();
    return {order.terms.side, order.terms.side == Side::Buy ? -price : price};
}

bool crosses(const MarketState& m, const Order& order) {
    const book::Tick tick = m.toTick(order.terms.price);
    const book::Tick against = m.book.best(opposite(order.terms.side));
    return against != book::kNoTick && (order.terms.side == Side::Buy ? against <= tick : against >= tick);
}

void loadQueues(ByteReader& in, State& state, MarketState& m) {
    FieldReader ar(in);
    const auto count = in.get<std::uint32_t>();
    std::optional<std::pair<Side, std::int64_t>> last;
    for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
        AccountId holder;
        OrderId id;
        book::Lots shown = 0;
        ar(holder, id, shown);
        AccountState* account = state.account(holder);
        const auto slot = account == nullptr ? std::nullopt : slotOf(*account, {id, ClientOrderId{}});
        if (!slot || id == OrderId{}) return in.invalidate();
        OpenOrder& open = *account->orders[*slot];
        const book::Lots left = m.toLots(open.order.remaining());
        const bool whole = open.order.terms.display.isZero();
        if (open.inBook() || open.order.progress.phase != OrderPhase::Book || open.order.terms.market != m.params.id ||
            m.book.full() || (last && placeOf(open.order) < *last) || crosses(m, open.order) || shown == 0 ||
            (whole ? shown != left : shown > left))
            return in.invalidate();
        last = placeOf(open.order);
        open.handle = m.book.add(open.order.terms.side, m.toTick(open.order.terms.price), shown,
                                 account->master.value(), makeTag(account->id, *slot), open.order.terms.reduceOnly);
    }
}

bool everyOrderRests(const State& state) {
    return std::ranges::all_of(state.accounts, [](const auto& account) {
        return std::ranges::all_of(account->orders, [](const auto& o) {
            return !o || o->inBook() == (o->order.progress.phase == OrderPhase::Book);
        });
    });
}

void loadAssetsAndOracles(ByteReader& in, State& state) {
    FieldReader ar(in);
    const auto oracles = in.get<std::uint16_t>();
    for (std::size_t i = 0; i < oracles && in.ok(); ++i) {
        OracleParams params;
        oracle::OracleState past;
        ar(params, past);
        if (!in.ok() || params.id.value() != i || i == kMaxOracles || !acceptable(params) ||
            !oracle::possible(past, params, state.now))
            return in.invalidate();
        state.oracles.emplace_back(params);
        state.oracles.back().restore(past);
    }
    const auto assets = in.get<std::uint8_t>();
    if (assets == 0 || assets > kMaxAssets) return in.invalidate();
    for (std::size_t i = 0; i < assets && in.ok(); ++i) {
        AssetState asset;
        ar(asset);
        if (!in.ok() || asset.params.id.value() != i || !acceptable(asset.params) || asset.deposits.raw() < 0 ||
            asset.withdrawals.raw() < 0 || (i != 0 && asset.params.oracle.value() >= state.oracles.size()))
            return in.invalidate();
        if (i == 0)
            state.assets[0] = asset;
        else
            state.assets.push_back(asset);
    }
}

} // namespace

void Exchange::save(ByteWriter& out) const {
    FieldWriter ar(out);
    out.put(kVersion);
    ar(m_state.commands, m_state.now);
    out.put(static_cast<std::uint16_t>(m_state.oracles.size()));
    for (const oracle::Oracle& o : m_state.oracles) ar(o.params(), o.state());
    out.put(static_cast<std::uint8_t>(m_state.assets.size()));
    for (const AssetState& a : m_state.assets) ar(a);
    ar(m_state.insurance, m_state.backstop);
    out.put(static_cast<std::uint32_t>(m_state.markets.size()));
    for (const auto& m : m_state.markets) saveMarket(out, *m);
    out.put(static_cast<std::uint32_t>(m_state.accounts.size()));
    for (const auto& a : m_state.accounts) saveAccount(out, *a, m_state.now);
    saveMasters(out, m_state);
    for (const auto& m : m_state.markets) saveQueues(out, m_state, *m);
}

Result<Exchange, SnapshotCode> Exchange::load(ByteSpan bytes, Options options) {
    ByteReader in(bytes);
    FieldReader ar(in);
    Exchange exchange(options);
    State& state = exchange.m_state;
    const auto version = in.get<std::uint32_t>();
    if (in.ok() && (version < kBeforeVolumes || version > kVersion))
        return fail(SnapshotCode::Version,
                    fmt::format("exchange snapshot of format {}, this program reads {}", version, kVersion));
    ar(state.commands, state.now);
    if (state.now < UnixNanos{}) in.invalidate();
    if (in.ok()) loadAssetsAndOracles(in, state);
    ar(state.insurance, state.backstop);
    const auto markets = in.get<std::uint32_t>();
    if (markets > kMaxMarkets) in.invalidate();
    for (std::uint32_t i = 0; i < markets && in.ok(); ++i) loadMarket(in, state, options);
    const auto accounts = in.get<std::uint32_t>();
    if (accounts > kMaxAccounts || (state.backstop && state.backstop->value() >= accounts)) in.invalidate();
    for (std::uint32_t i = 0; i < accounts && in.ok(); ++i) loadAccount(in, state, version);
    if (in.ok()) loadMasters(in, state, version);
    for (const auto& m : state.markets) {
        if (in.ok()) loadQueues(in, state, *m);
    }
    if (!in.ok() || !in.atEnd() || !everyOrderRests(state))
        return fail(SnapshotCode::Inconsistent,
                    fmt::format("exchange snapshot: byte {}: not a possible state", in.position()));
    scheduleAll(state);
    if (const Audit result = audit(state); !result.balanced)
        return fail(SnapshotCode::Inconsistent, "exchange snapshot: " + result.imbalance);
    return exchange;
}

StateHash Exchange::hash() const {
    ByteWriter out;
    save(out);
    return stateHash(out.bytes());
}

} // namespace qd::exchange
