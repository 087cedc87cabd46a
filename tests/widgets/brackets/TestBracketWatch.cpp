// Size: a scenario for each rule of each rule; their number is what makes the file long.
#include "tests/support/TestRunner.h"
#include "tests/widgets/brackets/WatchedBrackets.h"

#include <QObject>
#include <QSignalSpy>
#include <QTest>

using namespace qd;
using namespace qd::ui;
using Rig = test::WatchedBrackets;

class TestBracketWatch : public QObject {
    Q_OBJECT
  private slots:
    // ---- break-even

    void theStopGoesToBreakEvenOnce_data() {
        QTest::addColumn<int>("side");
        QTest::addColumn<QByteArray>("filledAt");
        QTest::addColumn<QByteArray>("shortOf");
        QTest::addColumn<QByteArray>("reached");
        QTest::addColumn<QString>("amend");
        const auto row = [](const char* name, Side side, const char* filled, const char* shortOf, const char* reached,
                            const char* amend) {
            QTest::newRow(name) << int(side) << QByteArray(filled) << QByteArray(shortOf) << QByteArray(reached)
                                << QString(amend);
        };
        row("a buy", Side::Buy, "150", "150.09", "150.10", "3 > 150.02");
        row("a sell", Side::Sell, "150", "149.91", "149.90", "3 > 149.98");
        row("a buy, from what it paid", Side::Buy, "149.5", "149.59", "149.60", "3 > 149.52");
        row("a buy, off the tick", Side::Buy, "149.505", "149.60", "149.61", "3 > 149.53");
        row("a sell, off the tick", Side::Sell, "150.505", "150.41", "150.40", "3 > 150.48");
    }
    void theStopGoesToBreakEvenOnce() {
        QFETCH(int, side);
        QFETCH(QByteArray, filledAt);
        QFETCH(QByteArray, shortOf);
        QFETCH(QByteArray, reached);
        QFETCH(QString, amend);
        Rig rig;
        const auto entry = rig.send("TP 5% SL 1% EVEN 10t PLUS 2t", static_cast<Side>(side));
        rig.at(reached);
        QCOMPARE(rig.amends(), 0U); // nothing is filled
        rig.at(shortOf);
        rig.fill(entry, 10, filledAt);
        QCOMPARE(rig.amends(), 0U);
        rig.at(reached);
        QCOMPARE(rig.lastAmend(), amend);
        QVERIFY(rig.venue.amended.back().size.isZero()); // its size stays what it is
        rig.look();
        QCOMPARE(rig.amends(), 1U); // one amend, not one a look
        rig.answer();
        QVERIFY2(rig.lastNews().startsWith("Bracket scalp, SOL-PERP: the stop stands at 1"),
                 qPrintable(rig.lastNews()));
        QVERIFY(rig.venue.placed.empty() && rig.venue.placedSets.size() == 1);
        QVERIFY(rig.running().front().evenDone);
        rig.moveByHand(3, reached.constData()); // even farther back it is the hand's from now on
        rig.at("150");
        rig.at(reached);
        QCOMPARE(rig.amends(), 1U);
    }
    void aStopThatStandsBetterIsLeft() {
        Rig rig;
        const auto entry = rig.send("SL 50t EVEN 10t TRAIL 20t BY 5t");
        rig.fill(entry, 10, "150");
        rig.at("150.30");
        QCOMPARE(rig.lastAmend(), "2 > 150.25"); // both are reached: the tighter one
        rig.answer();
        QVERIFY(rig.running().front().evenDone);
        rig.at("150.11");
        rig.at("150.30");
        QCOMPARE(rig.amends(), 1U);
    }

    // ---- trail

