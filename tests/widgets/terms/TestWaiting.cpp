#include "tests/support/ExchangeRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/base/Format.h"
#include "widgets/terms/Waiting.h"

#include <QObject>
#include <QTest>

#include <limits>

using namespace qd;
using namespace qd::ui;
using test::ExchangeRig;
using test::price;

namespace {

Order waiting(TriggerKind kind, Side side, const char* trigger) {
    Order o;
    o.id = OrderId(1);
    o.terms = ExchangeRig::market(side, Quantity::of(2));
    o.terms.trigger.kind = kind;
    o.terms.trigger.price = price(trigger);
    o.progress.phase = OrderPhase::Waiting;
    return o;
}

Order resting() {
    Order o;
    o.id = OrderId(1);
    o.terms = ExchangeRig::limit(Side::Buy, price("99.5"), Quantity::of(2));
    return o;
}

Order trailing() {
    Order o = waiting(TriggerKind::Trailing, Side::Sell, "0");
    o.terms.reduceOnly = true;
    o.terms.trigger.distance = price("1.5");
    o.progress.extreme = price("110");
    o.progress.stop = price("108.5");
    return o;
}

} // namespace

class TestWaiting : public QObject {
    Q_OBJECT
  private slots:
    void ordersStandWhereTheyAct() {
        QCOMPARE(standsAt(resting()).value(), price("99.5"));
        QCOMPARE(standsAt(waiting(TriggerKind::Stop, Side::Sell, "95")).value(), price("95"));
        Order limit = waiting(TriggerKind::Stop, Side::Sell, "95");
        limit.terms.type = OrderType::Limit;
        limit.terms.price = price("94.5");
        QCOMPARE(standsAt(limit).value(), price("95"));
        limit.progress.phase = OrderPhase::Book; // it fired and rests
        QCOMPARE(standsAt(limit).value(), price("94.5"));
        QCOMPARE(standsAt(trailing()).value(), price("108.5"));
        Order idle = trailing();
        idle.progress = {};
        idle.progress.phase = OrderPhase::Waiting;
        QVERIFY(!standsAt(idle)); // it follows at once, and has not seen a price
        idle.terms.trigger.price = price("112");
        QCOMPARE(standsAt(idle).value(), price("112"));
        Order exit = resting(); // of a bracket, before its entry fills
        exit.progress.phase = OrderPhase::Waiting;
        QCOMPARE(standsAt(exit).value(), price("99.5"));
        Order twap;
        twap.terms = ExchangeRig::market(Side::Buy, Quantity::of(2));
        twap.progress.phase = OrderPhase::Twap;
        QVERIFY(!standsAt(twap));
        Order sent = waiting(TriggerKind::Stop, Side::Sell, "95"); // the venue has not answered
        sent.id = OrderId();
        sent.progress = {};
        QVERIFY(waits(sent));
        QCOMPARE(standsAt(sent).value(), price("95"));
    }
    void oneAmendMovesThem() {
        QCOMPARE(movedTo(resting(), price("98")).value(), (ports::Amendment{price("98"), Quantity::of(2)}));
        QCOMPARE(movedTo(waiting(TriggerKind::Stop, Side::Sell, "95"), price("96")).value(),
                 (ports::Amendment{Price(), Quantity::of(2), price("96")}));
        Order limit = waiting(TriggerKind::Stop, Side::Sell, "95");
        limit.terms.type = OrderType::Limit;
        limit.terms.price = price("94.5");
        QCOMPARE(movedTo(limit, price("96")).value(), (ports::Amendment{price("95.5"), Quantity::of(2), price("96")}));
        QCOMPARE(movedTo(trailing(), price("109")).value(), (ports::Amendment{Price(), Quantity::of(2), price("1")}));
        Order buy = trailing();
        buy.terms.side = Side::Buy;
        buy.progress.extreme = price("90");
        QCOMPARE(movedTo(buy, price("92")).value().trigger, price("2"));
    }
    void whatCannotBeMovedSaysWhy_data() {
        QTest::addColumn<int>("which");
        QTest::addColumn<QString>("why");
        QTest::newRow("percent") << 0 << "trails by percent";
        QTest::newRow("not active") << 1 << "does not follow";
        QTest::newRow("past the best price") << 2 << "must stay behind";
        QTest::newRow("follows the index") << 3 << "follows the index";
        QTest::newRow("market") << 4 << "no price to move";
        QTest::newRow("TWAP") << 5 << "TWAP";
        QTest::newRow("auction") << 6 << "auction";
        QTest::newRow("limit below zero") << 7 << "zero or below";
    }
    void whatCannotBeMovedSaysWhy() {
        QFETCH(int, which);
        QFETCH(QString, why);
        std::vector<Order> orders(8, trailing());
        orders[0].terms.trigger.distance = Price();
        orders[0].terms.trigger.distanceRate = Rate(10'000);
        orders[1].progress.extreme = Price();
        orders[3] = resting();
        orders[3].terms.oracleOffset = price("1");
        orders[4] = resting();
        orders[4].terms.type = OrderType::Market;
        orders[5].progress.phase = OrderPhase::Twap;
        orders[6].progress.phase = OrderPhase::Auction;
        orders[7] = waiting(TriggerKind::Stop, Side::Sell, "95");
        orders[7].terms.type = OrderType::Limit;
        orders[7].terms.price = price("1");
        const Price to = which == 2 ? price("111") : which == 7 ? price("94") : price("109");
        const auto moved = movedTo(orders[static_cast<std::size_t>(which)], to);
        QVERIFY(!moved);
        QVERIFY2(moved.error().contains(why), qPrintable(moved.error()));
    }
    /// The exchange does what the amend says.
    void theExchangeMovesThem() {
        ExchangeRig rig;
        const AccountId maker = rig.addAccount();
        const AccountId user = rig.addAccount();
        rig.place(maker, ExchangeRig::limit(Side::Sell, price("100.01"), Quantity::of(5)));
        rig.place(user, ExchangeRig::market(Side::Buy, Quantity::of(2)));
        OrderTerms stop = ExchangeRig::limit(Side::Sell, price("94.5"), Quantity::of(2));
        stop.reduceOnly = true;
        stop.trigger.kind = TriggerKind::Stop;
        stop.trigger.price = price("95");
        rig.place(user, stop);
        const Order order = rig.all<OrderAccepted>().front().order;
        const ports::Amendment to = movedTo(order, price("96")).value();
        rig.send(AmendOrder{user, {order.id, {}}, to.price, to.size, to.trigger});
        QCOMPARE(rig.rejection(), RejectCode::None);
        const Order after = rig.all<OrderAmended>().front().order;
        QCOMPARE(standsAt(after).value(), price("96"));
        QCOMPARE(after.terms.price, price("95.5"));
    }

    void triggersInWords() {
        const auto words = [](const Order& o) { return triggerText(o.terms, 2); };
        QCOMPARE(words(waiting(TriggerKind::Stop, Side::Sell, "95")), QString::fromUtf8("Stop ≤ 95.00"));
        QCOMPARE(words(waiting(TriggerKind::Stop, Side::Buy, "95")), QString::fromUtf8("Stop ≥ 95.00"));
        Order profit = waiting(TriggerKind::TakeProfit, Side::Sell, "105");
        profit.terms.trigger.source = TriggerSource::Index;
        QCOMPARE(words(profit), QString::fromUtf8("Take profit ≥ 105.00 index"));
        QCOMPARE(words(trailing()), "Trailing stop 1.50");
        Order percent = trailing();
        percent.terms.trigger.distance = Price();
        percent.terms.trigger.distanceRate = Rate(2'500);
        percent.terms.trigger.price = price("112");
        QCOMPARE(words(percent), "Trailing stop 0.25 % from 112.00");
        QVERIFY(words(resting()).isEmpty());
    }
    void soManyTicksAway() {
        const Price tick(10'000);
        QCOMPARE(byTicks(price("99.5"), tick, 3), price("99.53"));
        QCOMPARE(byTicks(price("99.5"), tick, -9'949), price("0.01"));
        QVERIFY(!byTicks(price("99.5"), tick, -9'950));
        QVERIFY(!byTicks(Price(std::numeric_limits<std::int64_t>::max() - 5), tick, 1));
        QVERIFY(!byTicks(price("1"), Price(std::numeric_limits<std::int64_t>::max() / 2), 5));
    }
    void distancesInPercent() {
        const Order stop = waiting(TriggerKind::Stop, Side::Sell, "96");
        QCOMPARE(distanceText(stop, price("100")), QString::fromUtf8("−4.00 %"));
        QCOMPARE(distanceText(stop, price("80")), "+20.00 %");
        QCOMPARE(distanceText(stop, std::nullopt), unknownText());
    }
};
QD_TEST(TestWaiting);
#include "TestWaiting.moc"
