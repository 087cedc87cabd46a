#pragma once

#include "widgets/ticket/TicketModel.h"

/// The exchange's rules for a whole plan, as far as they need no book. Pure.
namespace qd::ui {

/// The first rule of spec/perps.md §3.8, 4.8 that a plan breaks; what only matching can tell (post-only, fill-or-kill)
/// is not among them. None: it would be accepted.
[[nodiscard]] RejectCode refusalOf(const OrderPlan& plan, const TicketFacts& facts,
                                   const risk::PreviewAccount& account);

} // namespace qd::ui
