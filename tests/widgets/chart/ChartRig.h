#pragma once

#include "tests/support/PaneRig.h"
#include "tests/widgets/chart/BarStream.h"
#include "widgets/chart/ChartPane.h"
#include "widgets/chart/ChartView.h"

#include <memory>

namespace qd::test {

inline constexpr MarketId kSol{0};
inline constexpr UnixNanos kEnd = UnixNanos(1'710'244'800'000'000'000); // 2024-03-12 12:00 UTC

/// A chart over 3000 one-minute bars that end at kEnd, near 1000.00, armed.
class ChartRig {
  public:
    explicit ChartRig(const char* theme = "dark", QSize size = {900, 500}) : rig(theme), m_size(size) {
        rig.venue.series[Interval::M1].bars = barStream(3'000, Interval::M1, kEnd);
        rig.venue.marketNow = kEnd + 20 * kNanosPerSecond;
        rig.venue.setBook(kSol, last());
        rig.venue.tickers[kSol].receivedNanos = rig.clock.monotonicNanos();
        rig.gate.setArmed(true);
    }
    void show() {
        pane = std::make_unique<chart::ChartPane>(rig.context, book);
        rig.show(*pane, m_size);
        frame();
    }
    void frame() { rig.frame(*pane); }
    [[nodiscard]] chart::ChartView& view() { return pane->view(); }
    [[nodiscard]] Price last() { return rig.venue.series[Interval::M1].bars.back().close; }
    [[nodiscard]] Price ticksFromLast(int ticks) { return Price(last().raw() + ticks * 10'000); }

    /// A working order `ticks` from the last price; its id is its number in the list, from 1.
    TrackedOrder& addOrder(Side side, int ticks, Quantity size = Quantity::of(2)) {
        TrackedOrder order;
        order.order.id = OrderId(static_cast<std::uint32_t>(rig.venue.orderList.size() + 1));
        order.order.terms.side = side;
        order.order.terms.price = ticksFromLast(ticks);
        order.order.terms.size = size;
        order.state = OrderState::Working;
        order.queueAhead = Quantity::of(12);
        rig.venue.orderList.push_back(order);
        return rig.venue.orderList.back();
    }
    void tellAccount() {
        rig.venue.tellAccount();
        frame();
    }
    [[nodiscard]] const chart::PlacedMark* markOf(std::uint32_t order) {
        return view().marks().ofOrder(OrderId(order));
    }
    /// The picture of the plot and its axes.
    [[nodiscard]] QImage picture() { return view().grab().toImage().convertToFormat(QImage::Format_RGB32); }

    PaneRig rig;
    drawings::DrawingBook book;
    std::unique_ptr<chart::ChartPane> pane;

  private:
    QSize m_size;
};

} // namespace qd::test
