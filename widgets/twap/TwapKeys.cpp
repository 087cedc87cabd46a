#include "widgets/twap/TwapPane.h"

namespace qd::ui {

std::vector<KeyHint> TwapPane::keys() {
    return {
        {QStringLiteral("Enter"), tr("Pauses or resumes the TWAP; also a double click")},
        {QStringLiteral("Del"), tr("Cancels the TWAP")},
        {QStringLiteral("Menu"), tr("Opens the menu of the row")},
        {QStringLiteral("Ctrl+C"), tr("Copies the selected rows")},
    };
}

} // namespace qd::ui
