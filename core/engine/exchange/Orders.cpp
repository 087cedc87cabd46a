#include "core/engine/exchange/Orders.h"

#include "core/base/InlineVector.h"
#include "core/engine/exchange/Accounts.h"
#include "core/engine/exchange/Lifecycle.h"
#include "core/engine/exchange/Placement.h"
#include "core/engine/exchange/Pools.h"
#include "core/engine/exchange/Submission.h"
#include "core/engine/exchange/Validation.h"
#include "core/engine/exchange/Waiting.h"
#include "core/engine/matching/Triggers.h"

#include <algorithm>

namespace qd::exchange {
namespace {

using TermsList = InlineVector<OrderTerms, kMaxOpenOrders>;

/// Orders on their way in: either all of them pass or nothing has happened. Positions made for them are taken back.
class OrderSet {
  public:
    OrderSet(State& state, Emitter& emitter, AccountState& account, OrderRelation relation)
        : m_state(state)
        , m_emitter(emitter)
        , m_account(account)
        , m_relation(relation) {
        account.clientIds.expire(emitter.now());
    }

    /// The set's next order. The first failure is the set's.
    RejectCode add(const OrderTerms& terms) {
        MarketState* market = m_state.market(terms.market);
        if (market == nullptr) return RejectCode::UnknownMarket;
        bool made = false;
        if (positionFor(*market, m_account, made) == nullptr) return RejectCode::MaxPositions;
        if (made) m_made.add(market);
        OrderTerms completed = terms;
        const PlacementContext context{kMaxOpenOrders - m_account.openOrderCount - kept(), named(),
                                       isChild(m_terms.size()) ? &m_terms[0] : nullptr};
        if (const RejectCode code = checkOrder(m_state, *market, m_account, context, completed);
            code != RejectCode::None)
            return code;
        if (sameClientId(terms.clientId)) return RejectCode::DuplicateClientId;
        m_terms.add(completed);
        return RejectCode::None;
    }
    /// Margin of the whole set: each order with those before it counted as open.
    RejectCode checkMargins() {
        RejectCode code = RejectCode::None;
        InlineVector<std::int64_t, kMaxOpenOrders> counted;
        for (const OrderTerms& t : m_terms.all()) {
            const MarketState& market = *m_state.market(t.market);
            const bool opens = counted.size() == 0 || !isChild(counted.size());
            if (opens) code = checkMargin(m_state, market, m_account, t, t.size);
            if (code != RejectCode::None) break;
            count(t, counted.add(counts(t) && opens ? t.size.raw() : 0));
            if (keepsSlot(t)) ++m_account.find(t.market)->openOrders;
        }
        for (std::size_t i = 0; i < counted.size(); ++i) {
            count(m_terms[i], -counted[i]);
            if (keepsSlot(m_terms[i])) --m_account.find(m_terms[i].market)->openOrders;
        }
        return code;
    }
    void undo() {
        // In the order opposite to their making: each is the account's last.
        for (std::size_t i = m_made.size(); i != 0; --i) dropPosition(*m_made[i - 1], m_account);
    }
    void accept() {
        const std::uint32_t first = m_account.nextOrderId;
        const auto all = m_terms.all();
        Relation relation;
        // Children wait in their slots before the entry can be filled.
        for (std::size_t i = 0; i < all.size(); ++i) {
            const bool bracket = m_relation == OrderRelation::Bracket;
            if (m_relation == OrderRelation::OneCancelsOther) relation.group = first;
            if (bracket && i + 1 < all.size()) {
                relation.parent = OrderId(first + static_cast<std::uint32_t>(all.size()) - 1);
                if (all.size() == 3) relation.group = first;
            }
            const OrderTerms& t = bracket ? all[(i + 1) % all.size()] : all[i];
            const Quantity filled = acceptOrder(m_state, m_emitter, *m_state.market(t.market), m_account, t, relation);
            relation = Relation{};
            if (m_relation == OrderRelation::OneCancelsOther) relation.taken = filled;
        }
    }

