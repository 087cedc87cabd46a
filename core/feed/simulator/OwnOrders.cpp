#include "core/feed/simulator/OwnOrders.h"

#include <algorithm>

namespace qd::simulator {

OwnOrder* OwnOrders::find(Side s, OrderId id) noexcept {
    SideOrders& orders = of(s);
    for (std::size_t i = 0; i < orders.count; ++i) {
        if (orders.items[i].id == id) return &orders.items[i];
    }
    return nullptr;
}

bool OwnOrders::before(Side s, const OwnOrder& a, const OwnOrder& b) noexcept {
    if (a.tick != b.tick) return s == Side::Buy ? a.tick > b.tick : a.tick < b.tick;
    return a.id < b.id;
}

void OwnOrders::insert(const Order& order) {
    const Side s = order.terms.side;
    SideOrders& orders = of(s);
    const OwnOrder fresh{order.id, m_grid.tickBelow(order.terms.price), m_grid.lots(order.remaining()),
                         m_grid.lots(order.filled)};
    if (orders.count == kCapacity) return;
    std::size_t at = orders.count++;
    for (; at > 0 && before(s, fresh, orders.items[at - 1]); --at) orders.items[at] = orders.items[at - 1];
    orders.items[at] = fresh;
}

bool OwnOrders::erase(Side s, OrderId id) noexcept {
    SideOrders& orders = of(s);
    const OwnOrder* found = find(s, id);
    if (found == nullptr) return false;
    const auto at = static_cast<std::size_t>(found - orders.items.data());
    for (std::size_t i = at + 1; i < orders.count; ++i) orders.items[i - 1] = orders.items[i];
    --orders.count;
    return true;
}

void OwnOrders::save(ByteWriter& out) const {
    put(out, m_position);
    for (const SideOrders* orders : {&m_bids, &m_asks}) {
        out.put(orders->count);
        for (std::size_t i = 0; i < orders->count; ++i) {
            const OwnOrder& o = orders->items[i];
            put(out, o.id);
            out.put(o.tick);
            out.put(o.left);
            out.put(o.filled);
        }
    }
}

void OwnOrders::load(StateReader& in) {
    constexpr std::int64_t kLargest = std::int64_t{1} << 60;
    m_position = in.ranged("position", Quantity(-kLargest), Quantity(kLargest));
    loadSide(in, Side::Buy);
    loadSide(in, Side::Sell);
}

void OwnOrders::loadSide(StateReader& in, Side s) {
    SideOrders& orders = of(s);
    orders.count = in.ranged<std::uint8_t>("number of orders", 0, kCapacity);
    for (std::size_t i = 0; i < orders.count && in.ok(); ++i) {
        OwnOrder& o = orders.items[i];
        o.id = in.ranged("order id", OrderId(1), OrderId(~std::uint32_t{0}));
        o.tick = in.ranged<std::int64_t>("order price", 1, m_grid.lastTick());
        o.left = in.ranged<std::int64_t>("order size", 1, m_grid.mostLots());
        o.filled = in.ranged<std::int64_t>("filled size", 0, m_grid.mostLots());
        if (i > 0 && !before(s, orders.items[i - 1], o)) in.refuse("orders", "not in the order of their prices");
    }
}

} // namespace qd::simulator
