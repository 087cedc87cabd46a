#pragma once

#include "core/domain/Account.h"
#include "core/ports/OrderEntry.h"

#include <QString>

#include <expected>
#include <optional>
#include <span>
#include <utility>
#include <vector>

/// A position's stop moved to where it loses nothing. Pure; any thread.
namespace qd::ui {

/// Where closing gives back what opening cost with its fees and funding, on the tick and against the holder: a long's
/// up, a short's down. Empty when there is no position, or there is no such price.
[[nodiscard]] std::optional<Price> breakEvenPrice(const Position& position, Price tick);

/// What brings the stop to break-even: amends of the stops there are, or one that is placed.
struct BreakEvenDeed {
    Price price;
    std::vector<std::pair<Order, ports::Amendment>> amends;
    std::vector<std::pair<Order, QString>> stuck; ///< stops that stay where they are, and why each cannot be moved
    std::optional<OrderTerms> place;              ///< follows the whole position
};
/// `orders`: of the account. Stops that lie better already stay. Error: why there is nothing to do, or it cannot be.
[[nodiscard]] std::expected<BreakEvenDeed, QString> breakEvenDeed(const PositionView& position,
                                                                  std::span<const TrackedOrder> orders, Price tick);

} // namespace qd::ui
