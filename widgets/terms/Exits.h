#pragma once

#include "core/domain/Account.h"
#include "core/domain/Order.h"

#include <QString>

#include <expected>
#include <optional>
#include <span>

/// Take-profit and stop of a position that is there. Pure; any thread.
namespace qd::ui {

/// The side of an order that closes it.
[[nodiscard]] Side closingSide(const PositionView& position);
/// A market order that waits for the mark price to be at `at` and then closes whatever the position is.
[[nodiscard]] OrderTerms closingOrder(const PositionView& position, TriggerKind kind, Price at);

/// The order that closes the position at a price: a take-profit where the mark price would have to win to get there, a
/// stop where it would have to lose. Error: there is one of that kind for all of the position already, which is moved
/// instead, or the mark price stands there or is not known.
[[nodiscard]] std::expected<OrderTerms, QString> exitAt(const PositionView& position, Price at,
                                                        std::span<const TrackedOrder> orders, int decimals);

/// What a size that was bought (or sold: `side`) at `entry` has made when it is closed at `exit`, without fees, rounded
/// down. Empty: it does not fit.
[[nodiscard]] std::optional<Money> resultOf(Side side, Quantity size, Price entry, Price exit);
/// What the position has made when it is closed at `exit`, as its unrealised profit is counted.
[[nodiscard]] std::optional<Money> resultOf(const PositionView& position, Price exit);

} // namespace qd::ui
