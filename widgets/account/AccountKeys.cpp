#include "widgets/account/AccountPane.h"

namespace qd::ui {

std::vector<KeyHint> AccountPane::keys() {
    return {
        {QStringLiteral("Left / Right"), tr("On the tabs: shows another part of the account")},
        {QStringLiteral("Enter"), tr("In an input: presses the form's first button")},
        {QStringLiteral("Esc"), tr("Keeps the account when the pane asks whether to reset or close it")},
    };
}

} // namespace qd::ui
