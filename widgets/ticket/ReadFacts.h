#pragma once

#include "widgets/base/PaneContext.h"
#include "widgets/ticket/TicketModel.h"

/// What the terminal knows of a market and the account now, from the ports. Main thread.
namespace qd::ui {

/// The venue takes requests.
[[nodiscard]] bool accepting(const VenueHealth& health);
[[nodiscard]] TicketFacts readFacts(const PaneContext& context, std::optional<MarketId> market);

} // namespace qd::ui
