#pragma once

#include "core/domain/Events.h"
#include "core/feed/simulator/Grid.h"
#include "core/feed/simulator/StateReader.h"

#include <array>
#include <cstdint>
#include <span>

namespace qd::simulator {

/// An open order of an agent as far as its events told. Sizes in lots.
struct OwnOrder {
    OrderId id;
    std::int64_t tick = 0;
    std::int64_t left = 0;   ///< > 0
    std::int64_t filled = 0; ///< >= 0
};

/// The open orders of one account in one market and its position, kept up from events alone: whatever the reason an
/// order changes or vanishes for, its event does it. Both sides are sorted, best price first, older first.
class OwnOrders {
  public:
    /// What an account may have resting at once (spec/perps.md §2.1), and one passing through.
    static constexpr std::size_t kCapacity = 33;

    explicit OwnOrders(Grid grid) : m_grid(grid) {}

    void see(const OrderAccepted& e) { insert(e.order); }
    void see(const OrderAmended& e) {
        erase(e.order.terms.side, e.order.id);
        insert(e.order);
    }
    void see(const OrderFilled& e) {
        m_position = e.position;
        OwnOrder* order = find(e.side, e.order);
        if (order == nullptr) return;
        const std::int64_t lots = m_grid.lots(e.size);
        order->filled += lots;
        order->left -= lots; // at 0 its OrderClosed follows
    }
    void see(const OrderClosed& e) { drop(e.order); }
    /// An order that is not known at the exchange is not known here either, nor is a position that is not there.
    void see(const RequestRejected& e) {
        if (e.code == RejectCode::UnknownOrder) drop(e.order.id);
        if (e.code == RejectCode::ReduceOnlyNoPosition) m_position = {};
    }
    void see(const Deleveraged& e) { m_position = e.position; }
    /// What was taken from the account in its liquidation; what its orders sold in the book is told by their fills.
    void see(const LiquidationStepped& e) {
        if (e.step == LiquidationStep::TakeOver)
            moved(Quantity(e.side == Side::Sell ? -e.size.raw() : e.size.raw()));
        else if (e.step == LiquidationStep::Backstop)
            m_position = {};
    }
    /// The position changed by this much without an order.
    void moved(Quantity change) noexcept { m_position = Quantity(m_position.raw() + change.raw()); }

    [[nodiscard]] std::span<const OwnOrder> side(Side s) const noexcept {
        const SideOrders& orders = of(s);
        return std::span(orders.items).first(orders.count);
    }
    [[nodiscard]] std::size_t count() const noexcept { return std::size_t{m_bids.count} + m_asks.count; }
    /// Signed base.
    [[nodiscard]] Quantity position() const noexcept { return m_position; }

    void save(ByteWriter& out) const;
    void load(StateReader& in);

  private:
    struct SideOrders {
        std::array<OwnOrder, kCapacity> items;
        std::uint8_t count = 0;
    };
    [[nodiscard]] const SideOrders& of(Side s) const noexcept { return s == Side::Buy ? m_bids : m_asks; }
    [[nodiscard]] SideOrders& of(Side s) noexcept { return s == Side::Buy ? m_bids : m_asks; }
    [[nodiscard]] OwnOrder* find(Side s, OrderId id) noexcept;
    [[nodiscard]] static bool before(Side s, const OwnOrder& a, const OwnOrder& b) noexcept;
    void insert(const Order& order);
    bool erase(Side s, OrderId id) noexcept;
    void drop(OrderId id) noexcept {
        if (!erase(Side::Buy, id)) erase(Side::Sell, id);
    }
    void loadSide(StateReader& in, Side s);

    Grid m_grid;
    Quantity m_position;
    SideOrders m_bids;
    SideOrders m_asks;
};

} // namespace qd::simulator
