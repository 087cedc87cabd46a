#include "widgets/report/ReportPane.h"

namespace qd::report {

std::vector<ui::KeyHint> ReportPane::keys() {
    return {
        {QStringLiteral("Ctrl+A, Ctrl+C"), tr("Copies the whole report")},
        {QStringLiteral("F5"), tr("Makes the report anew")},
    };
}

} // namespace qd::report
