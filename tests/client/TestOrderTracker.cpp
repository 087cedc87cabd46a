#include "core/client/OrderTracker.h"
#include "tests/support/ExchangeRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::client;
using namespace qd::test;

namespace {

/// An exchange whose user is followed.
struct TrackedRig : ExchangeRig {
    OrderTracker tracker;
    OrderTracker::Changes changes;
    AccountId user;
    AccountId other;
    UnixNanos wall{7};
    TrackedRig() {
        user = addAccount();
        other = addAccount();
        tracker.follow(user);
    }
    template<class Body>
    const OrderTracker::Changes& follow(Body body) {
        Command command;
        command.ts = now;
        command.body = body;
        changes = tracker.read(command, exchange.apply(command), wall);
        return changes;
    }
    const OrderTracker::Changes& order(AccountId account, OrderTerms terms, std::uint64_t clientId = 0) {
        terms.clientId = ClientOrderId(clientId);
        return follow(PlaceOrder{account, terms});
    }
};

} // namespace

class TestOrderTracker : public QObject {
    Q_OBJECT
  private slots:
    void followsALifetime() {
        TrackedRig rig;
        rig.tracker.sent(rig.user, ClientOrderId(9), {UnixNanos(3), 0});
        rig.order(rig.user, ExchangeRig::limit(Side::Buy, price("99"), Quantity::of(2)), 9);
        QCOMPARE(rig.changes.orders.size(), 1U);
        QCOMPARE(rig.changes.orders[0].state, OrderState::Working);
        QCOMPARE(rig.changes.orders[0].sentAt, UnixNanos(3));
        rig.order(rig.other, ExchangeRig::limit(Side::Sell, price("99"), Quantity::of(1)));
        QCOMPARE(rig.changes.orders[0].state, OrderState::PartiallyFilled);
        QCOMPARE(rig.changes.orders[0].order.filled, Quantity::of(1));
        QCOMPARE(rig.changes.fills.size(), 1U);
        QCOMPARE(rig.changes.fills[0].fill.sequence, 1U);
        rig.follow(AmendOrder{rig.user, {OrderId(1), {}}, price("98"), Quantity::of(3), {}});
        QCOMPARE(rig.changes.orders[0].order.terms.price, price("98"));
        QCOMPARE(rig.tracker.working(rig.user).size(), 1U);
        rig.follow(CancelOrder{rig.user, {OrderId{}, ClientOrderId(9)}});
        QCOMPARE(rig.changes.orders[0].state, OrderState::Cancelled);
        QVERIFY(rig.tracker.working(rig.user).empty());
    }
    /// A stop waits, fires and is filled; a trailing one moves: every step is the tracked order's.
    void waitingOrdersAreFollowed() {
        TrackedRig rig;
        rig.order(rig.other, ExchangeRig::limit(Side::Buy, price("99"), Quantity::of(5)));
        rig.order(rig.other, ExchangeRig::limit(Side::Sell, price("101"), Quantity::of(5)));
        rig.order(rig.user, ExchangeRig::market(Side::Buy, Quantity::of(2)));
        OrderTerms stop = ExchangeRig::market(Side::Sell, Quantity::of(2));
        stop.reduceOnly = true;
        stop.trigger = {TriggerKind::Trailing, TriggerSource::Mark, false, {}, Price::of(1), {}};
        rig.order(rig.user, stop, 7);
        QCOMPARE(rig.changes.orders[0].state, OrderState::Working);
        QCOMPARE(rig.changes.orders[0].order.progress.phase, OrderPhase::Waiting);
        QCOMPARE(rig.changes.orders[0].account, rig.user);
        rig.follow(SetPrices{MarketId(0), Price::of(101), Price::of(101), false});
        QCOMPARE(rig.changes.orders[0].order.progress.stop, Price::of(100));
        QVERIFY(rig.changes.orders[0].triggeredAt.isZero());
        rig.follow(SetPrices{MarketId(0), Price::of(100), Price::of(100), false});
        QCOMPARE(rig.changes.orders.size(), 1U);
        QCOMPARE(rig.changes.orders[0].triggeredAt, Price::of(100));
        QCOMPARE(rig.changes.orders[0].state, OrderState::Filled);
        QCOMPARE(rig.changes.fills.size(), 1U);
    }
    void aRefusedSetIsRefusedOrderByOrder() {
        TrackedRig rig;
        OrderTerms good = ExchangeRig::limit(Side::Buy, price("99"), Quantity::of(1));
        OrderTerms bad = ExchangeRig::limit(Side::Buy, price("50"), Quantity::of(1));
        good.clientId = ClientOrderId(1);
        bad.clientId = ClientOrderId(2);
        const std::vector<OrderTerms> orders{good, bad};
        rig.follow(PlaceOrders{rig.user, OrderRelation::Independent, orders});
        QCOMPARE(rig.changes.orders.size(), 2U);
        QCOMPARE(rig.changes.orders[0].state, OrderState::Rejected);
        QCOMPARE(rig.changes.orders[1].rejectCode, RejectCode::PriceOutOfBand);
    }
    /// Each account numbers its orders from 1.
    void accountsAreKeptApart() {
        TrackedRig rig;
        rig.tracker.follow(rig.other);
        rig.order(rig.user, ExchangeRig::limit(Side::Buy, price("99"), Quantity::of(1)));
        rig.order(rig.other, ExchangeRig::limit(Side::Sell, price("99"), Quantity::of(1)));
        QCOMPARE(rig.changes.orders.size(), 2U);
        QCOMPARE(rig.changes.fills.size(), 2U);
        QVERIFY(rig.changes.orders[0].account != rig.changes.orders[1].account);
        QVERIFY(rig.tracker.working(rig.user).empty() && rig.tracker.working(rig.other).empty());
    }
    void refusalsAreToldAndChangeNothing() {
        TrackedRig rig;
        rig.order(rig.user, ExchangeRig::limit(Side::Buy, price("50"), Quantity::of(2)), 4);
        QCOMPARE(rig.changes.orders[0].state, OrderState::Rejected);
        QCOMPARE(rig.changes.orders[0].rejectCode, RejectCode::PriceOutOfBand);
        QCOMPARE(rig.changes.orders[0].order.terms.clientId, ClientOrderId(4));
        rig.order(rig.user, ExchangeRig::limit(Side::Buy, price("99"), Quantity::of(2)), 5);
        rig.follow(AmendOrder{rig.user, {OrderId(1), {}}, price("50"), Quantity::of(2), {}});
        QCOMPARE(rig.changes.orders[0].state, OrderState::Working);
        QCOMPARE(rig.changes.orders[0].rejectCode, RejectCode::PriceOutOfBand);
        QCOMPARE(rig.changes.orders[0].order.terms.price, price("99"));
        QVERIFY(rig.order(rig.other, ExchangeRig::limit(Side::Buy, price("98"), Quantity::of(2))).empty());
    }
    void savedAndLoadedGoesOn() {
        TrackedRig rig;
        rig.order(rig.user, ExchangeRig::limit(Side::Buy, price("99"), Quantity::of(2)), 5);
        ByteWriter out;
        rig.tracker.save(out);
        rig.tracker = OrderTracker();
        ByteReader in(out.bytes());
        rig.tracker.load(in);
        QVERIFY(in.ok() && in.atEnd());
        rig.order(rig.other, ExchangeRig::limit(Side::Sell, price("99"), Quantity::of(2)));
        QCOMPARE(rig.changes.orders[0].state, OrderState::Filled);
        for (std::size_t n = 0; n < out.size(); ++n) {
            ByteReader cut(out.bytes().first(n));
            OrderTracker().load(cut);
            QVERIFY(!cut.ok());
        }
    }
};
QD_TEST(TestOrderTracker);
#include "TestOrderTracker.moc"
