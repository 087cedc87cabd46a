#pragma once

#include "core/domain/Account.h"
#include "core/domain/Oracle.h"
#include "core/domain/Venue.h"

/// The texts by which our protocol names the values of closed lists. Source: spec/perps.md §4. Any thread.
namespace qd::wire {

[[nodiscard]] const char* nameOf(Side side);
[[nodiscard]] const char* nameOf(OrderType type);
[[nodiscard]] const char* nameOf(TimeInForce timeInForce);
[[nodiscard]] const char* nameOf(PostOnly mode);
[[nodiscard]] const char* nameOf(SelfTradePrevention mode);
[[nodiscard]] const char* nameOf(OrderState state);
[[nodiscard]] const char* nameOf(CloseReason reason);
/// "PriceOutOfBand"
[[nodiscard]] const char* nameOf(RejectCode code);
[[nodiscard]] const char* nameOf(LiquidityRole role);
[[nodiscard]] const char* nameOf(OrderPhase phase);
[[nodiscard]] const char* nameOf(TriggerKind kind);
[[nodiscard]] const char* nameOf(TriggerSource source);
[[nodiscard]] const char* nameOf(MarginCall call);
[[nodiscard]] const char* nameOf(OracleStatus status);
[[nodiscard]] const char* nameOf(DataStatus status);
[[nodiscard]] const char* nameOf(VenueMode mode);

} // namespace qd::wire
