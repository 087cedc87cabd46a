#include "widgets/depth/DepthPane.h"

namespace qd::ui {

std::vector<KeyHint> DepthPane::keys() {
    return {
        {tr("Wheel, + / −"), tr("Narrower or wider range of prices")},
        {QStringLiteral("Left / Right"), tr("Moves the reading on both sides of the mid")},
        {QStringLiteral("Esc"), tr("Reads the whole range again")},
    };
}

} // namespace qd::ui
