#include "core/engine/exchange/Orders.h"

#include "core/engine/exchange/Exchange.h"
#include "core/engine/exchange/FillPolicy.h"
#include "core/engine/exchange/Settlement.h"
#include "core/engine/exchange/Validation.h"
#include "core/engine/risk/Admission.h"

#include <algorithm>

namespace qd::exchange {
namespace {

using matching::Incoming;
using matching::Outcome;
using matching::OutcomeKind;
using risk::mayRest;

std::optional<std::size_t> freeSlot(const AccountState& account) noexcept {
    for (std::size_t i = 0; i < kMaxOpenOrders; ++i) {
        if (!account.orders[i]) return i;
    }
    return std::nullopt;
}

std::optional<std::size_t> slotOf(const AccountState& account, OrderReference reference) noexcept {
    for (std::size_t i = 0; i < kMaxOpenOrders; ++i) {
        const auto& open = account.orders[i];
        if (!open) continue;
        if (reference.id.value() != 0
                ? open->order.id == reference.id
                : reference.clientId.value() != 0 && open->order.terms.clientId == reference.clientId)
            return i;
    }
    return std::nullopt;
}

/// Would the account meet initial margin with this order counted as open?
RejectCode checkMargin(const State& state, const MarketState& market, const AccountState& account,
                       const PositionState& position, const OrderTerms& t, Quantity openSize) {
    // An order that only reduces needs no sums over the account.
    if (!risk::isRiskIncreasing(t.side, t.reduceOnly, openSize, position.position.base, position.openBids,
                                position.openAsks))
        return RejectCode::None;
    if (!market.prices.valid()) return RejectCode::MathOverflow;
    ExposureOf exposure(state, account);
    const auto index = static_cast<std::size_t>(exposure.indexOf(market.params.id));
    return risk::checkInitialMargin(account.collateral, exposure.positions(), index, t.side, t.reduceOnly, openSize);
}

/// Sends an order into the book: matches, rests, tells. `order` is not in the book; its account and slot are known.
class Submission {
  public:
    Submission(State& state, Emitter& emitter, MarketState& market, AccountState& account, PositionState& position)
        : m_state(state)
        , m_emitter(emitter)
        , m_market(market)
        , m_account(account)
        , m_position(position)
        , m_settlement(state, market, emitter) {}

    /// Returns PostOnlyWouldCross when the order must not take and would; nothing has happened then.
    [[nodiscard]] RejectCode run(Order& order, std::optional<std::size_t> slot) {
        const FillBand band = fillBandOf(m_market);
        const OrderTerms& t = order.terms;
        Incoming incoming;
        incoming.side = t.side;
        incoming.limit = m_market.toTick(t.price);
        incoming.bandLow = band.low;
        incoming.bandHigh = band.high;
        incoming.lots = m_market.toLots(order.remaining());
        incoming.owner = m_account.master.value();
        incoming.tag = makeTag(m_account.id, slot.value_or(0));
        incoming.timeInForce = t.timeInForce;
        incoming.postOnly = t.postOnly;
        incoming.selfTrade = t.selfTrade;
        incoming.rests = slot.has_value() && !m_market.book.full();
        incoming.guarded = t.reduceOnly;
        const Outcome outcome = m_market.outside ? submit<true>(incoming, order) : submit<false>(incoming, order);
        if (outcome.kind == OutcomeKind::WouldCross) return RejectCode::PostOnlyWouldCross;
        conclude(outcome, order, slot);
        m_settlement.sweepReduceOnly();
        return RejectCode::None;
    }

  private:
    template<bool kOutside>
    Outcome submit(Incoming& incoming, Order& order) {
        FillPolicy<kOutside> policy(m_state, m_emitter, m_settlement, m_account, m_position, order);
        return matching::submit(m_market.book, incoming, policy);
    }
    void conclude(const Outcome& outcome, Order& order, std::optional<std::size_t> slot) {
        switch (outcome.kind) {
        case OutcomeKind::Rested: rest(outcome, order, *slot); return;
        case OutcomeKind::Finished: m_emitter.closed(m_account.id, order, CloseReason::Filled); return;
        default: m_emitter.closed(m_account.id, order, outcome.reason); return;
        }
    }
    void rest(const Outcome& outcome, Order& order, std::size_t slot) {
        const Price price = m_market.toPrice(outcome.tick);
        const bool slid = price != order.terms.price;
        order.terms.price = price;
        const OrderTerms& t = order.terms;
        const auto lots = static_cast<std::int64_t>(m_market.toLots(order.remaining()));
        addToOpen(m_position, m_market, t.side, t.reduceOnly, lots);
        ++m_position.openOrders;
        if (t.reduceOnly) ++m_position.reduceOnlyOrders;
        ++m_account.openOrderCount;
        m_account.orders[slot] =
            OpenOrder{order, outcome.handle, m_market.outside ? m_market.outside->displayed(t.side, outcome.tick) : 0};
        if (t.timeInForce == TimeInForce::GoodTillDate) {
            m_state.expiries.push_back({t.expiry, m_account.id, order.id});
            std::ranges::push_heap(m_state.expiries, std::greater<>{});
        }
        m_market.touch(m_emitter.now());
        if (slid) m_emitter.tell(OrderAmended{m_account.id, order, false});
    }

