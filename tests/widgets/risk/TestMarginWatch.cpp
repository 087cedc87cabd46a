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
    /// Another account of the owner is shown; Main stands as told.
    void shownOther(MarginCall call, bool beingLiquidated) {
        auto other = std::make_shared<AccountView>();
        other->id = AccountId(2);
        other->name = "hedge";
        other->ts = view.ts + 100;
        other->pools.resize(1);
        other->subAccounts.resize(2);
        other->subAccounts[0].id = view.id;
        other->subAccounts[0].name = view.name;
        other->subAccounts[0].call = call;
        other->subAccounts[0].beingLiquidated = beingLiquidated;
        other->subAccounts[1].id = other->id;
        venue.accountView = other;
        venue.tellAccount();
    }
    /// A long position of SOL-PERP in the cross pool.
    void setPosition(Price mark, Price liquidation) {
        view.positions.resize(1);
        view.positions[0].position.base = Quantity::of(1);
        view.positions[0].mark = mark;
        view.positions[0].liquidationPrice = liquidation;
    }
    News news() { return told.isEmpty() ? News{} : told.back().at(0).value<News>(); }
    QString last() { return news().sentence; }
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
        QVERIFY(rig.news().importance == Importance::Plain);
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
    /// What is told of a pool takes the place of what was told of it before, and of nothing else.
    void newsNameTheirPool() {
        Rig rig;
        rig.view.pools.resize(2);
        rig.view.pools[1].pool = {true, MarketId(1)};
        rig.show();
        rig.view.pools[0].call = MarginCall::Call;
        rig.show();
        QCOMPARE(rig.news().subject, "margin 1");
        QVERIFY(rig.news().importance == Importance::Problem);
        rig.setPosition(Price::of(150), Price::of(149));
        rig.show();
        QCOMPARE(rig.news().subject, "margin 1/near 0");
        rig.view.pools[1].call = MarginCall::Notice;
        rig.show();
        QCOMPARE(rig.news().subject, "margin 1 isolated 1");
        rig.shownOther(MarginCall::Liquidation, true);
        QCOMPARE(rig.news().subject, "margin 1"); // as a whole
        QVERIFY(rig.news().importance == Importance::Grave);
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
    /// What has become of it is not made up: the last equity is told, not a zero.
    void theEquityOfAPoolThatIsGoneIsTheLastOne() {
        Rig rig;
        rig.view.pools.resize(2);
        rig.view.pools[1].pool = {true, MarketId(0)};
        rig.view.pools[1].equity = Money::of(50);
        rig.view.pools[1].beingLiquidated = true;
        rig.show();
        rig.view.pools.pop_back();
        rig.show();
        QVERIFY2(rig.last().contains("isolated SOL-PERP is over: its equity was 50.00 USDC, and the pool is gone"),
                 qPrintable(rig.last()));
    }
    /// An isolated pool stays in danger while another account is shown and after it.
    void switchingAccountsIsNoAllClear() {
        Rig rig;
        rig.view.pools.resize(2);
        rig.view.pools[1].pool = {true, MarketId(0)};
        rig.view.pools[1].call = MarginCall::Call;
        rig.show();
        QCOMPARE(rig.told.size(), 1);
        rig.shownOther(MarginCall::Call, false);
        rig.show();
        rig.shownOther(MarginCall::Call, false);
        rig.show();
        QCOMPARE(rig.told.size(), 1);
        rig.view.pools[1].call = MarginCall::None;
        rig.show();
        QCOMPARE(rig.told.size(), 2);
        QVERIFY2(rig.last().startsWith("Main, isolated SOL-PERP: "), qPrintable(rig.last()));
    }
    /// What happened while another account was shown is told then, and not again.
    void whatHappenedToAnAccountThatIsNotShownIsToldOnce() {
        Rig rig;
        rig.view.ts = UnixNanos(100);
        rig.show();
        rig.shownOther(MarginCall::Warning, false);
        QCOMPARE(rig.last(), "Main: " + sentence(MarginCall::Warning));
        rig.shownOther(MarginCall::Liquidation, true);
        QVERIFY(rig.last().contains("Main is being liquidated"));
        rig.shownOther(MarginCall::None, false);
        QVERIFY(rig.last().contains("The liquidation of Main is over"));
        QCOMPARE(rig.told.size(), 3);
        LiquidationEntry started;
        started.kind = LiquidationEntryKind::Started;
        started.account = AccountId(1);
        started.ts = UnixNanos(150);
        rig.venue.liquidationList = {started};
        rig.view.ts = UnixNanos(300);
        rig.show();
        QCOMPARE(rig.told.size(), 3);
        rig.shownOther(MarginCall::Notice, false);
        rig.view.pools[0].call = MarginCall::Warning; // on the way back to it
        rig.show();
        QCOMPARE(rig.last(), "Main: " + sentence(MarginCall::Warning));
        rig.show();
        QCOMPARE(rig.told.size(), 5);
    }
    void aMarkNearTheLiquidationPriceIsToldOnceACrossing() {
        Rig rig;
        rig.setPosition(Price::of(150), Price(146'999'000)); // 2.0007 %
        rig.show();
        QCOMPARE(rig.told.size(), 0);
        rig.setPosition(Price::of(150), Price(147'003'000));
        rig.show();
        rig.show();
        QCOMPARE(rig.told.size(), 1);
        QCOMPARE(rig.last(),
                 "Main: the liquidation price 147.01 of SOL-PERP is \u22121.99 % from the mark. Add collateral or "
                 "reduce.");
        rig.setPosition(Price::of(150), Price::of(145)); // not yet 3 points further away
        rig.show();
        rig.setPosition(Price::of(150), Price::of(148));
        rig.show();
        QCOMPARE(rig.told.size(), 1);
        rig.setPosition(Price::of(150), Price(142'500'000)); // 5 %
        rig.show();
        rig.setPosition(Price::of(150), Price::of(148));
        rig.show();
        QCOMPARE(rig.told.size(), 2);
        rig.shownOther(MarginCall::None, false);
        rig.show();
        QCOMPARE(rig.told.size(), 2); // of this account it is known
        rig.view.positions.clear();
        rig.show();
        rig.setPosition(Price::of(150), Price::of(148)); // another position
        rig.show();
        QCOMPARE(rig.told.size(), 3);
    }
    void aPoolThatIsBeingLiquidatedIsNotNearIt() {
        Rig rig;
        rig.view.pools[0].beingLiquidated = true;
        rig.setPosition(Price::of(150), Price::of(150));
        rig.show();
        QCOMPARE(rig.told.size(), 1);
        QVERIFY(rig.last().contains("is being liquidated"));
    }
    /// Where an hour moves prices by more than one percent, two hours' worth of it is near.
    void nearIsFurtherWherePricesMoveMore() {
        Rig rig;
        rig.view.ts = rig.venue.marketNow;
        rig.venue.series[Interval::H1].bars.assign(15, Candle{});
        for (Candle& bar : rig.venue.series[Interval::H1].bars) {
            bar.open = bar.close = bar.low = Price::of(100);
            bar.high = Price::of(103);
        }
        QCOMPARE(averageRange(rig.venue.series[Interval::H1].bars), Rate(30'000));
        rig.setPosition(Price::of(150), Price(141'000'000)); // 6 %
        rig.show();
        QCOMPARE(rig.told.size(), 0);
        rig.setPosition(Price::of(150), Price(141'001'000));
        rig.show();
        QCOMPARE(rig.told.size(), 1);
        QCOMPARE(rig.venue.askedCandles.size(), 1U); // once an hour
        rig.view.ts = rig.view.ts + kNanosPerHour;
        rig.show();
        QCOMPARE(rig.venue.askedCandles.size(), 2U);
    }
    void aRangeCountsGapsAndNeedsItsBars() {
        std::vector<Candle> bars(15);
        for (Candle& bar : bars) bar.open = bar.high = bar.low = bar.close = Price::of(100);
        QCOMPARE(averageRange(bars), Rate(0));
        bars.back().high = bars.back().low = bars.back().close = Price::of(114); // a gap of 14
        QCOMPARE(averageRange(bars), Rate(8'772));                               // 1 of 114, rounded up
        bars.pop_back();
        QCOMPARE(averageRange(bars), Rate(0));
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
