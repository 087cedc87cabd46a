#include "tests/support/TestRunner.h"
#include "widgets/heatmap/Bubbles.h"

#include <QObject>

using namespace qd;
using namespace qd::heatmap;

namespace {

constexpr UnixNanos kEnd = UnixNanos(1'710'244'800'000'000'000);

plot::Viewport view() {
    plot::Viewport v;
    v.setPlot({0, 0, 1'000, 500});
    v.setInterval(Interval::S1);
    v.setBars(100);
    v.setRight(kEnd);
    v.setPrices({Price::of(100), Price::of(110)});
    return v;
}

Trade trade(double secondsBefore, int cents, int size, Side side = Side::Buy) {
    return {TradeId(1), kEnd + -static_cast<std::int64_t>(secondsBefore * 1e9), Price(cents * 10'000),
            Quantity::of(size), side};
}

} // namespace

class TestBubbles : public QObject {
    Q_OBJECT
  private slots:
    void nearTradesOfOneSideAreOne() {
        const std::deque<Trade> trades{trade(50.02, 10'500, 3), trade(50.01, 10'500, 5),
                                       trade(50.0, 10'500, 4, Side::Sell), trade(20, 10'500, 2)};
        const auto bubbles = bubblesOf(trades, view(), {});
        QCOMPARE(bubbles.size(), std::size_t{3});
        const auto two = std::ranges::find(bubbles, 2, &Bubble::trades);
        QVERIFY(two != bubbles.end());
        QCOMPARE(two->size, Quantity::of(8));
        QVERIFY(std::abs(two->at.x() - 499.9) < 1);
        QVERIFY(std::abs(two->at.y() - 250) < 1);
        // The area is the share of the largest.
        const auto small = std::ranges::find(bubbles, Quantity::of(2), &Bubble::size);
        QVERIFY(std::abs(small->radius * small->radius * 4 - two->radius * two->radius) < 1);
    }
    void whatIsOutOfViewOrSmallIsLeftOut() {
        const std::deque<Trade> trades{trade(150, 10'500, 3), trade(40, 9'000, 3), trade(30, 10'500, 1),
                                       trade(20, 10'500, 9), trade(-20, 10'500, 9)};
        const auto bubbles = bubblesOf(trades, view(), Quantity::of(2));
        QCOMPARE(bubbles.size(), std::size_t{1});
        QCOMPARE(bubbles.front().size, Quantity::of(9));
    }
    void noTradesNoBubbles() { QVERIFY(bubblesOf({}, view(), {}).empty()); }
};

QD_TEST(TestBubbles);
#include "TestBubbles.moc"
