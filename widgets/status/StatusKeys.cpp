#include "widgets/status/StatusPane.h"

namespace qd::ui {

std::vector<KeyHint> StatusPane::keys() {
    return {
        {QStringLiteral("Left / Right / PgUp / PgDn"), tr("Moves the position in a recording")},
        {QStringLiteral("Esc"), tr("Stays where the recording is")},
    };
}

} // namespace qd::ui
