#include "app/terminal/Places.h"

#include "core/base/Decimal.h"

#include <QAbstractButton>
#include <QLineEdit>

#include <nlohmann/json.hpp>

namespace qd::terminal {
namespace {

using nlohmann::json;

json placeOf(const QWidget* widget) {
    const QPoint corner = widget->mapToGlobal(QPoint(0, 0));
    return {{"x", corner.x()}, {"y", corner.y()}, {"width", widget->width()}, {"height", widget->height()}};
}

void addPoint(json& list, json what, const QWidget* surface, const std::optional<QPoint>& point) {
    if (!point) return;
    const QPoint global = surface->mapToGlobal(*point);
    what["x"] = global.x();
    what["y"] = global.y();
    list.push_back(std::move(what));
}

json ordersOf(const ui::PaneContext& context, ui::OrderSurface& surface) {
    json orders = json::array();
    for (const TrackedOrder& o : context.accounts.orders())
        addPoint(orders, {{"id", o.order.id.value()}}, surface.surface(), surface.pointOfOrder(o.order.id));
    return orders;
}

json pricesOf(ui::OrderSurface& surface, const std::vector<Price>& prices) {
    json list = json::array();
    for (const Price price : prices) {
        for (const Side side : {Side::Buy, Side::Sell})
            addPoint(list, {{"price", toString(price)}, {"side", side == Side::Buy ? "buy" : "sell"}},
                     surface.surface(), surface.pointOfPrice(side, price));
    }
    return list;
}

json paneOf(const ui::PaneContext& context, const workspace::PaneDock& dock, const std::vector<Price>& prices) {
    json pane = placeOf(&dock);
    pane["id"] = dock.id();
    pane["floating"] = dock.isFloating();
    pane["header"] = placeOf(dock.pane().header());
    if (ui::OrderSurface* surface = dock.pane().orderSurface()) {
        pane["orders"] = ordersOf(context, *surface);
        pane["prices"] = pricesOf(*surface, prices);
    }
    return pane;
}

template<class Control>
void addControls(json& list, const workspace::WorkspaceWindow& window) {
    for (const Control* control : window.findChildren<Control*>()) {
        if (!control->isVisible() || control->objectName().isEmpty()) continue;
        json one = placeOf(control);
        one["name"] = control->objectName().toStdString();
        list.push_back(std::move(one));
    }
}

} // namespace

std::string placesOf(const ui::PaneContext& context, const workspace::Workspace& workspace,
                     const std::vector<Price>& prices) {
    json windows = json::array();
    for (const workspace::WorkspaceWindow* window : workspace.windows()) {
        if (!window->isVisible()) continue;
        json one = placeOf(window);
        one["number"] = window->number();
        one["panes"] = json::array();
        for (const workspace::PaneDock* dock : window->docks()) {
            // Of tabs behind another nothing is seen.
            if (!dock->pane().visibleRegion().isEmpty()) one["panes"].push_back(paneOf(context, *dock, prices));
        }
        one["controls"] = json::array();
        addControls<QAbstractButton>(one["controls"], *window);
        addControls<QLineEdit>(one["controls"], *window);
        windows.push_back(std::move(one));
    }
    return json{{"windows", std::move(windows)}}.dump(1) + "\n";
}

} // namespace qd::terminal
