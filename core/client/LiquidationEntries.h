#pragma once

#include "core/domain/Records.h"

#include <optional>

namespace qd::client {

/// What the liquidation feed and an account's history say of an event; empty for events of other kinds. Number and
/// venue are the caller's to give.
[[nodiscard]] std::optional<LiquidationEntry> entryOf(const Event& event);

} // namespace qd::client
