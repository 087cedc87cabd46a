#include "widgets/quotes/QuotePane.h"

namespace qd::ui::quotes {

std::vector<ui::KeyHint> QuotePane::keys() {
    return {
        {QStringLiteral("Enter"), tr("Shows the market in the linked panes; also a double click")},
        {QStringLiteral("Menu"), tr("Opens chart, order book, tape or ticket of the market")},
        {tr("Letters"), tr("Find a market")},
        {QStringLiteral("Alt+Up / Alt+Down"), tr("Moves the market on its board")},
        {QStringLiteral("Del"), tr("Takes the market off its board")},
    };
}

} // namespace qd::ui::quotes