    void theStopFollowsInSteps() {
        Rig rig;
        const auto entry = rig.send("SL 50t TRAIL 20t BY 8t STEP 3t");
        rig.fill(entry, 10, "150");
        rig.at("150.19");
        QCOMPARE(rig.amends(), 0U);
        rig.at("150.20");
        QCOMPARE(rig.lastAmend(), "2 > 150.12");
        rig.answer();
        rig.at("150.22"); // less than a step
        QCOMPARE(rig.amends(), 1U);
        rig.at("150.23");
        QCOMPARE(rig.lastAmend(), "2 > 150.15");
        rig.answer();
        for (const char* back : {"150.16", "150.2", "149", "150.23"}) rig.at(back);
        QCOMPARE(rig.amends(), 2U); // never back
    }
    void laterTrailsAreTighter() {
        Rig rig;
        const auto entry = rig.send("SL 50t TRAIL 20t BY 15t TRAIL 40t BY 5t", Side::Sell);
        rig.fill(entry, 10, "150");
        rig.at("149.75");
        QCOMPARE(rig.lastAmend(), "2 > 149.9");
        rig.answer();
        rig.at("149.60");
        QCOMPARE(rig.lastAmend(), "2 > 149.65");
    }
    /// By chance the second step may be wider: the stop stays all the same.
    void aWiderStepLoosensNothing() {
        Rig rig;
        const auto entry = rig.send("SL 50t TRAIL 10t BY 2t TRAIL 12t BY 30t");
        rig.fill(entry, 10, "150");
        rig.at("150.10");
        rig.answer();
        rig.at("150.20");
        QCOMPARE(rig.amends(), 1U);
    }
    void aMoveIsToldButNotEveryOne() {
        Rig rig;
        const auto entry = rig.send("SL 50t TRAIL 10t BY 2t");
        rig.fill(entry, 10, "150");
        for (const char* up : {"150.10", "150.11", "150.12", "150.13"}) {
            rig.at(up);
            rig.answer();
        }
        QCOMPARE(rig.amends(), 4U);
        QCOMPARE(rig.told.size(), 1U);
        rig.look(5 * kNanosPerSecond);
        QCOMPARE(rig.told.size(), 2U);
        QVERIFY2(rig.lastNews().endsWith("the stop stands at 150.11 now."), qPrintable(rig.lastNews()));
        QCOMPARE(rig.told[0].subject, rig.told[1].subject);
        QCOMPARE(rig.told[0].importance, Importance::Plain);
    }

    // ---- what the venue says

