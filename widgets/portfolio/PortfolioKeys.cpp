#include "widgets/portfolio/PortfolioPane.h"

namespace qd::ui {

std::vector<KeyHint> PortfolioPane::keys() {
    return {
        {tr("Mouse over a plot"), tr("The value and time of the point under the mouse")},
        {tr("Menu of the pane"), tr("Copies the statistics")},
    };
}

} // namespace qd::ui
