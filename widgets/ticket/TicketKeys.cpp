#include "widgets/ticket/TicketPane.h"

namespace qd::ui {

std::vector<KeyHint> TicketPane::keys() {
    return {
        {QStringLiteral("Ctrl+Enter"), tr("Sends the order the button names")},
        {QStringLiteral("Esc"), tr("Clears price, size and stop")},
        {QStringLiteral("Up / Down"), tr("Steps a number; with Shift by ten, with Ctrl by a hundred")},
    };
}

} // namespace qd::ui