    void aRefusedAmendLeavesTheOldStop() {
        Rig rig;
        const auto entry = rig.send("SL 50t EVEN 10t");
        rig.fill(entry, 10, "150");
        rig.at("150.10");
        rig.refuse(RejectCode::OracleInvalid);
        QVERIFY2(rig.lastNews().contains("was not moved to 150.00 and stands at 149.50."), qPrintable(rig.lastNews()));
        QCOMPARE(rig.told.back().importance, Importance::Problem);
        rig.look();
        QCOMPARE(rig.amends(), 1U); // not at once again
        rig.look(3 * kNanosPerSecond);
        QCOMPARE(rig.amends(), 2U);
        rig.refuse(RejectCode::OracleInvalid);
        rig.look(3 * kNanosPerSecond);
        rig.refuse(RejectCode::OracleInvalid);
        QVERIFY2(rig.lastNews().contains("tried 3 times; its rules have ended"), qPrintable(rig.lastNews()));
        rig.look(30 * kNanosPerSecond);
        QCOMPARE(rig.amends(), 3U);
        QVERIFY(rig.running().empty());
        QVERIFY(rig.order(2).order.terms.trigger.price == Rig::price("149.5"));
    }
    /// The price was quicker than the amend: that may happen often and ends nothing.
    void aPriceThatWasQuickerIsNoFailure() {
        Rig rig;
        const auto entry = rig.send("SL 50t EVEN 10t");
        rig.fill(entry, 10, "150");
        rig.at("150.10");
        for (int i = 0; i < 6; ++i) {
            rig.refuse(RejectCode::TriggerWouldFireImmediately);
            rig.look(3 * kNanosPerSecond);
        }
        QCOMPARE(rig.amends(), 7U);
        QCOMPARE(rig.running().size(), 1U);
    }
    void aFillWhileAnAmendIsOnItsWay() {
        Rig rig;
        const auto entry = rig.send("SL 50t EVEN 10t TRAIL 20t BY 5t");
        rig.fill(entry, 4, "150");
        rig.at("150.10");
        QCOMPARE(rig.lastAmend(), "2 > 150");
        rig.fill(entry, 6, "149.9"); // the venue tells of it before it has seen the amend
        rig.at("150.30");
        QCOMPARE(rig.amends(), 1U); // one at a time
        rig.answer();
        QVERIFY(rig.order(2).order.terms.size == Quantity::of(10));
        QCOMPARE(rig.lastAmend(), "2 > 150.25");
        QVERIFY(rig.venue.amended.back().size.isZero());
        QVERIFY(rig.running().front().average == Rig::price("149.94"));
    }
    /// An old refusal stands in the order until an amend is done: it does not answer the next one.
    void aLateAnswerIsNoHand() {
        Rig rig;
        const auto entry = rig.send("SL 50t TRAIL 10t BY 5t");
        rig.fill(entry, 4, "150");
        rig.at("150.10");
        rig.refuse(RejectCode::OracleInvalid);
        rig.look(3 * kNanosPerSecond);
        rig.fill(entry, 1, "150"); // looks like a refusal
        rig.look(kNanosPerSecond);
        rig.answer();
        QVERIFY2(!rig.lastNews().contains("by hand"), qPrintable(rig.lastNews()));
        rig.at("150.20");
        QCOMPARE(rig.lastAmend(), "2 > 150.15");
    }
    void whatAHandDoesIsLeft() {
        Rig rig;
        const auto entry = rig.send("SL 50t EVEN 10t TRAIL 20t BY 5t");
        rig.fill(entry, 10, "150");
        rig.moveByHand(2, "149.2");
        QVERIFY2(rig.lastNews().endsWith("the stop was moved by hand to 149.20; its rules have ended."),
                 qPrintable(rig.lastNews()));
        rig.at("150.30");
        QCOMPARE(rig.amends(), 0U);
        QVERIFY(rig.running().empty());
    }
    void aCancelOrAnAmendOfSomebodyElseIsWaitedFor() {
        Rig rig;
        const auto entry = rig.send("SL 50t EVEN 10t");
        rig.fill(entry, 10, "150");
        rig.order(2).pendingAmend = true;
        rig.at("150.10");
        QCOMPARE(rig.amends(), 0U);
        rig.order(2).pendingAmend = false;
        rig.order(2).pendingCancel = true;
        rig.look();
        QCOMPARE(rig.amends(), 0U);
        rig.close(2, OrderState::Cancelled, CloseReason::Cancelled);
        QVERIFY(rig.running().empty());
    }

    // ---- positions

