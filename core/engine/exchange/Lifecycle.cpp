#include "core/engine/exchange/Lifecycle.h"

#include "core/engine/exchange/Calm.h"

#include <algorithm>
#include <bit>

namespace qd::exchange {
namespace {

bool tied(const Order& order) noexcept {
    return order.progress.group != 0 || order.progress.parent != OrderId{} || order.progress.phase == OrderPhase::Twap;
}

/// An order that could not go in, through no wish of its owner, leaves the other one of its group to protect it.
bool failed(CloseReason reason) noexcept {
    switch (reason) {
    case CloseReason::NotFillable:
    case CloseReason::PostOnlyDropped:
    case CloseReason::SelfTrade:
    case CloseReason::InsufficientCollateral:
    case CloseReason::OutOfBand:
    case CloseReason::MathOverflow:
    case CloseReason::OracleInvalid: return true;
    default: return false;
    }
}

/// A bracket is over when one of its children has done its work or has none left: the rest of the entry would open
/// what nothing closes.
bool endsBracket(CloseReason reason) noexcept {
    return reason == CloseReason::Filled || reason == CloseReason::Unfilled || reason == CloseReason::ReduceOnly;
}

/// So much less is left of the other order of a group.
void shrinkSibling(State& state, Emitter& emitter, AccountState& account, std::size_t slot, Quantity size) {
    const Order& order = account.orders[slot]->order;
    if (order.remaining() <= size) return cancelAt(state, emitter, account, slot, CloseReason::OneCancelsOther);
    shrinkOrder(state, account, slot, Quantity(order.terms.size.raw() - size.raw()));
    state.market(order.terms.market)->touch(emitter.now());
    emitter.tell(OrderUpdated{account.id, order});
}

/// An entry is over that only reduced what there was: its children will never have anything to close.
void endIdleChildren(State& state, Emitter& emitter, AccountState& account, const Order& entry) {
    const Quantity base = account.find(entry.terms.market)->position.base;
    if (risk::reducibleBy(base, opposite(entry.terms.side)) >= state.market(entry.terms.market)->params.step) return;
    (void)cancelWhere(state, emitter, account, CloseReason::ReduceOnly,
                      [&](const Order& other) { return other.progress.parent == entry.id; });
}

void growChild(State& state, Emitter& emitter, AccountState& account, OpenOrder& child, Quantity size) {
    child.order.terms.size = Quantity(child.order.terms.size.raw() + size.raw());
    PositionState& position = *account.find(child.order.terms.market);
    if (child.inBook()) addToOpen(position, child.order, size.raw());
    disturb(state, account, position.pool());
    state.agenda.awake.push_back({account.id, child.order.id});
    emitter.tell(OrderUpdated{account.id, child.order});
}

} // namespace

bool hasNothingYet(const AccountState& account, const Order& order, Quantity step) noexcept {
    return waitsForEntry(account, order) &&
           risk::reducibleBy(account.find(order.terms.market)->position.base, order.terms.side) < step;
}

bool waitsForEntry(const AccountState& account, const Order& order) noexcept {
    if (order.progress.parent == OrderId{}) return false;
    const auto entry = slotOf(account, {order.progress.parent, ClientOrderId{}});
    return entry && account.orders[*entry]->order.progress.phase != OrderPhase::Twap;
}

std::optional<std::size_t> freeSlot(const AccountState& account) noexcept {
    const auto slot = static_cast<std::size_t>(std::countr_one(account.usedSlots));
    return slot < kMaxOpenOrders ? std::optional(slot) : std::nullopt;
}

std::optional<std::size_t> slotOf(const AccountState& account, OrderReference reference) noexcept {
    if (reference.id == OrderId{} && reference.clientId == ClientOrderId{}) return std::nullopt;
    std::optional<std::size_t> newest;
    for (std::uint32_t left = account.usedSlots; left != 0; left &= left - 1) {
        const auto slot = static_cast<std::size_t>(std::countr_zero(left));
        if (reference.id != OrderId{}) {
            if (account.slotIds[slot] == reference.id) return slot;
        } else if (account.orders[slot]->order.terms.clientId == reference.clientId &&
                   (!newest || account.slotIds[slot] > account.slotIds[*newest])) {
            newest = slot;
        }
    }
    return newest;
}

OpenSlots openSlotsById(const AccountState& account) {
    OpenSlots open;
    for (std::uint32_t left = account.usedSlots; left != 0; left &= left - 1)
        open.places[open.count++] = static_cast<std::uint8_t>(std::countr_zero(left));
    std::ranges::sort(std::span(open.places).first(open.count), {}, [&](std::uint8_t i) { return account.slotIds[i]; });
    return open;
}

void addToOpen(PositionState& p, const Order& order, std::int64_t size) noexcept {
    const OrderPhase phase = order.progress.phase;
    if (order.terms.reduceOnly || phase == OrderPhase::Waiting || phase == OrderPhase::Twap) return;
    if (order.terms.side == Side::Buy)
        p.openBids = Quantity(p.openBids.raw() + size);
    else
        p.openAsks = Quantity(p.openAsks.raw() - size);
}

void enterSlot(AccountState& account, std::size_t slot, const OpenOrder& open) {
    PositionState& position = *account.find(open.order.terms.market);
    addToOpen(position, open.order, open.order.remaining().raw());
    ++position.openOrders;
    if (open.order.terms.reduceOnly) ++position.reduceOnlyOrders;
    ++account.openOrderCount;
    if (tied(open.order)) ++account.linkedOrders;
    account.orders[slot] = open;
    account.slotIds[slot] = open.order.id;
    account.usedSlots |= 1U << slot;
}

Order leaveSlot(AccountState& account, std::size_t slot) {
    const Order order = account.orders[slot]->order;
    PositionState& position = *account.find(order.terms.market);
    addToOpen(position, order, -order.remaining().raw());
    --position.openOrders;
    if (order.terms.reduceOnly) --position.reduceOnlyOrders;
    --account.openOrderCount;
    if (tied(order)) --account.linkedOrders;
    account.orders[slot].reset();
    account.usedSlots &= ~(1U << slot);
    return order;
}

void closeOrder(State& state, Emitter& emitter, std::uint32_t tag, CloseReason reason) {
    AccountState& account = state.holderOf(tag);
    const Order order = leaveSlot(account, tag % kMaxOpenOrders);
    MarketState& market = *state.market(order.terms.market);
    const OrderPlace place{account.id, order.id};
    if (order.progress.phase == OrderPhase::Waiting) erasePlace(market.waiting, place);
    if (!order.terms.oracleOffset.isZero()) erasePlace(market.floating, place);
    market.touch(emitter.now());
    emitter.closed(account.id, order, reason);
    tiedAfterEnd(state, emitter, account, order, reason);
}

void cancelAt(State& state, Emitter& emitter, AccountState& account, std::size_t slot, CloseReason reason) {
    account.prefetchOrder(slot);
    OpenOrder& open = *account.orders[slot];
    if (open.inBook()) state.market(open.order.terms.market)->book.remove(open.handle);
    closeOrder(state, emitter, makeTag(account.id, slot), reason);
}

void shrinkOrder(State& state, AccountState& account, std::size_t slot, Quantity newSize) {
    OpenOrder& open = *account.orders[slot];
    MarketState& market = *state.market(open.order.terms.market);
    addToOpen(*account.find(market.params.id), open.order, newSize.raw() - open.order.terms.size.raw());
    open.order.terms.size = newSize;
    if (!open.inBook()) return;
    const book::Lots left = market.toLots(open.order.remaining());
    const book::Lots shown = market.book.order(open.handle).lots;
    if (shown > left) market.book.reduce(open.handle, shown - left);
}

void tiedAfterFill(State& state, Emitter& emitter, AccountState& account, const Order& order, Quantity size,
                   Money quote) {
    if (account.linkedOrders == 0) return;
    const OpenSlots open = openSlotsById(account);
    for (const std::uint8_t slot : open.all()) {
        if (!account.orders[slot]) continue;
        OpenOrder& other = *account.orders[slot];
        if (other.order.id == order.id) continue;
        if (other.order.id == order.progress.parent && other.order.progress.phase == OrderPhase::Twap) {
            other.order.filled = Quantity(other.order.filled.raw() + size.raw());
            other.order.filledQuote = Money(other.order.filledQuote.raw() + quote.raw());
        } else if (other.order.progress.parent == order.id) {
            growChild(state, emitter, account, other, size);
        } else if (order.progress.group != 0 && other.order.progress.group == order.progress.group &&
                   !other.order.terms.followsPosition) {
            shrinkSibling(state, emitter, account, slot, size);
        }
    }
}

void tiedAfterEnd(State& state, Emitter& emitter, AccountState& account, const Order& order, CloseReason reason) {
    if (account.linkedOrders == 0 && order.progress.parent == OrderId{}) return;
    if (order.filled.isZero())
        (void)cancelWhere(state, emitter, account, CloseReason::ParentGone,
                          [&](const Order& other) { return other.progress.parent == order.id; });
    else if (order.progress.phase != OrderPhase::Twap)
        endIdleChildren(state, emitter, account, order);
    if (order.progress.group != 0 && reason != CloseReason::OneCancelsOther && reason != CloseReason::ParentGone &&
        !failed(reason))
        (void)cancelWhere(state, emitter, account, CloseReason::OneCancelsOther,
                          [&](const Order& other) { return other.progress.group == order.progress.group; });
    if (endsBracket(reason) && waitsForEntry(account, order))
        (void)cancelWhere(state, emitter, account, CloseReason::OneCancelsOther,
                          [&](const Order& other) { return other.id == order.progress.parent; });
}

void insertPlace(std::vector<OrderPlace>& list, OrderPlace place) {
    list.insert(std::ranges::lower_bound(list, place), place);
}

void erasePlace(std::vector<OrderPlace>& list, OrderPlace place) {
    const auto at = std::ranges::lower_bound(list, place);
    if (at != list.end() && *at == place) list.erase(at);
}

} // namespace qd::exchange
