#include "widgets/account/AccountPane.h"

namespace qd::ui {

std::vector<KeyHint> AccountPane::keys() {
    return {
        {QStringLiteral("Esc"), tr("Keeps the account when the pane asks whether to reset it")},
    };
}

} // namespace qd::ui
