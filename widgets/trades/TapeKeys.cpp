#include "widgets/trades/TapePane.h"

namespace qd::ui::trades {

std::vector<ui::KeyHint> TapePane::keys() {
    return {
        {QStringLiteral("Space"), tr("Holds the rows, or lets them go on")},
        {QStringLiteral("Up / Down / PgUp / PgDn"), tr("Scrolls back and forth")},
        {QStringLiteral("Home / End"), tr("The newest / the oldest trade kept")},
        {tr("Mouse over the rows"), tr("Holds them; the badge below counts newer ones, a click on it goes to them")},
    };
}

} // namespace qd::ui::trades
