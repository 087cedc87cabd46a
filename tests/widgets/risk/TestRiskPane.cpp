#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/risk/RiskyAccount.h"
#include "widgets/base/Format.h"
#include "widgets/risk/LimitsPage.h"
#include "widgets/risk/MarginPage.h"
#include "widgets/risk/RiskPane.h"
#include "widgets/risk/WhatIfPage.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QObject>
#include <QSlider>
#include <QStackedWidget>
#include <QToolButton>

using namespace qd;
using namespace qd::ui;

namespace {

struct Rig : test::PaneRig {
    test::RiskyAccount account{venue};
    RiskGuard guard{context};
    RiskPane pane{context, guard};

    explicit Rig(bool started = true) {
        venue.setBook(MarketId(0), Price::of(150));
        venue.setBook(MarketId(1), Price::of(60'000));
        test::addSwingingBars(venue, 120);
        if (started) venue.accountView = account.made();
        guard.look();
        PaneRig::show(pane, {960, 540});
    }
    void look() {
        venue.tellAccount();
        clock.advance(2 * kNanosPerSecond);
        guard.look();
        frame(pane);
    }
    template<class T>
    T& part(const char* name) {
        auto* found = pane.findChild<T*>(QLatin1String(name));
        if (found == nullptr) qFatal("no %s", name);
        return *found;
    }
    QString figure(const char* name) { return part<FigureView>(name).text(); }
    QAbstractItemModel& rows(const char* table) { return *part<Table>(table).model(); }
    QString cell(const char* table, int row, int column) { return rows(table).index(row, column).data().toString(); }
};

} // namespace

class TestRiskPane : public QObject {
    Q_OBJECT
  private slots:
    void theHeadShowsTheWorst() {
        Rig rig;
        QCOMPARE(rig.figure("riskEquity"), "1\u2009600.00");
        QCOMPARE(rig.figure("riskDay"), "0.00");
        int health = 100;
        for (const PoolView& pool : rig.venue.accountView->pools) health = std::min(health, pool.health);
        QCOMPARE(rig.part<HealthBar>("riskHealth").health(), health);
        rig.account.mark(0, Price::of(140));
        rig.venue.accountView = rig.account.made();
        rig.look();
        QCOMPARE(rig.figure("riskDay"), "\u2212100.00");
        QVERIFY(rig.part<FigureView>("riskDay").token() == Token::Down);
    }
    void nothingIsClaimedBeforeTheVenueHasStarted() {
        Rig rig(false);
        for (std::size_t part = 0; part < kRiskParts; ++part) {
            rig.pane.showPart(static_cast<RiskPart>(part));
            rig.look();
        }
        QCOMPARE(rig.figure("riskEquity"), unknownText());
        QCOMPARE(rig.part<HealthBar>("riskHealth").health(), -1);
        QCOMPARE(rig.figure("whatIfEquity"), unknownText());
        QCOMPARE(rig.rows("riskPools").rowCount(), 0);
    }
    void staleMarksDim() {
        Rig rig;
        rig.venue.tickers[MarketId(1)].status = DataStatus::Stale;
        rig.look();
        QVERIFY(rig.part<FigureView>("riskEquity").token() == Token::Text3);
    }
    void wordsChooseThePart_data() {
        QTest::addColumn<QString>("word");
        QTest::addColumn<int>("part");
        QTest::newRow("margin") << "MARGIN" << int(RiskPart::Margin);
        QTest::newRow("what-if") << "whatif" << int(RiskPart::WhatIf);
        QTest::newRow("stress") << "Stress" << int(RiskPart::Stress);
        QTest::newRow("var") << "VAR" << int(RiskPart::Var);
        QTest::newRow("exposure") << "EXPOSURE" << int(RiskPart::Exposure);
        QTest::newRow("limits") << "LIMITS" << int(RiskPart::Limits);
    }
    void wordsChooseThePart() {
        Rig rig;
        QFETCH(QString, word);
        QVERIFY(!rig.pane.applyWords({word.toStdString()}));
        QTEST(static_cast<int>(rig.pane.part()), "part");
        RiskPane again(rig.context, rig.guard);
        again.restore(rig.pane.state());
        QTEST(static_cast<int>(again.part()), "part");
    }
    void otherWordsAreRefused() {
        Rig rig;
        QVERIFY(rig.pane.applyWords({"HEALTH"}).has_value());
        QVERIFY(rig.pane.applyWords({"VAR", "99"}).has_value());
        QVERIFY(!rig.pane.applyWords({}).has_value());
    }

