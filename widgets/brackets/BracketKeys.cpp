#include "widgets/brackets/BracketPane.h"

namespace qd::ui {

std::vector<KeyHint> BracketPane::keys() {
    return {
        {QStringLiteral("Enter"), tr("In the table edits the template; in its fields saves it")},
        {QStringLiteral("Del"), tr("Deletes the template")},
    };
}

} // namespace qd::ui
