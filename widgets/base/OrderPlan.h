#pragma once

#include "core/domain/Commands.h"
#include "core/domain/Order.h"
#include "widgets/base/BracketRules.h"

#include <string>
#include <vector>

namespace qd::ui {

/// What one deed of a person sends: an order, or orders that are accepted together or not at all.
struct OrderPlan {
    OrderRelation relation = OrderRelation::Independent; ///< of more than one order
    std::vector<OrderTerms> orders;                      ///< at least one; see PlaceOrders in core/domain/Commands.h
    std::string templateName{};                          ///< of a bracket that was made by one
    BracketRules rules{};                                ///< of a bracket, what the terminal does with it from then on

    [[nodiscard]] bool single() const noexcept { return orders.size() == 1; }
    friend bool operator==(const OrderPlan&, const OrderPlan&) = default;
};

} // namespace qd::ui
