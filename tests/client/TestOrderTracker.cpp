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
        rig.tracker.sent(ClientOrderId(9), {UnixNanos(3), 0});
        rig.order(rig.user, ExchangeRig::limit(Side::Buy, price("99"), Quantity::of(2)), 9);
        QCOMPARE(rig.changes.orders.size(), 1U);
        QCOMPARE(rig.changes.orders[0].state, OrderState::Working);
        QCOMPARE(rig.changes.orders[0].sentAt, UnixNanos(3));
        rig.order(rig.other, ExchangeRig::limit(Side::Sell, price("99"), Quantity::of(1)));
        QCOMPARE(rig.changes.orders[0].state, OrderState::PartiallyFilled);
        QCOMPARE(rig.changes.orders[0].order.filled, Quantity::of(1));
        QCOMPARE(rig.changes.fills.size(), 1U);
        QCOMPARE(rig.changes.fills[0].fill.sequence, 1U);
        rig.follow(AmendOrder{rig.user, {OrderId(1), {}}, price("98"), Quantity::of(3)});
        QCOMPARE(rig.changes.orders[0].order.terms.price, price("98"));
        QCOMPARE(rig.tracker.working().size(), 1U);
        rig.follow(CancelOrder{rig.user, {OrderId{}, ClientOrderId(9)}});
        QCOMPARE(rig.changes.orders[0].state, OrderState::Cancelled);
        QVERIFY(rig.tracker.working().empty());
    }
    void refusalsAreToldAndChangeNothing() {
        TrackedRig rig;
        rig.order(rig.user, ExchangeRig::limit(Side::Buy, price("50"), Quantity::of(2)), 4);
        QCOMPARE(rig.changes.orders[0].state, OrderState::Rejected);
        QCOMPARE(rig.changes.orders[0].rejectCode, RejectCode::PriceOutOfBand);
        QCOMPARE(rig.changes.orders[0].order.terms.clientId, ClientOrderId(4));
        rig.order(rig.user, ExchangeRig::limit(Side::Buy, price("99"), Quantity::of(2)), 5);
        rig.follow(AmendOrder{rig.user, {OrderId(1), {}}, price("50"), Quantity::of(2)});
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