    void aPartThatIsClosedLeavesTheRestItsRules() {
        Rig rig;
        const auto entry = rig.send("SL 50t EVEN 10t");
        rig.fill(entry, 10, "150");
        rig.hold(3);
        rig.at("150.10");
        QCOMPARE(rig.lastAmend(), "2 > 150");
    }
    void aPositionThatIsGoneOrTurnedRoundIsNotProtected_data() {
        QTest::addColumn<int>("held");
        QTest::newRow("gone") << 0;
        QTest::newRow("turned round") << -10;
    }
    void aPositionThatIsGoneOrTurnedRoundIsNotProtected() {
        QFETCH(int, held);
        Rig rig;
        const auto entry = rig.send("SL 50t EVEN 10t TRAIL 20t BY 5t");
        rig.fill(entry, 10, "150");
        rig.hold(held);
        rig.at("150.30");
        QCOMPARE(rig.amends(), 0U);
        rig.close(2, OrderState::Cancelled, CloseReason::ReduceOnly);
        QVERIFY(rig.running().empty());
    }
    void severalBracketsEachFollowTheirOwnEntry() {
        Rig rig;
        const auto first = rig.send("SL 50t EVEN 10t", Side::Buy, "150", "tight");
        const auto second = rig.send("TP 90t SL 50t TRAIL 30t BY 10t", Side::Buy, "149.9", "wide");
        rig.fill(first, 10, "150");
        rig.fill(second, 10, "149.9");
        rig.at("150.12");
        QCOMPARE(rig.lastAmend(), "2 > 150");
        rig.answer();
        rig.at("150.20");
        QCOMPARE(rig.lastAmend(), "5 > 150.1");
        rig.answer();
        QCOMPARE(rig.amends(), 2U);
        rig.close(2, OrderState::Filled, CloseReason::Filled);
        QCOMPARE(rig.running().size(), 1U);
        rig.at("150.40");
        QCOMPARE(rig.lastAmend(), "5 > 150.3");
    }
    void anotherAccountIsNotTouched() {
        Rig rig;
        const auto entry = rig.send("SL 50t EVEN 10t");
        rig.fill(entry, 10, "150");
        rig.select(4);
        rig.at("150.10");
        QCOMPARE(rig.amends(), 0U);
        rig.select(3);
        rig.look();
        QCOMPARE(rig.lastAmend(), "2 > 150");
    }
    /// Sent by a pane of a group that carries the account: kept for when that one is selected, and said so.
    void anotherAccountsBracketsWait() {
        Rig rig;
        QSignalSpy sent(&rig.gate, &OrderGate::sent);
        rig.send("SL 50t EVEN 10t");
        OrderPlan plan = sent.at(0).at(0).value<OrderPlan>();
        emit rig.gate.sentElsewhere(AccountId(4), plan, {ClientOrderId(91), ClientOrderId(92)});
        QCOMPARE(rig.running().size(), 2U);
        QCOMPARE(rig.running().back().account, AccountId(4));
        QCOMPARE(rig.running().back().stop, ClientOrderId(92));
        QVERIFY2(rig.lastNews().contains("waits until its account is the selected one"), qPrintable(rig.lastNews()));
        rig.look();
        QCOMPARE(rig.running().size(), 2U); // of the other account nothing is known here
        plan.rules = {};
        emit rig.gate.sentElsewhere(AccountId(4), plan, {ClientOrderId(93), ClientOrderId(94)});
        QCOMPARE(rig.running().size(), 2U);
    }
    void doubtfulPricesMoveNothing() {
        Rig rig;
        const auto entry = rig.send("SL 50t EVEN 10t");
        rig.fill(entry, 10, "150");
        rig.venue.setBook(Rig::kSol, Rig::price("150.30"));
        rig.venue.tickers[Rig::kSol].status = DataStatus::Stale;
        rig.look();
        QCOMPARE(rig.amends(), 0U);
        rig.venue.tickers[Rig::kSol].status = DataStatus::Live;
        rig.venue.playbackState.catchingUp = true; // this is the past
        rig.look();
        QCOMPARE(rig.amends(), 0U);
        rig.venue.playbackState.catchingUp = false;
        rig.look();
        QCOMPARE(rig.amends(), 1U);
    }
    void theStopsOwnPriceIsWatched() {
        Rig rig;
        const auto entry = rig.send("SL 50t INDEX EVEN 10t");
        rig.fill(entry, 10, "150");
        rig.at("150.10");
        rig.venue.tickers[Rig::kSol].prices.index = Rig::price("150.05");
        QCOMPARE(rig.amends(), 1U); // the rig moved them all
        rig.refuse(RejectCode::OracleInvalid);
        rig.look(3 * kNanosPerSecond);
        QCOMPARE(rig.amends(), 1U);
    }

    // ---- the arm switch

    void stopsAreTightenedDisarmedAndUseNoPass() {
        Rig rig;
        const auto entry = rig.send("SL 50t EVEN 10t");
        rig.fill(entry, 10, "150");
        QVERIFY(!rig.gate.armed());
        rig.gate.setLock(OpeningLock{UnixNanos(1), "too much lost"}); // it opens nothing
        rig.gate.passOnce(GateCode::FarPrice);
        rig.at("150.10");
        QCOMPARE(rig.amends(), 1U);
        rig.gate.setLock({});
        OrderTerms far;
        far.price = Rig::price("100");
        far.size = Quantity::of(1);
        QVERIFY(!rig.gate.objection(far, Intent::Explicit)); // the pass is still there
    }

    // ---- chase

