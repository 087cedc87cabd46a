#include "app/terminal/Places.h"

#include <QAbstractButton>
#include <QLineEdit>

namespace qd::terminal {
namespace {

wire::Place placeOf(const QWidget* widget) {
    const QPoint corner = widget->mapToGlobal(QPoint(0, 0));
    return {corner.x(), corner.y(), widget->width(), widget->height()};
}

void addOrders(wire::PanePlace& pane, const ui::PaneContext& context, ui::OrderSurface& surface) {
    for (const TrackedOrder& o : context.accounts.orders()) {
        const auto point = surface.pointOfOrder(o.order.id);
        if (!point) continue;
        const QPoint at = surface.surface()->mapToGlobal(*point);
        pane.orders.push_back({o.order.id, at.x(), at.y()});
    }
}

void addPrices(wire::PanePlace& pane, ui::OrderSurface& surface, const std::vector<Price>& prices) {
    for (const Price price : prices) {
        for (const Side side : {Side::Buy, Side::Sell}) {
            const auto point = surface.pointOfPrice(side, price);
            if (!point) continue;
            const QPoint at = surface.surface()->mapToGlobal(*point);
            pane.prices.push_back({price, side, at.x(), at.y()});
        }
    }
}

template<class Control>
void addControls(wire::WindowPlace& to, const workspace::WorkspaceWindow& window) {
    for (const Control* control : window.findChildren<Control*>()) {
        if (control->isVisible() && !control->objectName().isEmpty())
            to.controls.push_back({control->objectName().toStdString(), placeOf(control)});
    }
}

} // namespace

std::vector<wire::WindowPlace> placesOf(const ui::PaneContext& context, const workspace::Workspace& workspace,
                                        const std::vector<Price>& prices) {
    std::vector<wire::WindowPlace> windows;
    for (const workspace::WorkspaceWindow* window : workspace.windows()) {
        if (!window->isVisible()) continue;
        wire::WindowPlace one{window->number(), placeOf(window), {}, {}};
        for (const workspace::PaneDock* dock : window->docks()) {
            if (!dock->pane().isSeen()) continue;
            wire::PanePlace pane{dock->id(), dock->isFloating(), placeOf(dock), placeOf(dock->pane().header()), {}, {}};
            if (ui::OrderSurface* surface = dock->pane().orderSurface()) {
                addOrders(pane, context, *surface);
                addPrices(pane, *surface, prices);
            }
            one.panes.push_back(std::move(pane));
        }
        addControls<QAbstractButton>(one, *window);
        addControls<QLineEdit>(one, *window);
        windows.push_back(std::move(one));
    }
    return windows;
}

} // namespace qd::terminal
