#include "widgets/funding/FundingPane.h"

namespace qd::ui {

std::vector<KeyHint> FundingPane::keys() {
    return {
        {QStringLiteral("Up / Down"), tr("Shows another market's history, and it in the linked panes")},
        {QStringLiteral("Ctrl+C"), tr("Copies the selected rows, exactly")},
    };
}

} // namespace qd::ui