    void theEntryFollowsTheBestPriceWithItsExits() {
        Rig rig;
        rig.gate.setArmed(true);
        rig.send("TP 30t SL 50t CHASE 5t");
        rig.at("149.90");
        QCOMPARE(rig.amends(), 0U); // never back
        rig.at("150.02");
        QCOMPARE(rig.lastAmend(), "1 > 150.02");
        QVERIFY(rig.venue.amended.back().size == Quantity::of(10));
        rig.answer();
        QCOMPARE(rig.amends(), 3U);
        QVERIFY(rig.venue.amended[1].trigger == Rig::price("150.32"));
        QVERIFY(rig.venue.amended[2].trigger == Rig::price("149.52"));
        QVERIFY2(rig.told.front().sentence.endsWith("the entry follows the price to 150.02."),
                 qPrintable(rig.told.front().sentence));
    }
    void anEntryThatIsTooFarIsGivenUp() {
        Rig rig;
        rig.gate.setArmed(true);
        const auto entry = rig.send("SL 50t CHASE 5t", Side::Sell);
        rig.at("149.94");
        QCOMPARE(rig.lastAmend(), "1 > 149.95"); // the ask
        rig.answer();
        rig.at("149.93"); // six ticks from where it was
        QCOMPARE(rig.venue.cancelled.size(), 1U);
        QCOMPARE(rig.venue.cancelled[0].id, OrderId(entry));
        QVERIFY2(rig.lastNews().contains("more than 5 ticks from where the entry was"), qPrintable(rig.lastNews()));
        rig.at("149.95");
        QCOMPARE(rig.venue.cancelled.size(), 1U);
        rig.close(entry, OrderState::Cancelled, CloseReason::Cancelled);
        QVERIFY(rig.running().empty());
    }
    void disarmingEndsTheChase() {
        Rig rig;
        rig.gate.setArmed(true);
        rig.send("SL 50t CHASE 9t EVEN 10t");
        rig.at("150.02");
        rig.answer();
        const std::size_t before = rig.amends();
        rig.gate.setArmed(false);
        QVERIFY2(rig.lastNews().contains("one-click trading is off; it stays at 150.02."), qPrintable(rig.lastNews()));
        rig.gate.setArmed(true); // it does not begin again
        rig.at("150.04");
        QCOMPARE(rig.amends(), before);
        QVERIFY(rig.running().front().rules.chaseTicks == 0 && rig.running().front().rules.even);
    }
    /// Also where nobody looks: another account is selected.
    void disarmingEndsTheChasesOfOtherAccounts() {
        Rig rig;
        rig.gate.setArmed(true);
        rig.send("SL 50t CHASE 9t EVEN 10t");
        rig.select(4);
        rig.gate.setArmed(false);
        rig.gate.setArmed(true);
        rig.select(3);
        rig.at("150.04");
        QCOMPARE(rig.amends(), 0U);
        QVERIFY(rig.running().front().rules.chaseTicks == 0 && rig.running().front().rules.even);
    }
    /// An exit that a hand has moved stays there, also when the entry has not followed yet.
    void aHandBeforeTheChaseIsLeft() {
        Rig rig;
        rig.gate.setArmed(true);
        rig.send("SL 50t CHASE 9t EVEN 10t");
        rig.moveByHand(2, "149.2");
        rig.at("150.02");
        QCOMPARE(rig.lastAmend(), "1 > 150.02");
        rig.answer();
        rig.look(4 * kNanosPerSecond);
        QCOMPARE(rig.amends(), 1U);
    }
    /// What is over makes room: it was found to be so while another account was selected, or the market began anew.
    void whatIsGoneMakesRoom() {
        Rig rig;
        rig.send("SL 50t EVEN 10t");
        rig.venue.orderList.clear();
        rig.send("SL 50t EVEN 12t");
        QCOMPARE(rig.running().size(), 1U);
        QCOMPARE(rig.running().front().rules.even->after.value, 12);
        rig.select(4); // theirs stay
        rig.venue.orderList.clear();
        rig.send("SL 50t EVEN 14t");
        QCOMPARE(rig.running().size(), 2U);
    }
    void disarmedItNeverBegins() {
        Rig rig;
        rig.send("SL 50t CHASE 9t");
        QVERIFY2(rig.lastNews().contains("does not follow the price, one-click trading is off"),
                 qPrintable(rig.lastNews()));
        rig.at("150.02");
        QCOMPARE(rig.amends(), 0U);
        QVERIFY(rig.running().empty());
    }
    void whatTheGateHoldsBackEndsTheChase() {
        Rig rig;
        rig.gate.setArmed(true);
        rig.send("SL 50t CHASE 9t");
        int heard = 0;
        QObject::connect(&rig.gate, &OrderGate::heldBack, [&heard] { ++heard; });
        rig.gate.setLock(OpeningLock{UnixNanos(1), "too much lost"});
        rig.at("150.02");
        QCOMPARE(rig.amends(), 0U);
        QVERIFY2(rig.lastNews().contains("does not follow the price. Opening is locked"), qPrintable(rig.lastNews()));
        QCOMPARE(heard, 0);
    }
    void anEntryMovedByHandIsNotChased() {
        Rig rig;
        rig.gate.setArmed(true);
        rig.send("SL 50t CHASE 9t");
        rig.moveByHand(1, "149.8");
        rig.at("150.02");
        QCOMPARE(rig.amends(), 0U);
        QVERIFY(rig.running().empty());
    }
    void aFilledEntryIsNotChasedAndItsStopStays() {
        Rig rig;
        rig.gate.setArmed(true);
        const auto entry = rig.send("SL 50t CHASE 9t EVEN 10t");
        rig.at("150.02");
        rig.fill(entry, 10, "150"); // before the amend has arrived
        rig.at("150.05");
        QCOMPARE(rig.amends(), 1U);
        QCOMPARE(rig.running().front().rules.chaseTicks, 0);
        rig.at("150.10");
        QCOMPARE(rig.lastAmend(), "2 > 150");
    }

