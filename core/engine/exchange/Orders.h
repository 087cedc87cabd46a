#pragma once

#include "core/domain/Commands.h"
#include "core/engine/exchange/Emitter.h"
#include "core/engine/exchange/State.h"

namespace qd::exchange {

// Each applies one command, or emits RequestRejected and changes nothing.
void placeOrder(State& state, Emitter& emitter, const PlaceOrder& command);
void cancelOrder(State& state, Emitter& emitter, const CancelOrder& command);
void cancelAll(State& state, Emitter& emitter, const CancelAll& command);
void amendOrder(State& state, Emitter& emitter, const AmendOrder& command);
/// Cancels good-till-date orders whose time has passed, in order of (expiry, account, order).
void expireOrders(State& state, Emitter& emitter);

/// Slots of the account's open orders, by order id.
struct OpenSlots {
    std::array<std::uint8_t, kMaxOpenOrders> places{};
    std::size_t count = 0;
};
[[nodiscard]] OpenSlots openSlotsById(const AccountState& account);

} // namespace qd::exchange
