#pragma once

#include "core/domain/Account.h"
#include "core/domain/Order.h"
#include "core/domain/Venue.h"
#include "core/ports/OrderEntry.h"

#include <QString>

#include <expected>
#include <optional>

/// Orders that wait for a price: where they stand, and how they are moved. Pure; any thread.
namespace qd::ui {

/// It is not in the book: it waits for its trigger, or for its entry to fill.
[[nodiscard]] bool waits(const Order& order) noexcept;

/// Where an order stands on a ladder or a chart: its limit; while it waits, the price that fires it. A trailing stop
/// that is not active yet stands where it begins to follow. Empty: it has no place (market orders, TWAPs).
[[nodiscard]] std::optional<Price> standsAt(const Order& order) noexcept;

/// The price of the market that a trigger watches; 0 = not known.
[[nodiscard]] Price triggerPrice(const Ticker& ticker, TriggerSource source) noexcept;

/// The one amend that moves an order to a price (> 0). A stop-limit's limit keeps its distance from the trigger; a
/// trailing stop by an amount gets the distance that puts it there. An exit of a bracket that waits keeps the size it
/// has when the amend arrives: it grows with the entry's fills. Error: why this order cannot be moved.
[[nodiscard]] std::expected<ports::Amendment, QString> movedTo(const Order& order, Price to);

/// So many ticks from a price; empty: there is no such price above zero.
[[nodiscard]] std::optional<Price> byTicks(Price from, Price tick, int ticks) noexcept;

/// Why no other change of this order can be asked for: one is on its way, and what it makes of the order is not known.
[[nodiscard]] std::optional<QString> changing(const TrackedOrder& order);

/// Why this order cannot be moved now; empty when it can.
[[nodiscard]] std::optional<QString> immovable(const TrackedOrder& order);

/// What its price means to it: "Stop ≤ 140.00 index", "Take profit ≥ 160.00", "Trailing 2 % from 150.00", empty for an
/// order that waits for nothing.
[[nodiscard]] QString triggerText(const OrderTerms& terms, int decimals);

/// "−4.31 %" from `now` to where the order stands; unknown when one of them is.
[[nodiscard]] QString distanceText(const Order& order, std::optional<Price> now);

/// Parts per million in percent with as many digits as it needs: "2 %", "0.25 %".
[[nodiscard]] QString percentText(Rate rate);

} // namespace qd::ui
