#include "widgets/orders/OrdersPane.h"

namespace qd::ui {

std::vector<KeyHint> OrdersPane::keys() {
    return {
        {QStringLiteral("Enter"), tr("Opens the editor of the order; Enter there amends")},
        {QStringLiteral("− / +"), tr("Moves the order by a tick")},
        {QStringLiteral("Del"), tr("Cancels the order")},
        {QStringLiteral("Ctrl+C"), tr("Copies the selected rows")},
    };
}

} // namespace qd::ui
