#pragma once

#include "core/domain/Slots.h"
#include "core/engine/exchange/Emitter.h"
#include "core/engine/exchange/State.h"

#include <optional>
#include <utility>

/// An order's place in its account's books: how it enters, counts towards margin, is found, and leaves; and what its
/// fills and its end mean for the orders tied to it. Source: spec/perps.md §4.2 (bracket, one-cancels-other), 4.4.
namespace qd::exchange {

[[nodiscard]] std::optional<std::size_t> freeSlot(const AccountState& account) noexcept;
/// Of several open orders with one client id (ids are free again after a day) the newest is meant.
[[nodiscard]] std::optional<std::size_t> slotOf(const AccountState& account, OrderReference reference) noexcept;

/// When a good-till-date order is cancelled: just after its last moment.
[[nodiscard]] inline UnixNanos expiryOf(const Order& order) noexcept {
    return UnixNanos(order.terms.expiry.value() + 1);
}
/// When an order leaves its auction: once more than its slots have passed.
[[nodiscard]] inline UnixNanos auctionEndOf(const Order& order) noexcept {
    return UnixNanos(static_cast<std::int64_t>(order.progress.auctionSlot + order.terms.auction.durationSlots + 1) *
                     kNanosPerSlot);
}

/// Slots of the account's open orders, by order id.
struct OpenSlots {
    std::array<std::uint8_t, kMaxOpenOrders> places{};
    std::size_t count = 0;
    [[nodiscard]] std::span<const std::uint8_t> all() const noexcept { return std::span(places).first(count); }
};
[[nodiscard]] OpenSlots openSlotsById(const AccountState& account);

/// Is it the child of an entry that may still be filled?
[[nodiscard]] bool waitsForEntry(const AccountState& account, const Order& order) noexcept;
/// Such a child whose entry has not yet made a position it could close, because it turns the one there was.
[[nodiscard]] bool hasNothingYet(const AccountState& account, const Order& order, Quantity step) noexcept;

/// Adds `size` of an order (negative: takes off) to the sums that margin counts; reduce-only orders do not count, nor
/// do those that wait.
void addToOpen(PositionState& position, const Order& order, std::int64_t size) noexcept;

/// Puts an order into a free slot. Its account has a position in its market.
void enterSlot(AccountState& account, std::size_t slot, const OpenOrder& open);
/// Takes an order out of its slot without telling; it may come back. It is not in the book any more.
Order leaveSlot(AccountState& account, std::size_t slot);

/// Ends an order that is not in the book (any more): out of its slot, told, and the orders tied to it dealt with.
void closeOrder(State& state, Emitter& emitter, std::uint32_t tag, CloseReason reason);
/// The same for an order wherever it is.
void cancelAt(State& state, Emitter& emitter, AccountState& account, std::size_t slot, CloseReason reason);

/// The same for every order that matches(const Order&), by id; ending one may have ended another. How many it ended.
std::size_t cancelWhere(State& state, Emitter& emitter, AccountState& account, CloseReason reason, auto&& matches) {
    std::size_t ended = 0;
    const OpenSlots open = openSlotsById(account);
    for (const std::uint8_t slot : open.all()) {
        if (!account.orders[slot] || !matches(std::as_const(account.orders[slot]->order))) continue;
        cancelAt(state, emitter, account, slot, reason);
        ++ended;
    }
    return ended;
}

/// An order was filled by `size` for `quote`: the other order of its group shrinks at once, its children grow, the TWAP
/// it belongs to counts it. May take other orders of the account out of the book.
void tiedAfterFill(State& state, Emitter& emitter, AccountState& account, const Order& order, Quantity size,
                   Money quote);
/// An order ended that has no slot (any more): its children go if it was never filled, the other order of its group
/// unless it only failed to go in, and a bracket's entry when one of its children has done its work.
void tiedAfterEnd(State& state, Emitter& emitter, AccountState& account, const Order& order, CloseReason reason);

/// Shrinks an order in place to a new total size, its shown part last.
void shrinkOrder(State& state, AccountState& account, std::size_t slot, Quantity newSize);

/// Keeps a sorted list of places.
void insertPlace(std::vector<OrderPlace>& list, OrderPlace place);
void erasePlace(std::vector<OrderPlace>& list, OrderPlace place);

} // namespace qd::exchange
