#include "widgets/positions/PositionsPane.h"

namespace qd::ui {

std::vector<KeyHint> PositionsPane::keys() {
    return {
        {QStringLiteral("Enter"), tr("Shows the market in the linked panes; also a double click")},
        {tr("Close · ½ · Flip"), tr("Send market orders at one click; need one-click trading on")},
        {tr("Settle · Margin"), tr("Moves realised profit to the deposit; moves an isolated position's margin")},
        {QStringLiteral("Menu"), tr("Opens the menu of the row")},
        {QStringLiteral("Ctrl+C"), tr("Copies the selected rows")},
    };
}

} // namespace qd::ui
