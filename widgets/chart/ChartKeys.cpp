#include "widgets/chart/ChartPane.h"

namespace qd::chart {

std::vector<ui::KeyHint> ChartPane::keys() {
    return {
        {tr("Wheel"), tr("Zooms time; with Ctrl, or over the price axis, prices; with Shift pans")},
        {tr("Drag an order"), tr("Moves it: one amend; Esc stops, Up and Down move by ticks")},
        {tr("Drag an alert"), tr("Moves its level, Up and Down by ticks; × deletes it")},
        {tr("Drag the position's line"), tr("Places its take-profit or stop where it is let go; Esc stops")},
        {tr("Right click"),
         tr("Places a limit order, an exit of the position or an alert at the price, or an alert on a study; lays out "
            "an order with a bracket; draws; saves picture and bars")},
        {QStringLiteral("Enter / Esc"), tr("Sends / drops the order with its bracket that was laid out")},
        {tr("Click a study"),
         tr("Its numbers and colours, and alerts on it; drag the edge of its pane for its height")},
        {QStringLiteral("Left / Right"), tr("Pans; with Ctrl a screen")},
        {QStringLiteral("+ / −"), tr("Zooms; with Ctrl prices")},
        {QStringLiteral("Home / End"), tr("The oldest / the newest bars")},
        {QStringLiteral("0"), tr("Fits prices")},
        {QStringLiteral("S"), tr("Lists studies: adds, edits, takes away")},
        {QStringLiteral("D"), tr("What can be drawn: tools, colour, width, magnet")},
        {QStringLiteral("T Y H V C B F U P X W"), tr("Trend line, ray, horizontal, vertical, channel, rectangle, "
                                                     "Fibonacci, ruler, risk, text, brush; Enter sets "
                                                     "a point at the crosshair, Esc ends")},
        {QStringLiteral("M"), tr("Magnet to open, high, low and close; Ctrl inverts it")},
        {QStringLiteral("G / Shift+G"), tr("Selects the next / the previous drawing")},
        {QStringLiteral("Alt+Arrows"), tr("Moves the selected drawing by bars and ticks")},
        {QStringLiteral("Del / Ctrl+D"), tr("Deletes / duplicates the selected drawing")},
        {QStringLiteral("Ctrl+Z / Ctrl+Shift+Z, Ctrl+Y"), tr("Undoes / does again what was drawn")},
        {QStringLiteral("Shift+Arrows"), tr("Moves the crosshair")},
        {QStringLiteral("R"), tr("Reads a broken history again")},
    };
}

} // namespace qd::chart
