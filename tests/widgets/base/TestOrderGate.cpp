#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/base/UsualSizes.h"

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
    void onePlanIsOneOrderAndSeveralAreASet() {
        QVERIFY(gate().send({OrderRelation::Independent, {buy(Quantity::of(1))}}, Intent::Explicit).has_value());
        QCOMPARE(m_rig->venue.placed.size(), 1U);
        const OrderPlan pair{OrderRelation::OneCancelsOther, {buy(Quantity::of(1)), buy(Quantity::of(1))}};
        const auto sent = gate().send(pair, Intent::Explicit);
        QVERIFY(sent.has_value());
        QCOMPARE(sent->size(), 2U);
        QCOMPARE(m_rig->venue.placedSets.size(), 1U);
        QCOMPARE(gate().send(pair, Intent::OneClick).error().code, GateCode::Disarmed);
        QCOMPARE(m_rig->venue.placedSets.size(), 1U);
    }
    /// Ten orders of 15 000 USDC are one of 150 000.
    void aScaleIsGuardedAsAWhole() {
        OrderPlan scale;
        for (int i = 0; i < 10; ++i) scale.orders.push_back(buy(Quantity::of(100)));
        QCOMPARE(gate().send(scale, Intent::Explicit).error().code, GateCode::LargeNotional);
        QVERIFY(m_rig->venue.placedSets.empty());
        gate().passOnce(GateCode::LargeNotional);
        QVERIFY(gate().send(scale, Intent::Explicit).has_value());
        scale.orders.resize(5);
        QVERIFY(gate().send(scale, Intent::Explicit).has_value());
    }
    void oneBadOrderHoldsTheSetBack() {
        OrderPlan pair{OrderRelation::OneCancelsOther, {buy(Quantity::of(1)), buy(Quantity::of(1), Price::of(120))}};
        QCOMPARE(gate().send(pair, Intent::Explicit).error().code, GateCode::FarPrice);
        QVERIFY(m_rig->venue.placedSets.empty());
    }
    /// A stop's limit is as far as it is from the trigger it is amended to.
    void aTriggerIsAmendedWithinTheGuard() {
        Order stop;
        stop.id = OrderId(7);
        stop.terms = buy(Quantity::of(1), Price::of(120));
        stop.terms.side = Side::Sell;
        stop.terms.trigger.kind = TriggerKind::Stop;
        stop.terms.trigger.price = Price::of(121);
        QVERIFY(gate().amend(stop, {Price::of(130), Quantity::of(1), Price::of(131)}, Intent::Explicit).has_value());
        QCOMPARE(m_rig->venue.amended.back().trigger, Price::of(131));
        QVERIFY(!gate().amend(stop, {Price::of(130), Quantity::of(1), Price::of(145)}, Intent::Explicit).has_value());
    }
    void cancelsAlwaysPass() {
        gate().cancel({OrderId(3), {}});
        gate().cancelAll({}, {});
        QCOMPARE(m_rig->venue.cancelled.size(), 1U);
        QCOMPARE(m_rig->venue.cancelledAll.size(), 1U);
    }
    void aLockHoldsBackWhatOpens() {
        QSignalSpy changed(&gate(), &OrderGate::lockChanged);
        const OpeningLock lock{UnixNanos::fromMillis(1'700'000'000'000), "Daily loss"};
        gate().setLock(lock);
        gate().setLock(lock);
        QCOMPARE(changed.size(), 1);
        const auto held = gate().place(buy(Quantity::of(1)), Intent::Explicit);
        QVERIFY(!held.has_value());
        QCOMPARE(held.error().code, GateCode::LockedOut);
        QVERIFY(QString::fromStdString(held.error().detail).contains("until 22:13:20 UTC: Daily loss"));
        gate().passOnce(GateCode::LockedOut); // no guard that can be passed
        QCOMPARE(refusal(buy(Quantity::of(1))), GateCode::LockedOut);
        QVERIFY(!gate().placeSet(OrderRelation::OneCancelsOther, {buy(Quantity::of(1)), buy(Quantity::of(1))},
                                 Intent::Explicit));
        Order order;
        order.id = OrderId(1);
        order.terms = buy(Quantity::of(1));
        QVERIFY(!gate().amend(order, {Price::of(149), Quantity::of(2)}, Intent::Explicit).has_value());
        OrderTerms reducing = buy(Quantity::of(1));
        reducing.reduceOnly = true;
        QVERIFY(gate().place(reducing, Intent::Explicit).has_value());
        gate().cancelAll({}, {});
        QCOMPARE(m_rig->venue.cancelledAll.size(), 1U);
        gate().setLock(std::nullopt);
        QVERIFY(gate().place(buy(Quantity::of(1)), Intent::Explicit).has_value());
    }
    void lessOfAnOrderPassesALock() {
        Order order;
        order.id = OrderId(1);
        order.terms = buy(Quantity::of(900), Price::of(120)); // far and large: it stands so already
        gate().setLock(OpeningLock{UnixNanos::fromMillis(1'700'000'000'000), "Daily loss"});
        QVERIFY(gate().amend(order, {Price::of(120), Quantity::of(800)}, Intent::Explicit).has_value());
        QCOMPARE(gate().amend(order, {Price::of(120), Quantity::of(800)}, Intent::OneClick).error().code,
                 GateCode::Disarmed);
        for (const ports::Amendment& to :
             {ports::Amendment{Price::of(121), Quantity::of(800)}, ports::Amendment{Price::of(120), Quantity::of(900)},
              ports::Amendment{Price::of(120), Quantity::of(901)}})
            QCOMPARE(gate().amend(order, to, Intent::Explicit).error().code, GateCode::LockedOut);
        QCOMPARE(m_rig->venue.amended.size(), 1U);
    }
    /// It was resumed, and opened.
    void aTwapThatOpensDoesNotRunOnUnderALock() {
        QSignalSpy told(&gate(), &OrderGate::heldBack);
        Order twap;
        twap.id = OrderId(4);
        twap.terms = buy(Quantity::of(1));
        gate().setLock(OpeningLock{UnixNanos::fromMillis(1'700'000'000'000), "Daily loss"});
        QVERIFY(gate().pauseTwap(twap, true, Intent::Explicit).has_value());
        QCOMPARE(gate().pauseTwap(twap, false, Intent::Explicit).error().code, GateCode::LockedOut);
        QCOMPARE(told.count(), 1);
        QCOMPARE(m_rig->venue.pausedTwaps.size(), 1U);
        twap.terms.reduceOnly = true;
        QVERIFY(gate().pauseTwap(twap, false, Intent::Explicit).has_value());
        gate().setLock(std::nullopt);
        twap.terms.reduceOnly = false;
        QVERIFY(gate().pauseTwap(twap, false, Intent::Explicit).has_value());
        QCOMPARE(m_rig->venue.pausedTwaps.size(), 3U);
    }
    /// Enter in the TWAP pane was enough to let it send on.
    void aTwapRunsOnByOneClickOnlyArmed() {
        Order twap;
        twap.id = OrderId(4);
        twap.terms = buy(Quantity::of(1));
        gate().setArmed(false);
        QVERIFY(gate().pauseTwap(twap, true, Intent::OneClick).has_value());
        QCOMPARE(gate().pauseTwap(twap, false, Intent::OneClick).error().code, GateCode::Disarmed);
        QVERIFY(gate().pauseTwap(twap, false, Intent::Explicit).has_value());
        gate().setArmed(true);
        QVERIFY(gate().pauseTwap(twap, false, Intent::OneClick).has_value());
        QCOMPARE(m_rig->venue.pausedTwaps.size(), 3U);
    }
    void aBracketsTargetMayLieFarAway() {
        OrderTerms target = buy(Quantity::of(1), Price::of(170));
        target.side = Side::Sell;
        target.reduceOnly = true;
        const OrderPlan bracket{OrderRelation::Bracket, {buy(Quantity::of(1)), target}};
        QVERIFY(gate().send(bracket, Intent::Explicit).has_value());
        QVERIFY(gate().place(target, Intent::Explicit).has_value()); // later, by itself
        target.price = Price::of(130);                               // would sell far below the mark
        QCOMPARE(refusal(target), GateCode::FarPrice);
        target.price = Price::of(170);
        target.reduceOnly = false;
        QCOMPARE(refusal(target), GateCode::FarPrice);
        OrderPlan farEntry = bracket;
        farEntry.orders[0].price = Price::of(120);
        QCOMPARE(gate().send(farEntry, Intent::Explicit).error().code, GateCode::FarPrice);
        gate().setLock(OpeningLock{UnixNanos::fromMillis(1'700'000'000'000), "Daily loss"});
        QCOMPARE(gate().send(bracket, Intent::Explicit).error().code, GateCode::LockedOut);
    }
    /// The guard slept for the first five orders after every start.
    void usualSizesComeFromHistory() {
        const auto record = [&](Quantity size, bool reduces = false, OrderState state = OrderState::Filled) {
            OrderRecord r;
            r.number = m_rig->venue.historyOrders.size() + 1;
            r.order.order.terms = buy(size);
            r.order.order.terms.reduceOnly = reduces;
            r.order.state = state;
            m_rig->venue.historyOrders.push_back(r);
        };
        for (int i = 0; i < 40; ++i) record(Quantity::of(30)); // of old
        for (int i = 0; i < 20; ++i) record(Quantity::of(2));
        for (int i = 0; i < 20; ++i) record(Quantity::of(30), true);
        for (int i = 0; i < 20; ++i) record(Quantity::of(30), false, OrderState::Rejected);
        UsualSizes usual(m_rig->context);
        m_rig->venue.tellAccount(); // no account is known yet
        QVERIFY(gate().place(buy(Quantity::of(21)), Intent::Explicit).has_value());
        m_rig->venue.accountView = std::make_shared<AccountView>();
        m_rig->venue.tellAccount();
        QCOMPARE(refusal(buy(Quantity::of(21))), GateCode::UnusualSize);
        QVERIFY(gate().place(buy(Quantity::of(20)), Intent::Explicit).has_value());
    }
    void anAnswerOfHistoryMayComeTooLate() {
        m_rig->venue.historyWaits = true;
        m_rig->venue.accountView = std::make_shared<AccountView>();
        {
            UsualSizes usual(m_rig->context);
            m_rig->venue.tellAccount();
        }
        QVERIFY(m_rig->venue.answerHistory());
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
    /// Of a set all or none is sent.
    void aSetIsHeldBackAsAWhole() {
        const OrderTerms good = buy(Quantity::of(1));
        const OrderTerms far = buy(Quantity::of(1), Price::of(100));
        const auto held = gate().placeSet(OrderRelation::Independent, {good, far}, Intent::Explicit);
        QVERIFY(!held.has_value());
        QCOMPARE(held.error().code, GateCode::FarPrice);
        QVERIFY(m_rig->venue.placedSets.empty());
        const auto sent = gate().placeSet(OrderRelation::Independent, {good, good}, Intent::Explicit);
        QVERIFY(sent.has_value());
        QCOMPARE(sent->size(), 2U);
        QCOMPARE(m_rig->venue.placedSets.front().orders.size(), 2U);
    }
    /// An order that waits is judged by the price it waits for, one that follows the index by how far it stays.
    void waitingOrdersAreJudgedByTheirTrigger() {
        OrderTerms stop = buy(Quantity::of(1), Price::of(120));
        stop.side = Side::Sell;
        stop.trigger.kind = TriggerKind::Stop;
        stop.trigger.price = Price::of(121);
        QVERIFY(gate().place(stop, Intent::Explicit).has_value());
        stop.price = Price::of(80);
        QCOMPARE(refusal(stop), GateCode::FarPrice);
        OrderTerms floating = buy(Quantity::of(1), Price());
        floating.oracleOffset = Price::of(-1);
        QVERIFY(gate().place(floating, Intent::Explicit).has_value());
        floating.oracleOffset = Price::of(-40);
        QCOMPARE(refusal(floating), GateCode::FarPrice);
    }
};
QD_TEST(TestOrderGate);
#include "TestOrderGate.moc"
