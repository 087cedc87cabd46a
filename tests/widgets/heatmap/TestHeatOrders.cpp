#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/heatmap/HeatPane.h"
#include "widgets/heatmap/HeatView.h"

#include <QMouseEvent>
#include <QObject>

using namespace qd;
using namespace qd::heatmap;

namespace {

constexpr MarketId kSol{0};

} // namespace

/// Own orders on the map, and what hands can do with them.
class TestHeatOrders : public QObject {
    Q_OBJECT
    std::unique_ptr<test::PaneRig> m_rig;
    std::unique_ptr<HeatPane> m_pane;
    HeatView& view() { return m_pane->view(); }
    HeatScene& scene() { return m_pane->view().scene(); }

    void show() {
        m_pane = std::make_unique<HeatPane>(m_rig->context);
        m_rig->show(*m_pane, {700, 400});
    }
    /// A market that stands still for so long.
    void run(int millis) {
        for (int i = 0; i < millis; i += 50) {
            m_rig->venue.marketNow = m_rig->venue.marketNow + 50 * kNanosPerMilli;
            m_rig->frame(*m_pane);
        }
    }
    void begin() {
        m_rig->venue.setBook(kSol, Price::of(150));
        m_rig->venue.tickers[kSol].status = DataStatus::Live;
        m_rig->venue.tickers[kSol].receivedNanos = m_rig->clock.monotonicNanos();
        show();
        run(3'000);
    }

    /// An own order so many ticks from the mid.
    void addOrder(std::uint32_t id, Side side, int ticks) {
        TrackedOrder o;
        o.order.id = OrderId(id);
        o.order.terms.clientId = ClientOrderId(100 + id);
        o.order.terms.market = kSol;
        o.order.terms.side = side;
        o.order.terms.price = priceAt(ticks);
        o.order.terms.size = Quantity::of(2);
        o.state = OrderState::Working;
        m_rig->venue.orderList.push_back(o);
        told();
    }
    [[nodiscard]] static Price priceAt(int ticks) { return Price(150'000'000 + ticks * 10'000); }
    void told() {
        m_rig->venue.tellAccount();
        run(200);
    }
    void moveTo(const QPoint& at) {
        QMouseEvent event(QEvent::MouseMove, at, view().mapToGlobal(at), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(&view(), &event);
    }
    /// A market with an order of ours in it, and a view in which a tick is wider than a pixel.
    void beginWithOrder() {
        begin();
        m_rig->gate.setArmed(true);
        const Price low = priceAt(-40);
        const double factor = (scene().view().yOf(low) - scene().view().yOf(Price::of(150))) / 40;
        if (factor < 2) scene().zoomPrice(2.5 / factor, scene().view().yOf(Price::of(150)));
        addOrder(1, Side::Buy, -20);
    }
    QPoint grab() {
        const QPoint from = view().pointOfOrder(OrderId(1)).value();
        QTest::mousePress(&view(), Qt::LeftButton, {}, from);
        return from;
    }
    void dragTo(int ticks) {
        const QPoint from = grab();
        const QPoint to = view().pointOfPrice(Side::Buy, priceAt(ticks)).value();
        for (int i = 1; i <= 4; ++i) moveTo(from + (to - from) * i / 4);
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, to);
    }

  private slots:
    void init() {
        m_pane.reset();
        m_rig = std::make_unique<test::PaneRig>();
    }
    void aDragIsExactlyOneAmend() {
        beginWithOrder();
        QCOMPARE(view().orders().size(), 1U);
        QCOMPARE(m_pane->orderSurface(), &view());
        dragTo(-12);
        auto& venue = m_rig->venue;
        QCOMPARE(venue.amended.size(), 1U);
        QCOMPARE(venue.amended[0].order.id, OrderId(1));
        QCOMPARE(venue.amended[0].price, priceAt(-12));
        QVERIFY(venue.placed.empty() && venue.cancelled.empty());
        // Until the venue has answered the old order stands, says where it is to go, and is not moved again.
        told();
        QCOMPARE(view().orders()[0].target, priceAt(-12));
        QVERIFY(view().orders()[0].text.contains("moving to 149.88"));
        dragTo(-15);
        QCOMPARE(venue.amended.size(), 1U);
        QVERIFY(view().notice().contains("still being moved"));
        venue.orderList[0].order.terms.price = priceAt(-12);
        venue.orderList[0].changedAt = UnixNanos(5);
        told();
        QVERIFY(!view().orders()[0].target);
    }
    void refusedTheOldOrderStandsVisibly() {
        beginWithOrder();
        dragTo(-12);
        m_rig->venue.orderList[0].changedAt = UnixNanos(5);
        m_rig->venue.orderList[0].rejectCode = RejectCode::InsufficientCollateral;
        told();
        QVERIFY(!view().orders()[0].target);
        QVERIFY2(view().notice().contains("stands at 149.80"), qPrintable(view().notice()));
        m_rig->clock.advance(9 * kNanosPerSecond);
        run(50);
        QVERIFY(view().notice().isEmpty());
    }
    /// Whoever moves it: another view, or a rule.
    void whatIsBeingMovedIsNotMovedTwice() {
        beginWithOrder();
        m_rig->venue.orderList[0].pendingAmend = true;
        dragTo(-12);
        QVERIFY(m_rig->venue.amended.empty());
        QVERIFY2(view().notice().contains("on its way"), qPrintable(view().notice()));
    }
    void anotherMarketEmptiesTheHand() {
        beginWithOrder();
        const QPoint from = grab();
        moveTo(from + QPoint(0, -20));
        m_pane->chooseMarket(MarketId(1));
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, from + QPoint(0, -40));
        QVERIFY(m_rig->venue.amended.empty());
    }
    void disarmedNothingIsMoved() {
        beginWithOrder();
        m_rig->gate.setArmed(false);
        dragTo(-12);
        QVERIFY(m_rig->venue.amended.empty());
        QVERIFY(view().notice().contains("One-click trading is off"));
    }
    void escapeEndsADragAndArrowsGoByTicks() {
        beginWithOrder();
        const QPoint from = grab();
        moveTo(from + QPoint(0, -30));
        run(100);
        QVERIFY(view().orders()[0].target);
        QTest::keyClick(&view(), Qt::Key_Escape);
        QVERIFY(!view().orders()[0].target);
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, from + QPoint(0, -30));
        QVERIFY(m_rig->venue.amended.empty());
        const QPoint again = grab();
        const QPoint to = view().pointOfPrice(Side::Buy, priceAt(-12)).value();
        moveTo(again + (to - again) / 2);
        moveTo(to);
        for (const auto key : {Qt::Key_Up, Qt::Key_Up, Qt::Key_Down}) QTest::keyClick(&view(), key);
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, to);
        QCOMPARE(m_rig->venue.amended.size(), 1U);
        QCOMPARE(m_rig->venue.amended[0].price, priceAt(-11));
    }
    void anOrderThatIsGoneIsNotMoved() {
        beginWithOrder();
        const QPoint from = grab();
        moveTo(from + QPoint(0, -30));
        m_rig->venue.orderList[0].state = OrderState::Filled;
        told();
        QVERIFY(view().notice().contains("not working any more"));
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, from + QPoint(0, -30));
        QVERIFY(m_rig->venue.amended.empty() && view().orders().empty());
    }
    /// Where its path is drawn its line begins now: what lies left of that is the past, and is not in anybody's hand.
    void thePastOfAnOrderIsNotGrabbed() {
        auto account = std::make_shared<AccountView>();
        account->id = AccountId(3);
        m_rig->venue.accountView = account;
        beginWithOrder();
        const PlacedOrder order = view().orders().at(0);
        QVERIFY(order.begin > scene().view().plot().left() + 100);
        const QPoint past(order.begin - 60, order.y);
        QTest::mousePress(&view(), Qt::LeftButton, {}, past);
        for (int i = 1; i <= 4; ++i) moveTo(past + QPoint(0, -5 * i));
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, past + QPoint(0, -20));
        QVERIFY(m_rig->venue.amended.empty());
        QVERIFY(!scene().fitsPrices()); // the map was moved instead
        run(200);
        const QPoint now(view().orders().at(0).begin + 3, view().orders().at(0).y);
        QTest::mousePress(&view(), Qt::LeftButton, {}, now);
        for (int i = 1; i <= 4; ++i) moveTo(now + QPoint(0, -5 * i));
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, now + QPoint(0, -20));
        QCOMPARE(m_rig->venue.amended.size(), 1U);
    }
    void aClickOnAnOrderMovesNothing() {
        beginWithOrder();
        QTest::mouseClick(&view(), Qt::LeftButton, {}, view().pointOfOrder(OrderId(1)).value());
        QVERIFY(m_rig->venue.amended.empty());
    }
};
QD_TEST(TestHeatOrders);
#include "TestHeatOrders.moc"
