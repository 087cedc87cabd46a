// Reading back is one long list of fields with a check each; it is kept beside the writing of the same fields on
// purpose, so that the two orders can be compared line by line.
#include "core/engine/exchange/Exchange.h"
#include "core/engine/exchange/FieldCodec.h"
#include "core/engine/exchange/Orders.h"
#include "core/engine/exchange/Settlement.h"
#include "core/engine/exchange/Validation.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace qd::exchange {
namespace {

constexpr std::uint32_t kVersion = 1;

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
    put(out, m.params);
    out.put(m.status);
    put(out, m.prices);
    put(out, m.lastTrade);
    out.put(m.trades);
    put(out, m.feePool);
    put(out, m.outsideParty.base);
    put(out, m.outsideParty.quote);
    out.put(m.changes);
    put(out, m.changedAt);
    if (m.outside) {
        saveDepth(out, *m.outside, Side::Buy);
        saveDepth(out, *m.outside, Side::Sell);
    }
}

/// A time that has been, as the state knows it.
bool passed(const State& state, UnixNanos time) { return time >= UnixNanos{} && time <= state.now; }

void loadMarket(ByteReader& in, State& state, const Options& options) {
    const MarketParams params = getMarketParams(in);
    if (!in.ok() || params.id.value() != state.markets.size() || !acceptable(params)) return in.invalidate();
    const auto capacity = static_cast<book::Tick>(params.maxPrice.raw() / params.tick.raw() + 1);
    auto m = std::make_unique<MarketState>(params, capacity, options.maxOrdersPerMarket);
    m->status = getEnum<MarketStatus>(in, MarketStatus::Paused);
    m->prices = getPrices(in);
    if (m->prices != MarketPrices{} && !acceptable(params, m->prices)) return in.invalidate();
    get(in, m->lastTrade);
    in.get(m->trades);
    get(in, m->feePool);
    get(in, m->outsideParty.base);
    get(in, m->outsideParty.quote);
    in.get(m->changes);
    get(in, m->changedAt);
    if (!passed(state, m->changedAt)) return in.invalidate();
    if (m->outside) {
        loadDepth(in, *m, Side::Buy);
        loadDepth(in, *m, Side::Sell);
    }
    state.markets.push_back(std::move(m));
}

/// Positions by market: their order in the account says only which was used first.
std::vector<const PositionState*> positionsByMarket(const AccountState& account) {
    std::vector<const PositionState*> sorted;
    for (std::size_t i = 0; i < account.positionCount; ++i) sorted.push_back(&account.positions[i]);
    std::ranges::sort(sorted, {}, [](const PositionState* p) { return p->market; });
    return sorted;
}

void saveAccount(ByteWriter& out, const AccountState& a) {
    put(out, a.master);
    out.putString(a.name);
    put(out, a.collateral);
    out.put(a.nextOrderId);
    out.put(a.fills);
    out.put(a.positionCount);
    for (const PositionState* p : positionsByMarket(a)) {
        put(out, p->market);
        put(out, p->position.base);
        put(out, p->position.quote);
        put(out, p->position.entry);
        put(out, p->position.breakEven);
    }
    out.put(a.openOrderCount);
    const OpenSlots open = openSlotsById(a);
    for (const std::uint8_t slot : std::span(open.places).first(open.count)) {
        put(out, a.orders[slot]->order);
        out.put(a.orders[slot]->queueAhead);
    }
    a.clientIds.save(out);
}

void loadPositions(ByteReader& in, const State& state, AccountState& a) {
    in.get(a.positionCount);
    if (a.positionCount > kMaxPositions) return in.invalidate();
    for (std::size_t i = 0; i < a.positionCount && in.ok(); ++i) {
        PositionState& p = a.positions[i];
        get(in, p.market);
        get(in, p.position.base);
        get(in, p.position.quote);
        get(in, p.position.entry);
        get(in, p.position.breakEven);
        const bool ordered = i == 0 || a.positions[i - 1].market < p.market;
        if (state.market(p.market) == nullptr || !ordered) return in.invalidate();
    }
}

/// Can an order like this rest on its market?
bool canRest(const Order& order, const MarketParams& market) {
    const std::int64_t size = order.terms.size.raw();
    const std::int64_t filled = order.filled.raw();
    const std::int64_t price = order.terms.price.raw();
    return filled >= 0 && filled < size && order.terms.size <= market.maxSize && size % market.step.raw() == 0 &&
           filled % market.step.raw() == 0 && price > 0 && price % market.tick.raw() == 0 &&
           order.terms.price <= market.maxPrice;
}

/// Orders come in their ids' order; the book's queues, which come later, give them their places.
void loadOrders(ByteReader& in, const State& state, AccountState& a) {
    in.get(a.openOrderCount);
    if (a.openOrderCount > kMaxOpenOrders) return in.invalidate();
    OrderId last{};
    for (std::size_t slot = 0; slot < a.openOrderCount && in.ok(); ++slot) {
        const Order order = getOrder(in);
        const auto ahead = in.get<book::Lots>();
        const MarketState* market = state.market(order.terms.market);
        PositionState* position = a.find(order.terms.market);
        const bool known =
            market != nullptr && position != nullptr && order.id > last && order.id.value() < a.nextOrderId;
        if (!in.ok() || !known || !canRest(order, market->params) || !passed(state, order.createdAt))
            return in.invalidate();
        last = order.id;
        addToOpen(*position, *market, order.terms.side, order.terms.reduceOnly,
                  static_cast<std::int64_t>(market->toLots(order.remaining())));
        ++position->openOrders;
        if (order.terms.reduceOnly) ++position->reduceOnlyOrders;
        a.orders[slot] = OpenOrder{order, 0, ahead};
    }
}

