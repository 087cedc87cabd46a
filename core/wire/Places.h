#pragma once

#include "core/domain/Order.h"

#include <string>
#include <vector>

/// Where things are on the desktop, as one JSON document: what PLACES writes, so that a script outside can work the
/// terminal with a real mouse. Keys: resources/schemas/places.json. Coordinates are pixels of the whole desktop; what
/// is not to be seen is not in it. Any thread.
namespace qd::wire {

struct Place {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
};
struct OrderPlace {
    OrderId order; ///< a working one
    int x = 0;     ///< where it can be grabbed
    int y = 0;
};
struct PricePlace {
    Price price;
    Side side = Side::Buy; ///< of an order that is dropped there
    int x = 0;
    int y = 0;
};
struct PanePlace {
    std::string id; ///< "CHART-1"
    bool floating = false;
    Place place;
    Place header;
    std::vector<OrderPlace> orders; ///< where the pane shows orders
    std::vector<PricePlace> prices; ///< of those that were asked for
};
struct ControlPlace {
    std::string name; ///< of a button or a line that is typed in
    Place place;
};
struct WindowPlace {
    int number = 0;
    Place place;
    std::vector<PanePlace> panes;
    std::vector<ControlPlace> controls;
};

[[nodiscard]] std::string placesJson(const std::vector<WindowPlace>& windows);

} // namespace qd::wire
