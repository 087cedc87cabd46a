#pragma once

#include "core/domain/Account.h"
#include "core/engine/exchange/Exchange.h"

#include <memory>
#include <vector>

namespace qd::client {

/// The account as its owner sees it, every number from the risk engine at one state.
[[nodiscard]] std::shared_ptr<const AccountView> viewOf(const exchange::State& state, AccountId account);

/// The account's working orders, by id.
[[nodiscard]] std::vector<Order> workingOrders(const exchange::AccountState& account);

/// Size that trades before a working order: exact in our own book, the paper model's estimate in an external one.
[[nodiscard]] Quantity queueAhead(const exchange::State& state, const exchange::OpenOrder& order);

} // namespace qd::client
