#pragma once

#include "core/domain/Account.h"
#include "core/domain/Market.h"
#include "core/ports/OrderEntry.h"

#include <QString>

#include <expected>
#include <optional>
#include <span>
#include <utility>
#include <vector>

/// A position's stop moved to where closing it loses nothing. Pure; any thread.
namespace qd::ui {

/// Where closing as taker, with its fee, gives back what opening cost with its fees and funding: the nearest price of
/// the tick at which nothing is lost, a long's rounded up, a short's down. `taker`: what the account pays of the
/// market's taker fee. Empty when there is no position, or there is no such price. Source: spec/perps.md §3.10, 4.9.
[[nodiscard]] std::optional<Price> breakEvenPrice(const Position& position, const MarketParams& market,
                                                  TakerTerms taker);

/// The working stops that would close the position.
[[nodiscard]] std::vector<TrackedOrder> stopsOf(const PositionView& position, std::span<const TrackedOrder> orders);

/// What brings the stop to break-even: amends of the stops there are, or one that is placed.
struct BreakEvenDeed {
    Price price;
    std::vector<std::pair<Order, ports::Amendment>> amends;
    std::vector<std::pair<Order, QString>> stuck; ///< stops that stay where they are, and why each cannot be moved
    std::optional<OrderTerms> place;              ///< follows the whole position
};
/// `orders`: of the account, which pays `taker` of the taker fee. Stops that lie better already stay. Error: why
/// there is nothing to do, or it cannot be.
[[nodiscard]] std::expected<BreakEvenDeed, QString> breakEvenDeed(const PositionView& position,
                                                                  std::span<const TrackedOrder> orders,
                                                                  const MarketParams& market, TakerTerms taker);

} // namespace qd::ui
