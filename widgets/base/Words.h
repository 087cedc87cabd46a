#pragma once

#include "core/domain/Account.h"
#include "core/domain/Commands.h"
#include "core/domain/Records.h"
#include "core/domain/Standing.h"
#include "core/domain/Venue.h"
#include "core/ports/History.h"

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
[[nodiscard]] QString word(TriggerKind kind);     ///< "Stop", empty for None
[[nodiscard]] QString word(TriggerSource source); ///< "mark"
[[nodiscard]] QString word(OrderPhase phase);     ///< "Waiting", "In auction"
/// What an order does now: its state, or where it is while it works ("Waiting", "TWAP paused").
[[nodiscard]] QString stateText(const TrackedOrder& order);
/// "Below 148.20 mark", "trailing by 1.5 %, stop 147.10 mark"; empty for orders that wait for nothing.
[[nodiscard]] QString triggerText(const Order& order, int priceDecimals);
/// Where its trigger stands, or stood last when it has fired; of a trailing stop its stop. Zero: nowhere.
[[nodiscard]] Price firesAt(const Order& order) noexcept;
[[nodiscard]] QString word(PostingKind kind); ///< "Deposit", "Profit and loss"
[[nodiscard]] QString word(MarginCall call);  ///< "Margin call", empty for None
[[nodiscard]] QString word(LiquidationEntryKind kind);
[[nodiscard]] QString word(OracleStatus status); ///< "valid", "stale for margin"
[[nodiscard]] QString word(OracleSource source); ///< "primary"
[[nodiscard]] QString word(BreakerCause cause);  ///< "price moved", empty for None
[[nodiscard]] QString word(MarketStatus status);
[[nodiscard]] QString word(MarketTier tier); ///< "A", "speculative"
[[nodiscard]] QString word(OrderRelation relation);
/// Why the history did not answer, as a part of a sentence: "the history is damaged (…)".
[[nodiscard]] QString reasonOf(const Error<ports::HistoryCode>& error);
/// "Limit post reduce", "Stop market reduce" for a table cell.
[[nodiscard]] QString typeText(const OrderTerms& terms);
/// A fill's fee to its last digit, and what a referrer made of it.
[[nodiscard]] QString feeTip(const OrderFilled& fill);
/// What happened, what was kept, what to do.
[[nodiscard]] QString sentence(RejectCode code);
[[nodiscard]] QString sentence(CloseReason reason);
[[nodiscard]] QString sentence(MarginCall call);
[[nodiscard]] QString sentence(LiquidationEntryKind kind);

} // namespace qd::ui
