#include "core/wire/Places.h"

#include "core/base/Decimal.h"

#include <nlohmann/json.hpp>

namespace qd::wire {
namespace {

using nlohmann::json;

json placeOf(const Place& p) { return {{"x", p.x}, {"y", p.y}, {"width", p.width}, {"height", p.height}}; }

json paneOf(const PanePlace& p) {
    json pane = placeOf(p.place);
    pane["id"] = p.id;
    pane["floating"] = p.floating;
    pane["header"] = placeOf(p.header);
    pane["orders"] = json::array();
    for (const OrderPlace& o : p.orders) pane["orders"].push_back({{"id", o.order.value()}, {"x", o.x}, {"y", o.y}});
    pane["prices"] = json::array();
    for (const PricePlace& at : p.prices)
        pane["prices"].push_back(
            {{"price", toString(at.price)}, {"side", at.side == Side::Buy ? "buy" : "sell"}, {"x", at.x}, {"y", at.y}});
    return pane;
}

json windowOf(const WindowPlace& w) {
    json window = placeOf(w.place);
    window["number"] = w.number;
    window["panes"] = json::array();
    for (const PanePlace& pane : w.panes) window["panes"].push_back(paneOf(pane));
    window["controls"] = json::array();
    for (const ControlPlace& control : w.controls) {
        json one = placeOf(control.place);
        one["name"] = control.name;
        window["controls"].push_back(std::move(one));
    }
    return window;
}

} // namespace

std::string placesJson(const std::vector<WindowPlace>& windows) {
    json all = json::array();
    for (const WindowPlace& window : windows) all.push_back(windowOf(window));
    return json{{"windows", std::move(all)}}.dump(1) + "\n";
}

} // namespace qd::wire
