#pragma once

#include "core/domain/Account.h"
#include "core/domain/Order.h"
#include "core/ports/Accounts.h"

#include <QString>

#include <optional>

/// The orders that undo a position, the same from every hand. Pure; any thread, but for the account's.
namespace qd::ui {

/// Closes the position: a reduce-only market order of its size, immediate or cancel. Empty when there is no position.
[[nodiscard]] std::optional<OrderTerms> closingTerms(const PositionView& position);

/// The same for numerator / denominator of it (0 < numerator <= denominator), rounded down to a multiple of `step` (>
/// 0) unless it is all of it. Empty when that is nothing.
[[nodiscard]] std::optional<OrderTerms> partClosingTerms(const PositionView& position, Quantity step, int numerator,
                                                         int denominator);

/// The same for half of it.
[[nodiscard]] std::optional<OrderTerms> halvingTerms(const PositionView& position, Quantity step);

/// Turns the position round: one market order of twice its size, immediate or cancel, which may open. Empty when there
/// is no position, or twice its size does not fit 64 bits.
[[nodiscard]] std::optional<OrderTerms> reversingTerms(const PositionView& position);

/// Why the position, as it is shown, must not be turned round yet: an order in its market is not answered, or has
/// filled since the position was told; twice the size of that would overshoot. Empty: it may. Main thread.
[[nodiscard]] std::optional<QString> unsettled(const ports::Accounts& accounts, const PositionView& position);

} // namespace qd::ui
