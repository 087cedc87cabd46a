#include "widgets/help/HelpPane.h"

namespace qd::ui {

std::vector<KeyHint> HelpPane::keys() {
    return {
        {tr("Letters"), tr("Search")},
        {QStringLiteral("Enter"), tr("Runs the chosen command when it needs no words")},
        {QStringLiteral("Esc"), tr("Clears the search")},
    };
}

} // namespace qd::ui
