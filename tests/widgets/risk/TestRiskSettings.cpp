#include "tests/support/TestRunner.h"
#include "widgets/risk/RiskSettings.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::ui;
using portfolio::BreachAction;
using portfolio::LimitKind;

class TestRiskSettings : public QObject {
    Q_OBJECT
  private slots:
    /// "Others" is what is not named, however it is written.
    void scenarios_data() {
        QTest::addColumn<QString>("others");
        for (const char* others : {"others", "Others", "OTHERS"}) QTest::newRow(others) << others;
    }
    void scenarios() {
        QFETCH(QString, others);
        const auto parsed =
            parseScenarios(QStringLiteral("Crash: sol -40, %1 -30.5; Rally:BTC 20").arg(others).toStdString());
        QVERIFY(parsed.has_value());
        QCOMPARE(parsed->size(), 2U);
        QCOMPARE(QString::fromStdString((*parsed)[0].name), "Crash");
        QCOMPARE((*parsed)[0].moves.of("SOL"), Rate(-400'000));
        QCOMPARE((*parsed)[0].moves.of("BONK"), Rate(-305'000));
        QCOMPARE((*parsed)[1].moves.of("BTC"), Rate(200'000));
        QCOMPARE((*parsed)[1].moves.of("SOL"), Rate(0));
        QVERIFY(!parseScenarios("Crash: SOL -100"));
    }
    void nothingIsLimitedAtFirst() {
        const Settings settings;
        const auto limits = limitsOf(settings);
        QVERIFY(limits.assets.empty() && !limits.assetNotional && !limits.grossLeverage && !limits.dailyLoss);
        QVERIFY(!limits.drawdown && !limits.sessionTrades && !limits.losingStreak);
        QVERIFY(killSwitchOf(settings).actions == portfolio::KillSwitch{}.actions);
        QVERIFY(lockTermsOf(settings).locks == portfolio::LockOutTerms{}.locks);
        QCOMPARE(lockTermsOf(settings).nanos, std::optional(60 * kNanosPerMinute));
        QVERIFY(parseScenarios(settings.text(setting::kScenarios)).has_value());
    }
    void limitsAreRead() {
        Settings settings;
        const std::pair<const char*, const char*> typed[] = {
            {setting::kAssetLimit, "20000"},        {setting::kAssetLimits, "sol 5000"},
            {setting::kGrossLeverage, "3.5"},       {setting::kDailyLoss, "250"},
            {setting::kDrawdown, "12.5"},           {setting::kSessionTrades, "40"},
            {setting::kLosingStreak, "4"},          {setting::kDailyLossAction, "reduce-only"},
            {setting::kTradesAction, "cancel-all"}, {setting::kAssetLocks, "on"},
            {setting::kDailyLossLocks, "off"},      {setting::kLockMinutes, "0"},
        };
        for (const auto& [key, value] : typed) QVERIFY2(settings.set(key, value).has_value(), key);
        const auto limits = limitsOf(settings);
        QCOMPARE(limits.assetNotional, std::optional(Money::of(20'000)));
        QCOMPARE(QString::fromStdString(limits.assets[0].asset), "SOL");
        QCOMPARE(limits.assets[0].notional, Money::of(5'000));
        QCOMPARE(limits.grossLeverage, std::optional<std::int64_t>(35'000));
        QCOMPARE(limits.dailyLoss, std::optional(Money::of(250)));
        QCOMPARE(limits.drawdown, std::optional(Rate(125'000)));
        QCOMPARE(limits.sessionTrades, std::optional(40U));
        QCOMPARE(limits.losingStreak, std::optional(4U));
        const auto kill = killSwitchOf(settings);
        QCOMPARE(kill.actions[static_cast<std::size_t>(LimitKind::DailyLoss)], BreachAction::CancelAllAndReduceOnly);
        QCOMPARE(kill.actions[static_cast<std::size_t>(LimitKind::SessionTrades)], BreachAction::CancelAll);
        const auto terms = lockTermsOf(settings);
        QVERIFY(terms.locks[static_cast<std::size_t>(LimitKind::AssetNotional)]);
        QVERIFY(!terms.locks[static_cast<std::size_t>(LimitKind::DailyLoss)]);
        QVERIFY(!terms.nanos); // until the day ends
    }
    void aLockIsKept() {
        KeptLock kept;
        kept.lock.until = UnixNanos::fromMillis(1'700'000'000'000);
        kept.lock.cause = LimitKind::Drawdown;
        kept.sessions = {{AccountId(7), 19'675, {}}, {AccountId(9), 19'675, {}}};
        kept.sessions[0].breached[3] = true;
        kept.sessions[1].breached[0] = true;
        const KeptLock read = parseLock(textOf(kept));
        QVERIFY(read.sessions == kept.sessions);
        QVERIFY(read.lock.until == kept.lock.until);
        QCOMPARE(read.lock.cause, kept.lock.cause);
        QVERIFY(parseLock(textOf({})).sessions.empty());
        for (const char* broken : {"", "7 1 2 3", "7 1 2 9 000000", "7 x 2 1 000000", "7 1 2 1 00", "1 2 1 000000",
                                   "7 1 2 1 000000 8 1", "7 1 2 1 000000 8 x 000000"})
            QVERIFY2(!parseLock(broken).lock.until, broken);
    }
};
QD_TEST(TestRiskSettings);
#include "TestRiskSettings.moc"
