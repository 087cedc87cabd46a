#include "widgets/alerts/AlertPane.h"

namespace qd::ui {

std::vector<KeyHint> AlertPane::keys() {
    return {
        {QStringLiteral("Enter"), tr("In the form sets the alert; on an alert shows its market in the group")},
        {QStringLiteral("Del"), tr("Deletes the alert")},
    };
}

} // namespace qd::ui