void loadAccount(ByteReader& in, State& state) {
    const AccountId id(static_cast<std::uint32_t>(state.accounts.size()));
    MasterId master;
    get(in, master);
    std::string name = in.getString(32);
    auto a = std::make_unique<AccountState>(id, master, std::move(name), ClientIds(0));
    get(in, a->collateral);
    in.get(a->nextOrderId);
    in.get(a->fills);
    loadPositions(in, state, *a);
    if (in.ok()) loadOrders(in, state, *a);
    if (in.ok()) a->clientIds = ClientIds::load(in, state.now);
    state.accounts.push_back(std::move(a));
}

void saveQueues(ByteWriter& out, const State& state, const MarketState& m) {
    out.put(m.book.orders());
    for (const Side side : {Side::Buy, Side::Sell}) {
        for (book::Tick t = m.book.best(side); t != book::kNoTick; t = m.book.nextWorse(side, t)) {
            for (book::Handle h = m.book.level(t).head; h != 0; h = m.book.next(h)) {
                const std::uint32_t tag = m.book.order(h).tag;
                out.put(static_cast<std::uint32_t>(tag / kMaxOpenOrders));
                put(out, state.accounts[tag / kMaxOpenOrders]->orders[tag % kMaxOpenOrders]->order.id);
            }
        }
    }
}

/// The place of an order's queue in a snapshot: bids before asks, the better price first.
std::pair<Side, std::int64_t> placeOf(const Order& order) {
    const std::int64_t price = order.terms.price.raw();
    return {order.terms.side, order.terms.side == Side::Buy ? -price : price};
}

void loadQueues(ByteReader& in, State& state, MarketState& m) {
    const auto count = in.get<std::uint32_t>();
    std::optional<std::pair<Side, std::int64_t>> last;
    for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
        AccountState* account = state.account(AccountId(in.get<std::uint32_t>()));
        OrderId id;
        get(in, id);
        if (account == nullptr) return in.invalidate();
        const auto slot = std::ranges::find_if(account->orders, [&](const auto& o) { return o && o->order.id == id; });
        if (slot == account->orders.end() || (*slot)->handle != 0 || (*slot)->order.terms.market != m.params.id ||
            m.book.full())
            return in.invalidate();
        const Order& order = (*slot)->order;
        if (last && placeOf(order) < *last) return in.invalidate();
        last = placeOf(order);
        const book::Tick tick = m.toTick(order.terms.price);
        const book::Tick against = m.book.best(opposite(order.terms.side));
        if (against != book::kNoTick && (order.terms.side == Side::Buy ? against <= tick : against >= tick))
            return in.invalidate();
        const auto index = static_cast<std::size_t>(slot - account->orders.begin());
        (*slot)->handle = m.book.add(order.terms.side, tick, m.toLots(order.remaining()), account->master.value(),
                                     makeTag(account->id, index), order.terms.reduceOnly);
        if (order.terms.timeInForce == TimeInForce::GoodTillDate)
            state.expiries.push_back({order.terms.expiry, account->id, order.id});
    }
}

bool everyOrderRests(const State& state) {
    return std::ranges::all_of(state.accounts, [](const auto& account) {
        return std::ranges::all_of(account->orders, [](const auto& o) { return !o || o->handle != 0; });
    });
}

} // namespace

void Exchange::save(ByteWriter& out) const {
    out.put(kVersion);
    out.put(m_state.commands);
    put(out, m_state.now);
    put(out, m_state.deposits);
    out.put(static_cast<std::uint32_t>(m_state.markets.size()));
    for (const auto& m : m_state.markets) saveMarket(out, *m);
    out.put(static_cast<std::uint32_t>(m_state.accounts.size()));
    for (const auto& a : m_state.accounts) saveAccount(out, *a);
    for (const auto& m : m_state.markets) saveQueues(out, m_state, *m);
}

Result<Exchange, SnapshotCode> Exchange::load(ByteSpan bytes, Options options) {
    ByteReader in(bytes);
    Exchange exchange(options);
    State& state = exchange.m_state;
    if (const auto version = in.get<std::uint32_t>(); in.ok() && version != kVersion)
        return fail(SnapshotCode::Version,
                    fmt::format("exchange snapshot of format {}, this program reads {}", version, kVersion));
    in.get(state.commands);
    get(in, state.now);
    get(in, state.deposits);
    if (state.now < UnixNanos{}) in.invalidate();
    const auto markets = in.get<std::uint32_t>();
    if (markets > kMaxMarkets) in.invalidate();
    for (std::uint32_t i = 0; i < markets && in.ok(); ++i) loadMarket(in, state, options);
    const auto accounts = in.get<std::uint32_t>();
    if (accounts > kMaxAccounts) in.invalidate();
    for (std::uint32_t i = 0; i < accounts && in.ok(); ++i) loadAccount(in, state);
    for (const auto& m : state.markets) {
        if (in.ok()) loadQueues(in, state, *m);
    }
    if (!in.ok() || !in.atEnd() || !everyOrderRests(state))
        return fail(SnapshotCode::Inconsistent,
                    fmt::format("exchange snapshot: byte {}: not a possible state", in.position()));
    std::ranges::make_heap(state.expiries, std::greater<>{});
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
