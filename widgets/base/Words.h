#pragma once

#include "core/domain/Account.h"
#include "core/domain/Venue.h"

#include <QString>

/// Words for people, made from codes.
namespace qd::ui {

[[nodiscard]] QString word(Side side);       ///< "Buy"
[[nodiscard]] QString word(TimeInForce tif); ///< "GTC"
[[nodiscard]] QString word(PostOnly mode);   ///< "Post", empty for No
[[nodiscard]] QString word(SelfTradePrevention mode);
[[nodiscard]] QString word(OrderState state);     ///< "Working"
[[nodiscard]] QString word(CloseReason reason);   ///< "Cancelled", "Self-trade"
[[nodiscard]] QString word(DataStatus status);    ///< "live"
[[nodiscard]] bool isDoubtful(DataStatus status); ///< values of it are dimmed
[[nodiscard]] QString word(VenueMode mode);       ///< "SIMULATED", "REPLAY"
/// "Limit post reduce" for a table cell.
[[nodiscard]] QString typeText(const OrderTerms& terms);
/// What happened, what was kept, what to do.
[[nodiscard]] QString sentence(RejectCode code);
[[nodiscard]] QString sentence(CloseReason reason);

} // namespace qd::ui