  private:
    [[nodiscard]] bool isChild(std::size_t i) const noexcept { return m_relation == OrderRelation::Bracket && i != 0; }
    [[nodiscard]] std::size_t kept() const noexcept {
        return static_cast<std::size_t>(std::ranges::count_if(m_terms.all(), keepsSlot));
    }
    [[nodiscard]] std::size_t named() const noexcept {
        return static_cast<std::size_t>(
            std::ranges::count_if(m_terms.all(), [](const OrderTerms& t) { return t.clientId.value() != 0; }));
    }
    [[nodiscard]] bool sameClientId(ClientOrderId id) const noexcept {
        return id.value() != 0 &&
               std::ranges::any_of(m_terms.all(), [&](const OrderTerms& t) { return t.clientId == id; });
    }
    /// Does the order count as open as soon as it is accepted?
    [[nodiscard]] static bool counts(const OrderTerms& t) noexcept {
        return !t.reduceOnly && t.trigger.kind == TriggerKind::None && t.twap.durationMs == 0;
    }
    void count(const OrderTerms& t, std::int64_t size) {
        PositionState& p = *m_account.find(t.market);
        if (t.side == Side::Buy)
            p.openBids = Quantity(p.openBids.raw() + size);
        else
            p.openAsks = Quantity(p.openAsks.raw() - size);
    }

