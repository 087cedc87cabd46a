#include "widgets/correlation/CorrelationPane.h"

namespace qd::ui {

std::vector<KeyHint> CorrelationPane::keys() {
    return {
        {tr("Arrow keys"), tr("Reads another pair")},
        {tr("Enter / Double click"), tr("Shows the row's market in the linked panes")},
    };
}

} // namespace qd::ui