    // ---- what is kept

    void aRestartGoesOn() {
        Rig rig;
        rig.gate.setArmed(true);
        const auto first = rig.send("SL 50t EVEN 10t TRAIL 20t BY 5t CHASE 9t");
        rig.fill(first, 10, "150");
        rig.at("150.10");
        rig.answer();
        rig.send("SL 50t CHASE 9t", Side::Buy, "150.10");
        std::erase_if(rig.venue.orderList, [&](const TrackedOrder& o) { return o.order.id == OrderId(first); });
        rig.restart(); // finished orders are forgotten
        rig.look();
        QVERIFY2(rig.lastNews().contains("it stays at 150.10"), qPrintable(rig.lastNews())); // disarmed at the start
        QCOMPARE(rig.running().size(), 1U);
        rig.at("150.20");
        QCOMPARE(rig.lastAmend(), "2 > 150.15");
    }
    void orderOfAMarketThatIsGoneIsLeftAlone() {
        Rig rig;
        const auto entry = rig.send("SL 50t EVEN 10t");
        rig.fill(entry, 10, "150");
        rig.venue.orderList.clear(); // another venue of the same profile
        rig.restart();
        rig.at("150.30");
        QCOMPARE(rig.amends(), 0U);
        QCOMPARE(rig.running().size(), 1U); // it is there when its venue is
    }
    void endingTheRulesLeavesTheOrders() {
        Rig rig;
        const auto entry = rig.send("SL 50t EVEN 10t");
        rig.fill(entry, 10, "150");
        QCOMPARE(endRunning(rig.settings, [](const RunningBracket&) { return true; }).value(), 1U);
        rig.at("150.30");
        QCOMPARE(rig.amends(), 0U);
        QVERIFY(rig.venue.cancelled.empty());
    }
    void templatesWithoutRulesAreNotKept() {
        Rig rig;
        rig.send("TP 1% SL 1%");
        QVERIFY(rig.running().empty());
    }
    void atMostSoManyAreAtWork() {
        Rig rig;
        for (std::size_t i = 0; i < kMostRunning; ++i) rig.send("SL 50t EVEN 10t");
        rig.send("SL 50t EVEN 10t", Side::Buy, "150", "last");
        QVERIFY2(rig.lastNews().contains("64 brackets are at work already"), qPrintable(rig.lastNews()));
        QCOMPARE(rig.running().size(), kMostRunning);
        // Those of another venue make room.
        rig.restart();
        rig.venue.orderList.clear();
        rig.look();
        rig.send("SL 50t EVEN 10t", Side::Buy, "150", "last");
        QCOMPARE(rig.running().size(), 1U);
    }
};

QD_TEST(TestBracketWatch);
#include "TestBracketWatch.moc"
