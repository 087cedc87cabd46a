#include "widgets/orders/OrdersPane.h"

namespace qd::ui {

std::vector<KeyHint> OrdersPane::keys() {
    return {
        {QStringLiteral("Enter"), tr("Amends the order in an editor over its row; also a double click")},
        {QStringLiteral("+ / -"), tr("Moves the order by a tick; needs one-click trading on")},
        {QStringLiteral("Del"), tr("Cancels the selected orders")},
        {QStringLiteral("Menu"), tr("Opens the menu of the row")},
        {QStringLiteral("Ctrl+C"), tr("Copies the selected rows")},
    };
}

} // namespace qd::ui
