#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/risk/RiskyAccount.h"
#include "widgets/risk/RiskGuard.h"

#include <QObject>
#include <QSignalSpy>

using namespace qd;
using namespace qd::ui;
using portfolio::LimitKind;

namespace {

struct Rig : test::PaneRig {
    test::RiskyAccount account{venue};
    std::unique_ptr<RiskGuard> guard;

    explicit Rig(std::initializer_list<std::pair<const char*, const char*>> limits = {}) {
        for (const auto& [key, value] : limits) {
            if (!settings.set(key, value)) qFatal("%s", key);
        }
        venue.setBook(MarketId(0), Price::of(150));
        venue.accountView = account.made();
        guard = std::make_unique<RiskGuard>(context);
    }
    /// SOL moves, and the guard looks.
    void moveSol(std::int64_t dollars) {
        account.mark(0, Price::of(dollars));
        venue.accountView = account.made();
        guard->look();
    }
    bool locked() { return gate.lock().has_value(); }
};

OrderTerms opening() {
    OrderTerms terms;
    terms.market = MarketId(0);
    terms.side = Side::Buy;
    terms.type = OrderType::Market;
    terms.size = Quantity::of(1);
    return terms;
}

} // namespace

class TestRiskGuard : public QObject {
    Q_OBJECT
  private slots:
    void withoutLimitsNothingHappens() {
        Rig rig;
        rig.moveSol(20);
        QVERIFY(rig.guard->standing().has_value());
        QVERIFY(rig.guard->standing()->breaches.empty());
        QVERIFY(!rig.locked());
        QVERIFY(rig.venue.cancelledAll.empty());
    }
    void aDailyLossCancelsAndLocks() {
        Rig rig({{setting::kDailyLoss, "100"}});
        rig.guard->look();
        QSignalSpy told(rig.guard.get(), &RiskGuard::breached);
        rig.moveSol(141);
        QVERIFY(!rig.locked());
        rig.moveSol(140); // 10 SOL lost 10 each
        QCOMPARE(rig.venue.cancelledAll.size(), 1U);
        QVERIFY(!rig.venue.cancelledAll[0].first && !rig.venue.cancelledAll[0].second);
        QVERIFY(rig.venue.controlled.empty());
        QCOMPARE(told.size(), 1);
        QVERIFY(rig.locked());
        QCOMPARE(rig.gate.lock()->until, rig.clock.now() + 60 * kNanosPerMinute);
        // What goes on is not a new breach.
        rig.moveSol(139);
        QCOMPARE(rig.venue.cancelledAll.size(), 1U);
        // Over, and again.
        rig.moveSol(150);
        rig.moveSol(139);
        QCOMPARE(rig.venue.cancelledAll.size(), 2U);
    }
    void theLockHoldsOpeningBackUntilItEnds() {
        Rig rig({{setting::kDailyLoss, "100"}, {setting::kLockMinutes, "5"}});
        rig.guard->look();
        rig.moveSol(130);
        const auto held = rig.gate.place(opening(), Intent::Explicit);
        QVERIFY(!held.has_value());
        QCOMPARE(held.error().code, GateCode::LockedOut);
        rig.gate.passOnce(GateCode::LockedOut);
        QVERIFY(!rig.gate.place(opening(), Intent::Explicit).has_value());
        OrderTerms closing = opening();
        closing.reduceOnly = true;
        QVERIFY(rig.gate.place(closing, Intent::Explicit).has_value());
        rig.clock.advance(5 * kNanosPerMinute - 1);
        rig.guard->look();
        QVERIFY(rig.locked());
        rig.clock.advance(1);
        rig.guard->look(); // the loss still stands, but it is not a new one
        QVERIFY(!rig.locked());
        QVERIFY(rig.gate.place(opening(), Intent::Explicit).has_value());
    }
    void aRestartDoesNotEndIt() {
        Rig rig({{setting::kDailyLoss, "100"}});
        rig.guard->look();
        rig.moveSol(130);
        rig.guard.reset();
        rig.gate.setLock(std::nullopt);
        rig.venue.historyEquity = {{openTimeOf(rig.venue.marketNow, Interval::D1), Money::of(3'000), {}, {}}};
        rig.guard = std::make_unique<RiskGuard>(rig.context);
        QVERIFY(rig.locked());
        const auto until = rig.gate.lock()->until;
        rig.clock.advance(kNanosPerMinute);
        rig.guard->look();
        QCOMPARE(rig.gate.lock()->until, until);     // neither longer
        QCOMPARE(rig.venue.cancelledAll.size(), 1U); // nor acted on twice
    }
    /// What one account has reached says nothing of another; the lock is everybody's.
    void accountsAreJudgedApart() {
        Rig rig({{setting::kDailyLoss, "100"}});
        rig.guard->look();
        rig.moveSol(130);
        QVERIFY(rig.locked());
        rig.account.view().id = AccountId(8);
        rig.moveSol(150);
        QVERIFY(rig.guard->standing()->breaches.empty());
        QVERIFY(rig.locked());
        rig.moveSol(130);
        QCOMPARE(rig.venue.cancelledAll.size(), 2U);
    }
    /// What an account has reached goes on when it is shown again: nothing is done twice for it.
    void whatWasReachedIsRememberedByAccount() {
        Rig rig({{setting::kDailyLoss, "100"}, {setting::kAssetLimit, "2500"}, {setting::kAssetAction, "cancel-all"}});
        rig.venue.historyEquity = {{openTimeOf(rig.venue.marketNow, Interval::D1),
                                    rig.venue.accountView->totalEquity,
                                    {},
                                    rig.venue.accountView->netDeposits}};
        rig.guard->look();
        rig.moveSol(130);
        QCOMPARE(rig.venue.cancelledAll.size(), 2U); // BTC is above 2 500 from the beginning
        const auto until = rig.gate.lock()->until;
        rig.clock.advance(kNanosPerMinute);
        rig.account.view().id = AccountId(8);
        rig.moveSol(150);
        QCOMPARE(rig.venue.cancelledAll.size(), 3U); // the other account's BTC
        rig.account.view().id = AccountId(7);
        rig.moveSol(130);
        rig.guard->look();
        QVERIFY(rig.guard->standing().has_value());
        QCOMPARE(rig.guard->standing()->breaches.size(), 2U);
        QCOMPARE(rig.venue.cancelledAll.size(), 3U);
        QCOMPARE(rig.gate.lock()->until, until);
    }
    /// So it does when the program ended while another account was shown.
    void whatWasReachedIsKeptByAccount() {
        Rig rig({{setting::kDailyLoss, "100"}});
        rig.venue.historyEquity = {{openTimeOf(rig.venue.marketNow, Interval::D1),
                                    rig.venue.accountView->totalEquity,
                                    {},
                                    rig.venue.accountView->netDeposits}};
        rig.guard->look();
        rig.moveSol(130);
        QCOMPARE(rig.venue.cancelledAll.size(), 1U);
        rig.account.view().id = AccountId(8);
        rig.moveSol(150);
        rig.moveSol(130);
        QCOMPARE(rig.venue.cancelledAll.size(), 2U);
        rig.guard = std::make_unique<RiskGuard>(rig.context);
        rig.account.view().id = AccountId(7);
        rig.moveSol(130);
        QCOMPARE(rig.guard->standing()->breaches.size(), 1U);
        QCOMPARE(rig.venue.cancelledAll.size(), 2U);
    }
    void everyLimitThatIsReachedIsNamed() {
        Rig rig({{setting::kDailyLoss, "100"}, {setting::kGrossLeverage, "3.1"}});
        rig.guard->look();
        QSignalSpy told(rig.guard.get(), &RiskGuard::breached);
        rig.moveSol(130);
        QCOMPARE(told.size(), 1);
        const QString sentence = told[0][0].value<News>().sentence;
        QVERIFY2(sentence.startsWith("Limits reached.") && sentence.contains("Gross leverage:") &&
                     sentence.contains("Daily loss:"),
                 qPrintable(sentence));
    }
    /// The same limit of another account, or another limit, is another subject.
    void newsNameTheirAccountAndLimit() {
        Rig rig({{setting::kDailyLoss, "100"}});
        rig.guard->look();
        QSignalSpy told(rig.guard.get(), &RiskGuard::breached);
        rig.moveSol(130);
        rig.moveSol(150);
        rig.moveSol(130);
        QCOMPARE(told.size(), 2);
        QCOMPARE(told[0][0].value<News>().subject, told[1][0].value<News>().subject);
        QVERIFY(!told[0][0].value<News>().subject.isEmpty());
        QCOMPARE(told[0][1].value<AccountId>(), AccountId(7));
        rig.account.view().id = AccountId(8);
        rig.moveSol(150);
        rig.moveSol(130);
        QVERIFY(told.back()[0].value<News>().subject != told[0][0].value<News>().subject);
        QCOMPARE(told.back()[1].value<AccountId>(), AccountId(8));
    }
    /// Limits that cannot know what was do not look as if they did.
    void historyThatCannotBeReadIsTold() {
        Rig rig({{setting::kDailyLoss, "100"}});
        rig.venue.historyFault = ports::HistoryCode::Damaged;
        QSignalSpy told(rig.guard.get(), &RiskGuard::breached);
        rig.guard->look();
        rig.guard->look();
        QCOMPARE(told.size(), 1);
        QVERIFY2(told[0][0].value<News>().sentence.contains("could not be read"),
                 qPrintable(told[0][0].value<News>().sentence));
        QVERIFY(rig.guard->standing().has_value());
        rig.account.view().id = AccountId(8);
        rig.moveSol(150);
        QCOMPARE(told.size(), 2);
        rig.account.view().id = AccountId(7);
        rig.moveSol(150);
        QCOMPARE(told.size(), 2); // once an account and day
    }
    void reduceOnlyIsSetWhenChosen() {
        Rig rig({{setting::kGrossLeverage, "1.5"}, {setting::kLeverageAction, "reduce-only"}});
        rig.venue.controlAnswer = RejectCode::VenueStopped;
        QSignalSpy told(rig.guard.get(), &RiskGuard::breached);
        rig.guard->look(); // 4 800 on 1 600
        QCOMPARE(rig.venue.controlled.size(), 1U);
        const auto* update = std::get_if<UpdateAccount>(&rig.venue.controlled[0]);
        QVERIFY(update != nullptr && update->reduceOnly == std::optional(true));
        QCOMPARE(rig.venue.cancelledAll.size(), 1U);
        QCOMPARE(told.size(), 2); // also that the venue refused
        QVERIFY(!rig.locked());   // leverage locks nothing by itself
    }
    void assetsAreJudgedOneByOne() {
        Rig rig({{setting::kAssetLimit, "100000"}, {setting::kAssetLimits, "BTC 2000"}, {setting::kAssetLocks, "on"}});
        rig.guard->look();
        QCOMPARE(rig.guard->standing()->breaches.size(), 1U);
        QCOMPARE(rig.guard->standing()->breaches[0].asset, std::string("BTC"));
        QVERIFY(rig.locked());
    }
    void tradesOfTodayCount() {
        Rig rig({{setting::kLosingStreak, "2"}});
        rig.guard->look();
        for (std::uint64_t i = 1; i <= 2; ++i) {
            FillView fill;
            fill.ts = rig.venue.marketNow;
            fill.fill.sequence = i;
            fill.fill.side = Side::Sell;
            fill.fill.size = Quantity::of(1);
            fill.fill.realised = Money::of(-1);
            rig.venue.fillList.push_back(fill);
            QVERIFY(!rig.locked());
            rig.guard->look();
        }
        QVERIFY(rig.locked());
        QCOMPARE(rig.guard->lock().cause, LimitKind::LosingStreak);
    }
    /// A position that a liquidation closed without a fill is a trade as well, lived through or read from history.
    void tradesThatALiquidationClosedCount_data() {
        QTest::addColumn<bool>("before");
        QTest::newRow("while it runs") << false;
        QTest::newRow("before the start") << true;
    }
    void tradesThatALiquidationClosedCount() {
        QFETCH(bool, before);
        Rig rig({{setting::kLosingStreak, "2"}});
        std::vector<LiquidationEntry> taken(2);
        for (std::size_t i = 0; i < taken.size(); ++i) {
            taken[i].ts = rig.venue.marketNow;
            taken[i].number = i + 1;
            taken[i].kind = LiquidationEntryKind::TakeOver;
            taken[i].account = rig.venue.accountView->id;
            taken[i].market = MarketId(static_cast<std::uint16_t>(i));
            taken[i].size = Quantity::of(1);
            taken[i].position = Quantity(0);
            taken[i].realised = Money::of(-1);
        }
        if (before) {
            rig.venue.historyLiquidations = taken;
        } else {
            rig.guard->look();
            QVERIFY(!rig.locked());
            rig.venue.liquidationList = taken;
        }
        rig.guard->look();
        QVERIFY(rig.locked());
        QCOMPARE(rig.guard->lock().cause, LimitKind::LosingStreak);
    }
    /// A transfer is not a loss.
    void withdrawingDoesNotLock() {
        Rig rig({{setting::kDailyLoss, "100"}, {setting::kDrawdown, "10"}});
        rig.guard->look();
        const Money withdrawn = rig.account.view().pools[0].deposit.minus(Money::of(200)).value();
        rig.account.view().pools[0].deposit = Money::of(200);
        rig.account.view().netDeposits = rig.account.view().netDeposits.minus(withdrawn).value();
        rig.venue.accountView = rig.account.made();
        rig.guard->look();
        QVERIFY(rig.guard->standing()->breaches.empty());
        QVERIFY(!rig.locked());
    }
    void whatWasLostBeforeTheStartCounts() {
        Rig rig({{setting::kDailyLoss, "100"}});
        const UnixNanos midnight = openTimeOf(rig.venue.marketNow, Interval::D1);
        const Money equity = rig.venue.accountView->totalEquity;
        const Money more = equity.plus(Money::of(100)).value();
        const Money paidIn = rig.venue.accountView->netDeposits;
        rig.venue.historyEquity = {{midnight, more, {}, paidIn}, {midnight + kNanosPerMinute, equity, {}, paidIn}};
        rig.venue.historyWaits = true;
        rig.guard->look();
        QVERIFY(!rig.guard->standing());
        rig.venue.answerAllHistory(); // samples
        rig.venue.answerAllHistory(); // fills
        rig.venue.answerAllHistory(); // liquidations
        rig.guard->look();
        QVERIFY(rig.locked());
    }
    void aNewDayBeginsAnew() {
        Rig rig({{setting::kDailyLoss, "100"}, {setting::kLockMinutes, "0"}});
        rig.guard->look();
        rig.moveSol(130);
        QVERIFY(rig.locked());
        const UnixNanos midnight = openTimeOf(rig.venue.marketNow, Interval::D1) + kNanosPerDay;
        const std::int64_t left = midnight - rig.venue.marketNow;
        QCOMPARE(rig.gate.lock()->until, rig.clock.now() + left); // until the day ends
        rig.clock.advance(left);
        rig.venue.marketNow = midnight;
        rig.account.view().ts = midnight;
        rig.venue.accountView = rig.account.made();
        rig.guard->look();
        rig.guard->look();
        QVERIFY(rig.guard->standing().has_value());
        QVERIFY(rig.guard->standing()->breaches.empty());
        QVERIFY(!rig.locked());
    }
};
QD_TEST(TestRiskGuard);
#include "TestRiskGuard.moc"
