#pragma once

#include "widgets/ticket/TicketModel.h"

#include <expected>

/// From complete inputs to orders, and what orders would lose at a stop. Pure.
namespace qd::ui {

struct PlanFault {
    TicketCode code = TicketCode::Refused;
    RejectCode refusal = RejectCode::None;
};
/// `inputs`: effective, every field its kind needs is readable. Client ids 0.
[[nodiscard]] std::expected<OrderPlan, PlanFault> planOf(const TicketInputs& inputs, const TicketFacts& facts,
                                                         Quantity size);

/// Take-profit and stop of a bracket for an entry at `entry`; readable. Empty when a level has no place.
[[nodiscard]] std::optional<BracketLevels> bracketLevels(const TicketInputs& inputs, Price entry,
                                                         const MarketParams& market);

/// The price an order of a plan is expected to fill at: its limit, its trigger, where it follows the index now, or the
/// best opposite price. Empty when not known.
[[nodiscard]] std::optional<Price> entryPrice(const OrderTerms& terms, const TicketFacts& facts);

/// The fees of one fill. Errors are empty.
struct FillFees {
    Money taker;
    Money rebate;
};
[[nodiscard]] std::optional<FillFees> feesOf(const ledger::FeeTerms& rates, Quantity size, Price price, bool makerBuys);

/// What the orders of a plan that open lose together when all of them are filled and closed at `stop`: as takers, both
/// fees included, rounded up. Empty when `stop` is not on the losing side of all of them, or it cannot be computed.
[[nodiscard]] std::optional<Money> lossAt(const OrderPlan& plan, Price stop, const TicketFacts& facts);

/// The largest size whose plan loses at most `budget` at the stop, down to the step; found by search with lossAt.
[[nodiscard]] std::expected<Quantity, PlanFault> sizeByRisk(const TicketInputs& inputs, const TicketFacts& facts,
                                                            Money budget);

} // namespace qd::ui