    State& m_state;
    Emitter& m_emitter;
    AccountState& m_account;
    OrderRelation m_relation;
    TermsList m_terms;
    InlineVector<MarketState*, kMaxOpenOrders> m_made;
};

/// Asks early for what an order will touch besides its account, while it is being judged: its client id's place, its
/// slot, and the first order it will meet with its account.
void prefetchFor(const State& state, const MarketState& market, const AccountState& account, const OrderTerms& t) {
    account.clientIds.prefetchFor(t.clientId);
    if (const auto slot = freeSlot(account)) account.prefetchOrder(*slot);
    const book::Tick best = market.book.best(opposite(t.side));
    if (best == book::kNoTick) return;
    const Price price = market.toPrice(best);
    if (t.type == OrderType::Market || (t.side == Side::Buy ? price <= t.price : price >= t.price))
        state.prefetchMaker(market.book.order(market.book.level(best).head).tag);
}

/// Do these orders make such a set? Entry and children of a bracket stand in one market, the children close what the
/// entry opens; the two of a group stand in one market.
RejectCode validateRelation(OrderRelation relation, std::span<const OrderTerms> orders) {
    const auto simple = [](const OrderTerms& t) { return t.twap.durationMs == 0 && t.auction.durationSlots == 0; };
    if (orders.size() < 2 || orders.size() > kMaxOpenOrders) return RejectCode::InvalidParameters;
    if (relation == OrderRelation::Independent) return RejectCode::None;
    const OrderTerms& first = orders.front();
    if (!std::ranges::all_of(orders, [&](const OrderTerms& t) { return simple(t) && t.market == first.market; }))
        return RejectCode::InvalidFlags;
    if (relation == OrderRelation::OneCancelsOther) {
        const bool resting = std::ranges::all_of(orders, keepsSlot);
        return orders.size() == 2 && resting && first.size == orders[1].size ? RejectCode::None
                                                                             : RejectCode::InvalidFlags;
    }
    const bool closing = std::ranges::all_of(orders.subspan(1), [&](const OrderTerms& t) {
        return t.reduceOnly && keepsSlot(t) && t.side == opposite(first.side) && t.size == first.size;
    });
    const bool entry = !first.reduceOnly && first.trigger.kind == TriggerKind::None;
    return closing && entry && orders.size() <= 3 ? RejectCode::None : RejectCode::InvalidFlags;
}

/// At its price and not larger: the order keeps its place in the queue.
void shrinkInPlace(State& state, Emitter& emitter, AccountState& account, std::size_t slot, Quantity size) {
    shrinkOrder(state, account, slot, size);
    const Order& order = account.orders[slot]->order;
    state.market(order.terms.market)->touch(emitter.now());
    emitter.tell(OrderAmended{account.id, order, true});
}

/// The stop of a trailing order with a new distance, from the best price it has seen.
RejectCode trailAnew(const MarketState& market, const OrderTerms& terms, OrderProgress& progress) {
    const Price now = triggerPriceOf(market, terms.trigger.source);
    const auto trail = matching::trail(terms.side, terms.trigger, progress.extreme,
                                       now.isZero() ? progress.extreme : now, market.params.tick);
    if (!trail) return RejectCode::MathOverflow;
    if (trail->fired && !terms.trigger.mayFireAtOnce) return RejectCode::TriggerWouldFireImmediately;
    progress.extreme = trail->extreme;
    progress.stop = trail->stop;
    return RejectCode::None;
}

/// An order that is not in the book: its terms change where it waits.
RejectCode amendWaiting(State& state, Emitter& emitter, AccountState& account, std::size_t slot,
                        const AmendOrder& command) {
    OpenOrder& open = *account.orders[slot];
    MarketState& market = *state.market(open.order.terms.market);
    OrderTerms terms = open.order.terms;
    const bool child = open.order.progress.parent != OrderId{};
    const bool unfilled = child && terms.size.isZero();
    if (open.order.progress.phase != OrderPhase::Waiting) return RejectCode::InvalidFlags;
    terms.price = command.price;
    // A child's own size comes with the entry's fills, also with those that are on their way when it is amended.
    if (!unfilled && !(child && command.size.isZero())) terms.size = command.size;
    if (!command.trigger.isZero()) {
        if (terms.trigger.kind == TriggerKind::Trailing && terms.trigger.distance.isZero())
            return RejectCode::InvalidTrigger;
        (terms.trigger.kind == TriggerKind::Trailing ? terms.trigger.distance : terms.trigger.price) = command.trigger;
    }
    OrderTerms judged = terms;
    if (unfilled) judged.size = market.params.minSize;
    if (const RejectCode code = validateTerms(state, market, {account.find(market.params.id)}, judged);
        code != RejectCode::None)
        return code;
    if (!unfilled && terms.size <= open.order.filled) return RejectCode::SizeZero;
    OrderProgress progress = open.order.progress;
    if (terms.trigger.kind == TriggerKind::Trailing && !progress.extreme.isZero()) {
        if (const RejectCode code = trailAnew(market, terms, progress); code != RejectCode::None) return code;
    }
    open.order.terms = terms;
    open.order.progress = progress;
    market.touch(emitter.now());
    emitter.tell(OrderAmended{account.id, open.order, true});
    return RejectCode::None;
}

/// Takes a resting order out, judges its new terms as if it were gone, and sends it in anew; refused, it is back in its
/// place.
RejectCode amendResting(State& state, Emitter& emitter, AccountState& account, std::size_t slot, Order amended) {
    OpenOrder& open = *account.orders[slot];
    MarketState& market = *state.market(amended.terms.market);
    PositionState& position = *account.find(market.params.id);
    const bool must = amended.terms.postOnly == PostOnly::Must || amended.terms.postOnly == PostOnly::Try;
    if (must && wouldCross(market, amended.terms)) return RejectCode::PostOnlyWouldCross;
    const PositionState before = position;
    addToOpen(position, open.order, -open.order.remaining().raw());
    --position.openOrders;
    const RejectCode code = checkMargin(state, market, account, amended.terms, amended.remaining());
    position = before;
    if (code != RejectCode::None) return code;
    market.book.remove(open.handle);
    (void)leaveSlot(account, slot);
    if (!amended.terms.oracleOffset.isZero()) erasePlace(market.floating, {account.id, amended.id});
    market.touch(emitter.now());
    emitter.tell(OrderAmended{account.id, amended, false});
    // Whether it must not take was asked before it was taken out.
    (void)Submission(state, emitter, market, account).run(amended, slot);
    return RejectCode::None;
}

RejectCode amend(State& state, Emitter& emitter, AccountState& account, std::size_t slot, const AmendOrder& command) {
    const OpenOrder& open = *account.orders[slot];
    if (account.frozen) return RejectCode::AccountFrozen;
    // A bracket's child covers what its entry has filled, not more.
    const bool child = open.order.progress.parent != OrderId{} && !open.order.terms.size.isZero();
    if (child && command.size > open.order.terms.size) return RejectCode::SizeAboveMax;
    if (!open.inBook()) return amendWaiting(state, emitter, account, slot, command);
    const MarketState& market = *state.market(open.order.terms.market);
    Order amended = open.order;
    amended.terms.size = command.size;
    if (!command.trigger.isZero()) return RejectCode::InvalidTrigger;
    if (!amended.terms.oracleOffset.isZero() && !command.price.isZero()) return RejectCode::InvalidFlags;
    if (amended.terms.oracleOffset.isZero()) amended.terms.price = command.price;
    if (const RejectCode code = validateAmend(state, market, amended.terms, amended.filled); code != RejectCode::None)
        return code;
    if (amended.terms.price == open.order.terms.price && amended.remaining() <= open.order.remaining()) {
        shrinkInPlace(state, emitter, account, slot, command.size);
        return RejectCode::None;
    }
    return amendResting(state, emitter, account, slot, amended);
}

} // namespace

void placeOrder(State& state, Emitter& emitter, const PlaceOrder& command) {
    const auto refuse = [&](RejectCode code) {
        emitter.reject(command.account, command.terms.market, {OrderId{}, command.terms.clientId}, code);
    };
    const MarketState* market = state.market(command.terms.market);
    if (market == nullptr) return refuse(RejectCode::UnknownMarket);
    AccountState* account = liveAccount(state, command.account);
    if (account == nullptr) return refuse(RejectCode::UnknownAccount);
    prefetchFor(state, *market, *account, command.terms);
    OrderSet set(state, emitter, *account, OrderRelation::Independent);
    RejectCode code = set.add(command.terms);
    if (code == RejectCode::None) code = set.checkMargins();
    if (code != RejectCode::None) {
        set.undo();
        return refuse(code);
    }
    set.accept();
}

void placeOrders(State& state, Emitter& emitter, const PlaceOrders& command) {
    AccountState* account = liveAccount(state, command.account);
    const auto refuse = [&](RejectCode code, std::size_t at) {
        const OrderTerms terms = at < command.orders.size() ? command.orders[at] : OrderTerms{};
        emitter.reject(command.account, terms.market, {OrderId{}, terms.clientId}, code);
    };
    if (account == nullptr) return refuse(RejectCode::UnknownAccount, 0);
    if (const RejectCode code = validateRelation(command.relation, command.orders); code != RejectCode::None)
        return refuse(code, 0);
    OrderSet set(state, emitter, *account, command.relation);
    for (std::size_t i = 0; i < command.orders.size(); ++i) {
        if (const RejectCode code = set.add(command.orders[i]); code != RejectCode::None) {
            set.undo();
            return refuse(code, i);
        }
    }
    if (const RejectCode code = set.checkMargins(); code != RejectCode::None) {
        set.undo();
        return refuse(code, 0);
    }
    set.accept();
}

void cancelOrder(State& state, Emitter& emitter, const CancelOrder& command) {
    AccountState* account = liveAccount(state, command.account);
    if (account == nullptr)
        return emitter.reject(command.account, MarketId{}, command.order, RejectCode::UnknownAccount);
    const auto slot = slotOf(*account, command.order);
    if (!slot) return emitter.reject(command.account, MarketId{}, command.order, RejectCode::UnknownOrder);
    account->lastActive = emitter.now();
    cancelAt(state, emitter, *account, *slot, CloseReason::Cancelled);
}

void cancelAll(State& state, Emitter& emitter, const CancelAll& command) {
    AccountState* account = liveAccount(state, command.account);
    if (account == nullptr)
        return emitter.reject(command.account, command.market.value_or(MarketId{}), {}, RejectCode::UnknownAccount);
    if (command.market && state.market(*command.market) == nullptr)
        return emitter.reject(command.account, *command.market, {}, RejectCode::UnknownMarket);
    account->lastActive = emitter.now();
    (void)cancelWhere(state, emitter, *account, CloseReason::Cancelled, [&](const Order& order) {
        return order.terms.market == command.market.value_or(order.terms.market) &&
               order.terms.side == command.side.value_or(order.terms.side);
    });
}

void amendOrder(State& state, Emitter& emitter, const AmendOrder& command) {
    AccountState* account = liveAccount(state, command.account);
    if (account == nullptr)
        return emitter.reject(command.account, MarketId{}, command.order, RejectCode::UnknownAccount);
    const auto slot = slotOf(*account, command.order);
    if (!slot) return emitter.reject(command.account, MarketId{}, command.order, RejectCode::UnknownOrder);
    account->prefetchOrder(*slot);
    const Order& order = account->orders[*slot]->order;
    const MarketId market = order.terms.market;
    const OrderReference reference{order.id, order.terms.clientId};
    if (const RejectCode code = amend(state, emitter, *account, *slot, command); code != RejectCode::None)
        return emitter.reject(account->id, market, reference, code);
    account->lastActive = emitter.now();
}

} // namespace qd::exchange
