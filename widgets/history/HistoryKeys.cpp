#include "widgets/history/HistoryPane.h"

namespace qd::ui {

std::vector<KeyHint> HistoryPane::keys() {
    return {
        {QStringLiteral("Left / Right"), tr("On the tabs: shows another list")},
        {QStringLiteral("Enter"), tr("Shows the market in the linked panes; also a double click")},
        {QStringLiteral("Ctrl+C"), tr("Copies the selected rows, exactly")},
    };
}

} // namespace qd::ui
