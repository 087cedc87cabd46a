#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QSignalSpy>

using namespace qd;
using namespace qd::ui;

namespace {

OrderTerms buy(Quantity size, Price limit = Price::of(150)) {
    OrderTerms t;
    t.price = limit;
    t.size = size;
    return t;
}

} // namespace

class TestOrderGate : public QObject {
    Q_OBJECT
    std::unique_ptr<test::PaneRig> m_rig;
    OrderGate& gate() { return m_rig->gate; }
    GateCode refusal(const OrderTerms& terms, Intent intent = Intent::Explicit) {
        const auto placed = gate().place(terms, intent);
        return placed ? GateCode::NotReady : placed.error().code;
    }

  private slots:
    void init() {
        m_rig = std::make_unique<test::PaneRig>();
        m_rig->venue.setBook(MarketId(0), Price::of(150));
    }
    void disarmedAtStart() {
        QVERIFY(!gate().armed());
        QCOMPARE(refusal(buy(Quantity::of(1)), Intent::OneClick), GateCode::Disarmed);
        QVERIFY(m_rig->venue.placed.empty());
        QVERIFY(gate().place(buy(Quantity::of(1)), Intent::Explicit).has_value());
        gate().setArmed(true);
        QVERIFY(gate().place(buy(Quantity::of(1)), Intent::OneClick).has_value());
        QCOMPARE(m_rig->venue.placed.size(), 2U);
    }
    void notionalGuardIsPassedOnce() {
        QSignalSpy told(&gate(), &OrderGate::heldBack);
        const OrderTerms large = buy(Quantity::of(1'000));
        QCOMPARE(refusal(large), GateCode::LargeNotional);
        QCOMPARE(told.count(), 1);
        gate().passOnce(GateCode::LargeNotional);
        QVERIFY(gate().place(large, Intent::Explicit).has_value());
        QCOMPARE(refusal(large), GateCode::LargeNotional);
        OrderTerms reducing = large;
        reducing.reduceOnly = true;
        QVERIFY(gate().place(reducing, Intent::Explicit).has_value());
    }
    void farPricesAreHeldBack() {
        QCOMPARE(refusal(buy(Quantity::of(1), Price::of(120))), GateCode::FarPrice);
        gate().passOnce(GateCode::FarPrice);
        QVERIFY(gate().place(buy(Quantity::of(1), Price::of(120)), Intent::Explicit).has_value());
        QVERIFY(gate().place(buy(Quantity::of(1), Price::of(145)), Intent::Explicit).has_value());
    }
    void unusualSizesAreHeldBack() {
        for (int i = 0; i < 5; ++i) QVERIFY(gate().place(buy(Quantity::of(2)), Intent::Explicit).has_value());
        QCOMPARE(refusal(buy(Quantity::of(21))), GateCode::UnusualSize);
        QVERIFY(gate().place(buy(Quantity::of(20)), Intent::Explicit).has_value());
        gate().passOnce(GateCode::UnusualSize);
        QVERIFY(gate().place(buy(Quantity::of(21)), Intent::Explicit).has_value());
    }
    void withoutAPriceNothingIsSent() {
        OrderTerms other = buy(Quantity::of(1));
        other.market = MarketId(1);
        QCOMPARE(refusal(other), GateCode::NotReady);
        QVERIFY(m_rig->venue.placed.empty());
    }
    void cancelsAlwaysPass() {
        gate().cancel({OrderId(3), {}});
        gate().cancelAll({}, {});
        QCOMPARE(m_rig->venue.cancelled.size(), 1U);
        QCOMPARE(m_rig->venue.cancelledAll.size(), 1U);
    }
    void amendsAreGuardedToo() {
        Order order;
        order.id = OrderId(1);
        order.terms = buy(Quantity::of(1));
        QVERIFY(!gate().amend(order, {Price::of(100), Quantity::of(1)}, Intent::Explicit).has_value());
        QVERIFY(!gate().amend(order, {Price::of(149), Quantity::of(1)}, Intent::OneClick).has_value());
        QVERIFY(gate().amend(order, {Price::of(149), Quantity::of(1)}, Intent::Explicit).has_value());
        QCOMPARE(m_rig->venue.amended.size(), 1U);
    }
};
QD_TEST(TestOrderGate);
#include "TestOrderGate.moc"
