#include "widgets/orderbook/LadderPane.h"

namespace qd::ui {

std::vector<KeyHint> LadderPane::keys() {
    return {
        {tr("Click on bids / asks"), tr("Buys / sells at the price of the row; left Shift places a stop there, left "
                                        "Ctrl a take-profit, right Shift "
                                        "post-only, right Ctrl market, Alt immediate-or-cancel; Alt with Shift or Ctrl "
                                        "does what the right ones do")},
        {tr("Drag an order"), tr("Moves its limit or its trigger: one amend; Esc stops")},
        {tr("Middle click on an order"), tr("Cancels it")},
        {QStringLiteral("1 – 4"), tr("Chooses a quick size")},
        {QStringLiteral("Q / W"), tr("Joins the best bid / ask; with Shift post-only")},
        {QStringLiteral("S / A"), tr("Buys / sells at market; with Shift up to the best price of the other side, and "
                                     "cancels the rest")},
        {QStringLiteral("R"), tr("Closes the position in this market")},
        {QStringLiteral("H"), tr("Closes half of it; the pane's menu has the other parts")},
        {QStringLiteral("B"), tr("Moves its stop to break-even, with the fee of closing, or places one there")},
        {QStringLiteral("U / D"), tr("Moves its stops a tick up / down")},
        {QStringLiteral("T"), tr("Turns it round")},
        {QStringLiteral("F"), tr("Cancels the orders here and closes the position")},
        {QStringLiteral("+ / −"), tr("Moves the order under the mouse by a tick")},
        {QStringLiteral("C / E"), tr("Cancels all orders here / those of the side under the mouse")},
        {QStringLiteral("X"), tr("Cancels every order at the price under the mouse, stops too")},
        {QStringLiteral("O"), tr("Reduce-only on or off")},
        {QStringLiteral("Space"), tr("Follows the market")},
        {QStringLiteral("[ / ]"), tr("Finer / coarser grouping; also Ctrl and wheel")},
        {QStringLiteral("V"), tr("Traded volume at price")},
        {QStringLiteral("L"), tr("Only levels with size")},
    };
}

} // namespace qd::ui