    // ---- margin

    void everyPoolIsARow() {
        Rig rig;
        QCOMPARE(rig.rows("riskPools").rowCount(), 2);
        QCOMPARE(rig.cell("riskPools", 0, 0), "Cross");
        QCOMPARE(rig.cell("riskPools", 1, 0), "Isolated BTC-PERP");
        QCOMPARE(rig.cell("riskPools", 1, 1), "300.00");
    }
    void aLiquidationShowsItsProgress() {
        Rig rig;
        PoolRow row;
        row.view.beingLiquidated = true;
        row.view.marginFreed = Money::of(120);
        row.view.shortage = Money::of(80);
        row.liquidatedFor = 41 * kNanosPerSecond;
        QCOMPARE(progressText(row), "0:41 · freed 120.00 · lacks 80.00");
        row.view.beingLiquidated = false;
        QCOMPARE(progressText(row), QString());
    }

    // ---- what-if

    void slidersRevalueEverything() {
        Rig rig;
        rig.pane.showPart(RiskPart::WhatIf);
        rig.look();
        QCOMPARE(rig.figure("whatIfProfit"), "0.00");
        rig.part<QSlider>("whatIfSlider-SOL").setValue(100); // +10 %: 10 SOL and 2 SOL of deposits gain 15 each
        QCOMPARE(rig.figure("whatIfProfit"), "+180.00");
        QCOMPARE(rig.figure("whatIfEquity"), "1\u2009600.00 → 1\u2009780.00");
        QCOMPARE(rig.part<QLineEdit>("whatIfMove-SOL").text(), "+10");
        QCOMPARE(rig.part<QLabel>("whatIfPrices-SOL").text(), "150.00 → 165.00");
        QCOMPARE(rig.cell("whatIfPools", 0, 3), "+180.00");
        QCOMPARE(rig.cell("whatIfPools", 1, 3), "0.00");
        QTest::mouseClick(&rig.part<QToolButton>("whatIfReset"), Qt::LeftButton);
        QCOMPARE(rig.figure("whatIfProfit"), "0.00");
        QCOMPARE(rig.part<QSlider>("whatIfSlider-SOL").value(), 0);
    }
    void movesCanBeTyped() {
        Rig rig;
        rig.pane.showPart(RiskPart::WhatIf);
        rig.look();
        auto& edit = rig.part<QLineEdit>("whatIfMove-BTC");
        edit.selectAll();
        QTest::keyClicks(&edit, "-12.5"); // 3 000 short gain 375
        QCOMPARE(rig.figure("whatIfProfit"), "+375.00");
        QCOMPARE(rig.part<QSlider>("whatIfSlider-BTC").value(), -125);
        QTest::keyClick(&edit, Qt::Key_Up);
        QCOMPARE(edit.text(), "\u221211.5");
        edit.selectAll();
        QTest::keyClicks(&edit, "250"); // beyond the slider
        QCOMPARE(rig.part<QSlider>("whatIfSlider-BTC").value(), 1'000);
        QCOMPARE(rig.figure("whatIfProfit"), "\u22127\u2009500.00");
    }
    void liquidationsAreNamed() {
        Rig rig;
        rig.pane.showPart(RiskPart::WhatIf);
        rig.look();
        QCOMPARE(rig.figure("whatIfFirst"), "none");
        rig.part<QSlider>("whatIfSlider-BTC").setValue(200); // the isolated short has 300 and loses 600
        QVERIFY(rig.figure("whatIfFirst").startsWith("Isolated BTC-PERP, at "));
        QVERIFY(rig.cell("whatIfPools", 1, 8).startsWith("Liquidated from"));
        QCOMPARE(rig.cell("whatIfPools", 0, 8), "Good");
        rig.part<QSlider>("whatIfSlider-All").setValue(-500);
        QCOMPARE(rig.part<QSlider>("whatIfSlider-BTC").value(), -500);
        QCOMPARE(rig.figure("whatIfFirst"), "none");
        auto& sol = rig.part<QLineEdit>("whatIfMove-SOL");
        sol.selectAll();
        QTest::keyClicks(&sol, "-90");
        QVERIFY(rig.figure("whatIfFirst").startsWith("Cross (SOL-PERP), at "));
    }
    void movesStayWhenTheAccountChanges() {
        Rig rig;
        rig.pane.showPart(RiskPart::WhatIf);
        rig.look();
        rig.part<QSlider>("whatIfSlider-SOL").setValue(100);
        rig.account.mark(0, Price::of(160));
        rig.venue.accountView = rig.account.made();
        rig.look();
        QCOMPARE(rig.part<QSlider>("whatIfSlider-SOL").value(), 100);
        QCOMPARE(rig.figure("whatIfProfit"), "+190.00"); // 10 × 16 and 2 × 15
    }

    // ---- value at risk, exposure

    void valueAtRiskAndItsParts() {
        Rig rig;
        rig.pane.showPart(RiskPart::Var);
        rig.look();
        QCOMPARE(rig.rows("varLevels").rowCount(), 3);
        QCOMPARE(rig.rows("varComponents").rowCount(), 2);
        // A loss is rounded up, as the headings say.
        for (int row = 0; row < 3; ++row) {
            for (int column = 1; column <= 4; ++column) {
                const QModelIndex loss = rig.rows("varLevels").index(row, column);
                QCOMPARE(loss.data().toString(), requiredText(Money(loss.data(kSortRole).toLongLong())));
            }
        }
        QVERIFY(rig.part<QLabel>("varMethod").text().startsWith("From 119 daily returns"));
        QVERIFY(rig.part<QLabel>("varFew").isHidden());
        rig.part<QCheckBox>("varWeighted").click();
        QVERIFY(rig.part<QLabel>("varMethod").text().contains("λ"));
    }
    void exposureIsSummed() {
        Rig rig;
        rig.pane.showPart(RiskPart::Exposure);
        rig.look();
        QCOMPARE(rig.figure("riskGross"), "4\u2009800.00");
        QCOMPARE(rig.figure("riskNet"), "\u22121\u2009200.00");
        QCOMPARE(rig.figure("riskGrossLeverage"), "3.00×");
        QCOMPARE(rig.figure("riskHhi"), "5\u2009313"); // 0.625² + 0.375²
        QCOMPARE(rig.cell("riskExposure", 0, 0), "BTC");
        QCOMPARE(rig.cell("riskExposure", 0, 5), "62.5 %");
    }

    // ---- limits

    void limitsAreTypedAndKept() {
        Rig rig;
        rig.pane.showPart(RiskPart::Limits);
        rig.look();
        auto& loss = rig.part<QLineEdit>("limit-daily_loss");
        loss.setFocus();
        loss.setText("250");
        QTest::keyClick(&loss, Qt::Key_Return);
        QCOMPARE(rig.settings.integer(setting::kDailyLoss), 250);
        auto& leverage = rig.part<QLineEdit>("limit-gross_leverage");
        leverage.setText("2.75");
        QTest::keyClick(&leverage, Qt::Key_Return);
        QCOMPARE(rig.settings.real(setting::kGrossLeverage), 2.75);
        auto& action = rig.part<QComboBox>("limitAction-daily_loss");
        action.setCurrentIndex(2);
        emit action.activated(2);
        QCOMPARE(rig.settings.text(setting::kDailyLossAction), std::string("reduce-only"));
        rig.part<QCheckBox>("limitLocks-gross_leverage").click();
        QVERIFY(rig.settings.flag(setting::kLeverageLocks));
        auto& assets = rig.part<QLineEdit>("limitAssets");
        assets.setText("SOL");
        QTest::keyClick(&assets, Qt::Key_Return);
        QCOMPARE(rig.settings.text(setting::kAssetLimits), std::string());
        QVERIFY(rig.part<QLabel>("riskNotice").text().contains("is no limit"));
        assets.setText("SOL 5000");
        QTest::keyClick(&assets, Qt::Key_Return);
        QCOMPARE(rig.settings.text(setting::kAssetLimits), std::string("SOL 5000"));
    }
    void noLimitIsOff() {
        Rig rig;
        rig.pane.showPart(RiskPart::Limits);
        rig.look();
        auto& loss = rig.part<QLineEdit>("limit-daily_loss");
        QCOMPARE(loss.text(), QString());
        QCOMPARE(loss.placeholderText(), "off");
        loss.setText("250");
        QTest::keyClick(&loss, Qt::Key_Return);
        QCOMPARE(rig.settings.integer(setting::kDailyLoss), 250);
        loss.clear();
        QTest::keyClick(&loss, Qt::Key_Return);
        QCOMPARE(rig.settings.integer(setting::kDailyLoss), 0);
    }
    void valuesStandBesideLimits() {
        Rig rig;
        rig.pane.showPart(RiskPart::Limits);
        rig.look();
        QCOMPARE(rig.part<QLabel>("limitNow-asset_notional").text(), "BTC 3\u2009000.00");
        QCOMPARE(rig.part<QLabel>("limitNow-gross_leverage").text(), "3.00×");
        QCOMPARE(rig.part<QLabel>("limitNow-daily_loss").text(), "0.00");
        QCOMPARE(rig.part<QLabel>("limitNow-session_trades").text(), "0");
    }
    void aLockIsSeenEverywhere() {
        Rig rig;
        QVERIFY(rig.settings.set(setting::kDailyLoss, "100").has_value());
        rig.account.mark(0, Price::of(135));
        rig.venue.accountView = rig.account.made();
        rig.look();
        auto& banner = rig.part<QLabel>("riskLock");
        QVERIFY(banner.isVisible());
        QVERIFY2(banner.text().startsWith("Opening is locked for 59:5"), qPrintable(banner.text()));
        rig.pane.showPart(RiskPart::Limits);
        rig.look();
        QVERIFY(rig.part<QLabel>("limitsLock").text().contains("Daily loss reached"));
        QCOMPARE(rig.part<QLabel>("limitNow-daily_loss").text(), "reached: 150.00");
        QVERIFY(!rig.part<QLineEdit>("limit-daily_loss").isEnabled());
        rig.clock.advance(kNanosPerHour);
        rig.look();
        QVERIFY(rig.part<QLineEdit>("limit-daily_loss").isEnabled());
        QVERIFY(!rig.part<QLabel>("limitsLock").text().contains("locked"));
    }
    void reduceOnlyIsAskedOfTheVenue() {
        Rig rig;
        rig.pane.showPart(RiskPart::Limits);
        rig.look();
        rig.part<QCheckBox>("limitReduceOnly").click();
        QCOMPARE(rig.venue.controlled.size(), 1U);
        QVERIFY(std::get<UpdateAccount>(rig.venue.controlled[0]).reduceOnly == std::optional(true));
        QVERIFY(rig.part<QLabel>("riskNotice").text().contains("may only reduce"));
        rig.account.view().reduceOnly = true;
        rig.venue.accountView = rig.account.made();
        rig.look();
        QVERIFY(rig.part<QCheckBox>("limitReduceOnly").isChecked());
        rig.venue.controlAnswer = RejectCode::VenueStopped;
        rig.part<QCheckBox>("limitReduceOnly").click();
        rig.look(); // refused: it stands as it was
        QVERIFY(rig.part<QCheckBox>("limitReduceOnly").isChecked());
    }

    /// Every control can be named and found, and says what it does.
    void controlsAreNamed() {
        Rig rig;
        for (std::size_t part = 0; part < kRiskParts; ++part) {
            rig.pane.showPart(static_cast<RiskPart>(part));
            rig.look();
        }
        for (const QWidget* widget : rig.pane.findChild<QStackedWidget*>()->findChildren<QWidget*>()) {
            const bool control = qobject_cast<const QAbstractButton*>(widget) != nullptr ||
                                 qobject_cast<const QLineEdit*>(widget) != nullptr ||
                                 qobject_cast<const QComboBox*>(widget) != nullptr ||
                                 qobject_cast<const QSlider*>(widget) != nullptr;
            const bool ofTables = qobject_cast<const QAbstractItemView*>(widget->parentWidget()) != nullptr;
            if (!control || ofTables) continue;
            QVERIFY2(!widget->objectName().isEmpty(), widget->metaObject()->className());
            QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
        }
    }
};
QD_TEST(TestRiskPane);
#include "TestRiskPane.moc"