    State& m_state;
    Emitter& m_emitter;
    MarketState& m_market;
    AccountState& m_account;
    PositionState& m_position;
    Settlement m_settlement;
};

/// The account's position in a market, made if there is none yet and there is room. `made` tells which.
PositionState* positionFor(AccountState& account, MarketId market, bool& made) {
    made = false;
    if (PositionState* found = account.find(market)) return found;
    if (account.positionCount == kMaxPositions) return nullptr;
    made = true;
    PositionState& fresh = account.positions[account.positionCount++];
    fresh = PositionState{};
    fresh.market = market;
    return &fresh;
}

RejectCode checkLimits(const AccountState& account, const OrderTerms& t, const PositionState& position) {
    if (mayRest(t) && !freeSlot(account)) return RejectCode::MaxOpenOrders;
    if (t.clientId.value() != 0) {
        if (account.clientIds.contains(t.clientId)) return RejectCode::DuplicateClientId;
        if (account.clientIds.full()) return RejectCode::ClientIdTableFull;
    }
    if (t.reduceOnly && reducibleBy(position, t.side).isZero()) return RejectCode::ReduceOnlyNoPosition;
    return RejectCode::None;
}

bool wouldCross(const MarketState& market, const OrderTerms& t) {
    const book::Tick limit = market.toTick(t.price);
    const Side makers = opposite(t.side);
    const auto reaches = [&](book::Tick best) {
        return best != book::kNoTick && (t.side == Side::Buy ? best <= limit : best >= limit);
    };
    return reaches(market.book.best(makers)) || (market.outside && reaches(market.outside->best(makers)));
}

RejectCode admit(State& state, MarketState& market, AccountState& account, PositionState& position,
                 const OrderTerms& t) {
    if (t.postOnly == PostOnly::Must && wouldCross(market, t)) return RejectCode::PostOnlyWouldCross;
    if (const RejectCode code = checkLimits(account, t, position); code != RejectCode::None) return code;
    return checkMargin(state, market, account, position, t, t.size);
}

} // namespace

OpenSlots openSlotsById(const AccountState& account) {
    OpenSlots open;
    for (std::size_t i = 0; i < kMaxOpenOrders; ++i) {
        if (account.orders[i]) open.places[open.count++] = static_cast<std::uint8_t>(i);
    }
    std::ranges::sort(std::span(open.places).first(open.count), {},
                      [&](std::uint8_t i) { return account.orders[i]->order.id; });
    return open;
}

void placeOrder(State& state, Emitter& emitter, const PlaceOrder& command) {
    const OrderReference reference{OrderId{}, command.terms.clientId};
    const auto refuse = [&](RejectCode code) {
        emitter.reject(command.account, command.terms.market, reference, code);
    };
    MarketState* market = state.market(command.terms.market);
    AccountState* account = state.account(command.account);
    if (market == nullptr) return refuse(RejectCode::UnknownMarket);
    if (account == nullptr) return refuse(RejectCode::UnknownAccount);
    account->clientIds.expire(emitter.now());
    if (const RejectCode code = validateTerms(*market, account->find(market->params.id), command.terms, emitter.now());
        code != RejectCode::None)
        return refuse(code);
    bool made = false;
    PositionState* position = positionFor(*account, market->params.id, made);
    if (position == nullptr) return refuse(RejectCode::MaxPositions);
    OrderTerms terms = command.terms;
    if (terms.type == OrderType::Market) {
        if (terms.timeInForce == TimeInForce::GoodTillCancel) terms.timeInForce = TimeInForce::ImmediateOrCancel;
        terms.price = risk::marketOrderLimit(market->params, market->prices, terms);
    }
    RejectCode code = admit(state, *market, *account, *position, terms);
    if (code == RejectCode::None && mayRest(terms) && market->book.full()) code = RejectCode::BookFull;
    if (code != RejectCode::None) {
        if (made) --account->positionCount;
        return refuse(code);
    }
    Order order{OrderId(account->nextOrderId++), terms, Quantity{}, Money{}, emitter.now()};
    if (terms.clientId.value() != 0) account->clientIds.insert(terms.clientId, emitter.now());
    emitter.tell(OrderAccepted{account->id, order});
    const auto slot = mayRest(terms) ? freeSlot(*account) : std::nullopt;
    (void)Submission(state, emitter, *market, *account, *position).run(order, slot); // post-only was checked above
}

void cancelOrder(State& state, Emitter& emitter, const CancelOrder& command) {
    AccountState* account = state.account(command.account);
    if (account == nullptr)
        return emitter.reject(command.account, MarketId{}, command.order, RejectCode::UnknownAccount);
    const auto slot = slotOf(*account, command.order);
    if (!slot) return emitter.reject(command.account, MarketId{}, command.order, RejectCode::UnknownOrder);
    const OpenOrder& open = *account->orders[*slot];
    state.market(open.order.terms.market)->book.remove(open.handle);
    closeOrder(state, emitter, makeTag(account->id, *slot), CloseReason::Cancelled);
}

void cancelAll(State& state, Emitter& emitter, const CancelAll& command) {
    AccountState* account = state.account(command.account);
    if (account == nullptr)
        return emitter.reject(command.account, command.market.value_or(MarketId{}), {}, RejectCode::UnknownAccount);
    if (command.market && state.market(*command.market) == nullptr)
        return emitter.reject(command.account, *command.market, {}, RejectCode::UnknownMarket);
    const OpenSlots open = openSlotsById(*account);
    for (const std::uint8_t slot : std::span(open.places).first(open.count)) {
        const OpenOrder& order = *account->orders[slot];
        if (command.market && order.order.terms.market != *command.market) continue;
        if (command.side && order.order.terms.side != *command.side) continue;
        state.market(order.order.terms.market)->book.remove(order.handle);
        closeOrder(state, emitter, makeTag(account->id, slot), CloseReason::Cancelled);
    }
}

namespace {

/// At its price and not larger: the order keeps its place in the queue.
void shrinkInPlace(Emitter& emitter, AccountState& account, OpenOrder& open, const Order& amended,
                   MarketState& market) {
    const auto oldLots = static_cast<std::int64_t>(market.toLots(open.order.remaining()));
    const auto newLots = static_cast<std::int64_t>(market.toLots(amended.remaining()));
    if (newLots < oldLots) market.book.reduce(open.handle, static_cast<book::Lots>(oldLots - newLots));
    addToOpen(*account.find(market.params.id), market, amended.terms.side, amended.terms.reduceOnly, newLots - oldLots);
    open.order = amended;
    market.touch(emitter.now());
    emitter.tell(OrderAmended{account.id, amended, true});
}

/// Judges the new terms as if the old order were gone from its position, which it then is; refused, everything is as
/// before.
RejectCode releaseOld(const State& state, const MarketState& market, AccountState& account, const Order& old,
                      const Order& amended) {
    PositionState& position = *account.find(market.params.id);
    const PositionState before = position;
    addToOpen(position, market, old.terms.side, old.terms.reduceOnly,
              -static_cast<std::int64_t>(market.toLots(old.remaining())));
    --position.openOrders;
    const RejectCode code = checkMargin(state, market, account, position, amended.terms, amended.remaining());
    if (code != RejectCode::None)
        position = before;
    else if (amended.terms.reduceOnly)
        --position.reduceOnlyOrders;
    return code;
}

} // namespace

void amendOrder(State& state, Emitter& emitter, const AmendOrder& command) {
    AccountState* account = state.account(command.account);
    if (account == nullptr)
        return emitter.reject(command.account, MarketId{}, command.order, RejectCode::UnknownAccount);
    const auto slot = slotOf(*account, command.order);
    if (!slot) return emitter.reject(command.account, MarketId{}, command.order, RejectCode::UnknownOrder);
    OpenOrder& open = *account->orders[*slot];
    MarketState& market = *state.market(open.order.terms.market);
    const auto refuse = [&](RejectCode code) {
        emitter.reject(account->id, market.params.id, {open.order.id, open.order.terms.clientId}, code);
    };

    Order amended = open.order;
    amended.terms.price = command.price;
    amended.terms.size = command.size;
    if (const RejectCode code = validateAmend(market, amended.terms, amended.filled); code != RejectCode::None)
        return refuse(code);
    if (command.price == open.order.terms.price &&
        market.toLots(amended.remaining()) <= market.toLots(open.order.remaining()))
        return shrinkInPlace(emitter, *account, open, amended, market);
    if (amended.terms.postOnly != PostOnly::No && amended.terms.postOnly != PostOnly::Slide &&
        wouldCross(market, amended.terms))
        return refuse(RejectCode::PostOnlyWouldCross);
    if (const RejectCode code = releaseOld(state, market, *account, open.order, amended); code != RejectCode::None)
        return refuse(code);
    market.book.remove(open.handle);
    --account->openOrderCount;
    account->orders[*slot].reset();
    market.touch(emitter.now());
    emitter.tell(OrderAmended{account->id, amended, false});
    (void)Submission(state, emitter, market, *account, *account->find(market.params.id)).run(amended, *slot);
}

void expireOrders(State& state, Emitter& emitter) {
    auto& heap = state.expiries;
    while (!heap.empty() && heap.front().at < emitter.now()) {
        const Expiry due = heap.front();
        std::ranges::pop_heap(heap, std::greater<>{});
        heap.pop_back();
        AccountState* account = state.account(due.account);
        const auto slot = slotOf(*account, {due.order, ClientOrderId{}});
        if (!slot) continue;
        const OpenOrder& open = *account->orders[*slot];
        state.market(open.order.terms.market)->book.remove(open.handle);
        closeOrder(state, emitter, makeTag(account->id, *slot), CloseReason::Expired);
    }
}

} // namespace qd::exchange
