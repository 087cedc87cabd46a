#include "widgets/liquidations/LiquidationsPane.h"

namespace qd::ui {

std::vector<KeyHint> LiquidationsPane::keys() {
    return {
        {QStringLiteral("Enter"), tr("Shows the market in the linked panes; also a double click")},
        {QStringLiteral("Menu"), tr("Opens the menu of the row")},
        {QStringLiteral("Ctrl+C"), tr("Copies the selected rows, exactly")},
    };
}

} // namespace qd::ui
