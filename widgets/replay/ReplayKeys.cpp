#include "widgets/replay/ReplayPane.h"

namespace qd::ui {

std::vector<KeyHint> ReplayPane::keys() {
    return {
        {QStringLiteral("Space"), tr("Pauses the market and lets it go on")},
        {QStringLiteral("."), tr("Plays one event of a paused market")},
        {QStringLiteral("S / M / 5"), tr("Plays a paused recording to the next second, minute, five minutes")},
        {QStringLiteral("+ / -"), tr("Plays faster or slower")},
        {QStringLiteral("Left / Right / PgUp / PgDn / Home"), tr("Moves the position in a recording")},
        {QStringLiteral("Esc"), tr("Stays where the recording is")},
    };
}

} // namespace qd::ui
