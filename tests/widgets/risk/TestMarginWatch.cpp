#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/risk/RiskyAccount.h"
#include "widgets/base/Words.h"
#include "widgets/risk/MarginWatch.h"

#include <QObject>
#include <QSignalSpy>

using namespace qd;
using namespace qd::ui;

namespace {

struct Rig : test::PaneRig {
    AccountView view;
    MarginWatch watch{context};
    QSignalSpy told{&watch, &MarginWatch::told};

    Rig() {
        view.id = AccountId(1);
        view.name = "Main";
        view.pools.resize(1);
        view.pools[0].equity = Money::of(1'000);
    }
    void show() {
        venue.accountView = std::make_shared<AccountView>(view);
        venue.tellAccount();
    }
    QString last() { return told.isEmpty() ? QString() : told.back().at(0).toString(); }
};

} // namespace

class TestMarginWatch : public QObject {
    Q_OBJECT
  private slots:
    void everyStepUpIsToldOnce() {
        Rig rig;
        rig.show();
        QCOMPARE(rig.told.size(), 0);
        for (const MarginCall call : {MarginCall::Notice, MarginCall::Warning, MarginCall::Call}) {
            rig.view.pools[0].call = call;
            rig.show();
            rig.show();
            QCOMPARE(rig.last(), "Main: " + sentence(call));
        }
        QCOMPARE(rig.told.size(), 3);
        rig.view.pools[0].call = MarginCall::Notice; // on the way back, not yet out of danger
        rig.show();
        QCOMPARE(rig.told.size(), 3);
        rig.view.pools[0].call = MarginCall::None;
        rig.show();
        QCOMPARE(rig.told.size(), 4);
        QVERIFY(!rig.told.back().at(1).toBool());
    }
    /// A danger that is there when the terminal starts is told too.
    void whatStandsAtTheBeginningIsTold() {
        Rig rig;
        rig.view.pools[0].call = MarginCall::Call;
        rig.show();
        QCOMPARE(rig.told.size(), 1);
    }
    void aLiquidationIsToldFromBeginningToEnd() {
        Rig rig;
        rig.show();
        rig.view.pools[0].beingLiquidated = true;
        rig.show();
        QVERIFY(rig.last().contains("Main is being liquidated"));
        rig.view.pools[0].equity = Money::of(400);
        rig.show();
        QCOMPARE(rig.told.size(), 1);
        rig.view.pools[0].beingLiquidated = false;
        rig.view.pools[0].equity = Money::of(250);
        rig.show();
        QCOMPARE(rig.told.size(), 2);
        QVERIFY2(rig.last().contains("was 1\u2009000.00 and is 250.00"), qPrintable(rig.last()));
    }
    /// At a fast pace it is over before it was looked at.
    void aLiquidationBetweenTwoLooksIsTold() {
        Rig rig;
        rig.view.ts = UnixNanos(100);
        rig.view.pools[0].call = MarginCall::Call;
        rig.show();
        LiquidationEntry started;
        started.kind = LiquidationEntryKind::Started;
        started.account = AccountId(1);
        started.ts = UnixNanos(150);
        rig.venue.liquidationList = {started};
        rig.view.ts = UnixNanos(200);
        rig.view.pools[0].call = MarginCall::None;
        rig.view.pools[0].equity = Money::of(7);
        rig.show();
        QCOMPARE(rig.told.size(), 2);
        QVERIFY2(rig.last().contains("Main was liquidated; its equity is 7.00"), qPrintable(rig.last()));
        rig.view.ts = UnixNanos(300);
        rig.show();
        QCOMPARE(rig.told.size(), 2); // once
    }
    /// The pool of an isolated position is gone with it.
    void anIsolatedPositionThatIsGoneIsOver() {
        Rig rig;
        rig.view.pools.resize(2);
        rig.view.pools[1].pool = {true, MarketId(0)};
        rig.view.pools[1].equity = Money::of(50);
        rig.view.pools[1].beingLiquidated = true;
        rig.show();
        QVERIFY(rig.last().contains("isolated"));
        rig.view.pools.pop_back();
        rig.show();
        QVERIFY2(rig.last().contains("is over"), qPrintable(rig.last()));
        rig.show();
        QCOMPARE(rig.told.size(), 2);
    }
    void otherAccountsOfTheOwnerAreWatched() {
        Rig rig;
        rig.view.subAccounts.resize(2);
        rig.view.subAccounts[0].id = AccountId(1);
        rig.view.subAccounts[1].id = AccountId(2);
        rig.view.subAccounts[1].name = "hedge";
        rig.show();
        rig.view.subAccounts[1].call = MarginCall::Warning;
        rig.show();
        QCOMPARE(rig.last(), "hedge: " + sentence(MarginCall::Warning));
        rig.view.subAccounts[1].beingLiquidated = true;
        rig.show();
        QVERIFY(rig.last().contains("hedge is being liquidated"));
    }
    void theWorstPoolIsShown() {
        AccountView view;
        view.health = 90;
        view.pools.resize(2);
        view.pools[1].pool = {true, MarketId(3)};
        view.pools[1].health = 20;
        view.pools[1].call = MarginCall::Warning;
        const MarginStanding standing = standingOf(view);
        QCOMPARE(standing.health, 20);
        QVERIFY(standing.pool == view.pools[1].pool);
        QVERIFY(tokenOf(standing) == Token::Warn);
        view.pools[1].beingLiquidated = true;
        QVERIFY(tokenOf(standingOf(view)) == Token::Danger);
        QCOMPARE(word(standingOf(view)), "Being liquidated");
        QVERIFY(tokenOf(MarginStanding{}) == Token::Up && word(MarginStanding{}).isEmpty());
    }
};

QD_TEST(TestMarginWatch);
#include "TestMarginWatch.moc"
