#include "widgets/sizing/SizingPane.h"

namespace qd::ui {

std::vector<KeyHint> SizingPane::keys() {
    return {
        {QStringLiteral("Up / Down"), tr("Steps the field: ten times as far with Shift, a hundred with Ctrl")},
        {QStringLiteral("Ctrl+Enter"), tr("Copies the order as a command; nothing is sent")},
    };
}

} // namespace qd::ui
