#include "widgets/risk/RiskPane.h"

namespace qd::ui {

std::vector<KeyHint> RiskPane::keys() {
    return {
        {tr("Up · Down"), tr("In a move of the what-if: 1 % more or less, with Shift 10 %")},
        {tr("Arrow keys"), tr("In the stress grid and the correlations: the cell whose numbers are told")},
        {QStringLiteral("Enter"), tr("Keeps scenarios and limits that were typed")},
    };
}

} // namespace qd::ui
