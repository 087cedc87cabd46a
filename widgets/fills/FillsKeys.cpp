#include "widgets/fills/FillsPane.h"

namespace qd::ui {

std::vector<KeyHint> FillsPane::keys() {
    return {
        {QStringLiteral("Enter"), tr("Shows the market in the linked panes; also a double click")},
        {QStringLiteral("Menu"), tr("Opens the menu of the row")},
        {QStringLiteral("Ctrl+C"), tr("Copies the selected rows, exactly")},
    };
}

} // namespace qd::ui
