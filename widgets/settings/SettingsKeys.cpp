#include "widgets/settings/SettingsPane.h"

namespace qd::ui {

std::vector<KeyHint> SettingsPane::keys() {
    return {
        {QStringLiteral("Ctrl+F"), tr("Search")},
        {tr("Down / Enter in the search"), tr("Goes to the first setting found")},
        {QStringLiteral("Tab"), tr("Next setting, or its reset")},
        {QStringLiteral("Up / Down"), tr("Steps a number: ten times as far with Shift, a hundred with Ctrl")},
        {QStringLiteral("Enter"), tr("Keeps what was typed")},
        {QStringLiteral("Esc"), tr("Clears the search, or what was typed into a field")},
    };
}

} // namespace qd::ui
