#include "tests/support/ExchangeRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/terms/Exits.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::ui;
using test::price;

namespace {

PositionView position(std::int64_t base, const char* mark) {
    PositionView p;
    p.market = MarketId(0);
    p.position.base = Quantity::of(base);
    p.position.entry = Money(-base * 100'000'000); // at 100
    p.entryPrice = price("100");
    p.mark = price(mark);
    return p;
}

} // namespace

/// Take-profit and stop of a position that is there.
class TestExits : public QObject {
    Q_OBJECT
  private slots:
    void theSideOfTheMarkDecides_data() {
        QTest::addColumn<int>("base");
        QTest::addColumn<QByteArray>("at");
        QTest::addColumn<bool>("wins");
        QTest::newRow("long above") << 3 << QByteArray("110") << true;
        QTest::newRow("long below") << 3 << QByteArray("95") << false;
        QTest::newRow("short above") << -3 << QByteArray("110") << false;
        QTest::newRow("short below") << -3 << QByteArray("95") << true;
    }
    void theSideOfTheMarkDecides() {
        QFETCH(int, base);
        QFETCH(QByteArray, at);
        QFETCH(bool, wins);
        const auto exit = exitAt(position(base, "102"), price(at.constData()), {}, 2);
        QVERIFY(exit.has_value());
        QCOMPARE(exit->trigger.kind, wins ? TriggerKind::TakeProfit : TriggerKind::Stop);
        QCOMPARE(exit->side, base > 0 ? Side::Sell : Side::Buy);
        QCOMPARE(exit->trigger.price, price(at.constData()));
        QCOMPARE(exit->trigger.source, TriggerSource::Mark);
        QCOMPARE(exit->size, Quantity::of(3));
        QVERIFY(exit->reduceOnly && exit->followsPosition);
        QCOMPARE(exit->type, OrderType::Market);
    }
    void thereIsNoSecondOneForTheWhole() {
        const PositionView p = position(3, "102");
        TrackedOrder stop;
        stop.state = OrderState::Working;
        stop.order.id = OrderId(7);
        stop.order.terms = closingOrder(p, TriggerKind::Stop, price("95"));
        stop.order.progress.phase = OrderPhase::Waiting;
        const std::vector<TrackedOrder> orders{stop};
        const auto second = exitAt(p, price("96"), orders, 2);
        QVERIFY(!second && second.error().contains(QStringLiteral("95.00")));
        QVERIFY(exitAt(p, price("110"), orders, 2).has_value()); // the other one
        auto others = orders;
        others[0].state = OrderState::Cancelled;
        QVERIFY(exitAt(p, price("96"), others, 2).has_value());
        others = orders;
        others[0].order.terms.followsPosition = false;
        others[0].order.terms.size = Quantity::of(1); // a part
        QVERIFY(exitAt(p, price("96"), others, 2).has_value());
        others = orders;
        others[0].order.terms.market = MarketId(1);
        QVERIFY(exitAt(p, price("96"), others, 2).has_value());
    }
    void whatCannotBeSaysSo() {
        QVERIFY(!exitAt(position(0, "102"), price("96"), {}, 2).has_value());
        QVERIFY(!exitAt(position(3, "0"), price("96"), {}, 2).has_value());
        QVERIFY(!exitAt(position(3, "102"), price("102"), {}, 2).has_value());
    }
    void resultsAreRoundedAgainstTheOwner() {
        QCOMPARE(resultOf(Side::Buy, Quantity::of(2), price("100"), price("101.5")), std::optional(Money(3'000'000)));
        QCOMPARE(resultOf(Side::Sell, Quantity::of(2), price("100"), price("101.5")), std::optional(Money(-3'000'000)));
        QCOMPARE(resultOf(Side::Buy, Quantity(1), price("100"), price("100.5")), std::optional(Money(0)));
        QCOMPARE(resultOf(Side::Sell, Quantity(1), price("100"), price("100.5")), std::optional(Money(-1)));
        QCOMPARE(resultOf(position(3, "102"), price("110")), std::optional(Money(30'000'000)));
        QCOMPARE(resultOf(position(-3, "102"), price("110")), std::optional(Money(-30'000'000)));
    }
};
QD_TEST(TestExits);
#include "TestExits.moc"
