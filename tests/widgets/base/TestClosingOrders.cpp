#include "tests/support/FakeVenue.h"
#include "tests/support/TestRunner.h"
#include "widgets/base/ClosingOrders.h"

#include <QObject>
#include <QTest>

#include <limits>

using namespace qd;
using namespace qd::ui;

namespace {

PositionView holding(std::int64_t base) {
    PositionView view;
    view.market = MarketId(3);
    view.position.base = Quantity(base);
    return view;
}

} // namespace

class TestClosingOrders : public QObject {
    Q_OBJECT
  private slots:
    void aPositionThatIsNotToldYetIsNotReversed() {
        test::FakeVenue venue;
        const PositionView position = holding(5'000'000'000);
        auto account = std::make_shared<AccountView>();
        account->ts = UnixNanos::fromMillis(2'000);
        venue.accountView = account;
        QVERIFY(!unsettled(venue, position));
        TrackedOrder order;
        order.order.terms.market = MarketId(1); // another one
        venue.orderList.push_back(order);
        QVERIFY(!unsettled(venue, position));
        venue.orderList[0].order.terms.market = MarketId(3);
        QVERIFY(unsettled(venue, position));
        venue.orderList[0].state = OrderState::Filled;
        QVERIFY(!unsettled(venue, position));
        FillView fill;
        fill.ts = UnixNanos::fromMillis(2'000);
        fill.fill.market = MarketId(3);
        fill.fill.position = Quantity(-5'000'000'000);
        venue.fillList = {fill};
        QVERIFY(unsettled(venue, position)); // it filled since
        QVERIFY(!unsettled(venue, holding(-5'000'000'000)));
        account->ts = UnixNanos::fromMillis(2'001); // then something else took it over
        QVERIFY(!unsettled(venue, position));
    }
    void sidesAndSizes_data() {
        QTest::addColumn<qlonglong>("base");
        QTest::addColumn<int>("side");
        QTest::addColumn<qlonglong>("close");
        QTest::addColumn<qlonglong>("half");
        QTest::addColumn<qlonglong>("reverse");
        const int buy = static_cast<int>(Side::Buy);
        const int sell = static_cast<int>(Side::Sell);
        QTest::newRow("long of 12.5, step 0.01")
            << 12'500'000'000LL << sell << 12'500'000'000LL << 6'250'000'000LL << 25'000'000'000LL;
        QTest::newRow("short of 0.03: half is one step")
            << -30'000'000LL << buy << 30'000'000LL << 10'000'000LL << 60'000'000LL;
        QTest::newRow("one step cannot be halved") << 10'000'000LL << sell << 10'000'000LL << 0LL << 20'000'000LL;
        QTest::newRow("flat") << 0LL << sell << 0LL << 0LL << 0LL;
        const qlonglong most = std::numeric_limits<qlonglong>::max();
        QTest::newRow("too large to turn round") << most << sell << most << most / 20'000'000 * 10'000'000 << 0LL;
    }
    void sidesAndSizes() {
        QFETCH(qlonglong, base);
        QFETCH(int, side);
        const PositionView position = holding(base);
        const auto check = [&](const std::optional<OrderTerms>& terms, qlonglong size, bool reduces) {
            QCOMPARE(terms.has_value(), size != 0);
            if (!terms) return;
            QCOMPARE(terms->market, MarketId(3));
            QCOMPARE(static_cast<int>(terms->side), side);
            QCOMPARE(terms->size.raw(), size);
            QCOMPARE(terms->reduceOnly, reduces);
            QCOMPARE(terms->type, OrderType::Market);
            QCOMPARE(terms->timeInForce, TimeInForce::ImmediateOrCancel);
            QCOMPARE(terms->price, Price());
        };
        QFETCH(qlonglong, close);
        check(closingTerms(position), close, true);
        QFETCH(qlonglong, half);
        check(halvingTerms(position, Quantity(10'000'000)), half, true);
        QFETCH(qlonglong, reverse);
        check(reversingTerms(position), reverse, false);
    }
    void parts() {
        const PositionView position = holding(12'340'000'000);
        const auto size = [&](int numerator, int denominator) {
            const auto terms = partClosingTerms(position, Quantity(10'000'000), numerator, denominator);
            return terms ? qlonglong(terms->size.raw()) : 0;
        };
        QCOMPARE(size(1, 4), 3'080'000'000LL); // 3.085, down to the step
        QCOMPARE(size(1, 3), 4'110'000'000LL);
        QCOMPARE(size(2, 3), 8'220'000'000LL);
        QCOMPARE(size(3, 4), 9'250'000'000LL);
        QCOMPARE(size(1, 1), 12'340'000'000LL); // all of it, with what no step divides
        QVERIFY(!partClosingTerms(holding(20'000'000), Quantity(10'000'000), 1, 3));
    }
};
QD_TEST(TestClosingOrders);
#include "TestClosingOrders.moc"
