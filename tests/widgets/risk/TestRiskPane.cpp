// Size: every part of one pane.
#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/risk/RiskyAccount.h"
#include "widgets/base/ChoiceBox.h"
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

    explicit Rig(bool started = true, std::size_t days = 120) {
        venue.setBook(MarketId(0), Price::of(150));
        venue.setBook(MarketId(1), Price::of(60'000));
        test::addSwingingBars(venue, days);
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
    T& part(const QByteArray& name) {
        auto* found = pane.findChild<T*>(QLatin1String(name));
        if (found == nullptr) qFatal("no %s", name.constData());
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
    /// What is computed is what the field shows.
    void movesOutOfRangeAreNone() {
        Rig rig;
        rig.pane.showPart(RiskPart::WhatIf);
        rig.look();
        auto& edit = rig.part<QLineEdit>("whatIfMove-BTC");
        const auto& prices = rig.part<QLabel>("whatIfPrices-BTC");
        edit.selectAll();
        QTest::keyClicks(&edit, "500");
        QCOMPARE(rig.figure("whatIfProfit"), "\u221215\u2009000.00");
        QTest::keyClicks(&edit, "0");
        QCOMPARE(rig.figure("whatIfProfit"), "0.00");
        QCOMPARE(rig.part<QSlider>("whatIfSlider-BTC").value(), 0);
        QVERIFY(edit.property("wrong").toBool());
        QVERIFY2(prices.text().contains("\u221299 to +1000"), qPrintable(prices.text()));
        rig.look();
        QVERIFY(prices.text().contains("\u221299 to +1000"));
        QCOMPARE(edit.text(), "5000");
        QTest::keyClick(&edit, Qt::Key_Backspace);
        QVERIFY(!edit.property("wrong").toBool());
        QCOMPARE(rig.figure("whatIfProfit"), "\u221215\u2009000.00");
        QVERIFY(prices.text().contains("→"));
        edit.selectAll();
        QTest::keyClick(&edit, Qt::Key_Delete);
        QVERIFY(!edit.property("wrong").toBool());
        QCOMPARE(rig.figure("whatIfProfit"), "0.00");
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
        QVERIFY(rig.part<QLabel>("riskCorrelationsHeading").text().startsWith("Correlation of daily returns"));
    }

    void aYoungMarketSaysWhatComovementWaitsFor() {
        Rig rig(true, 2);
        rig.pane.showPart(RiskPart::Exposure);
        rig.look();
        QCOMPARE(rig.part<QLabel>("riskCorrelationsHeading").text(),
                 "Correlation and beta come with the returns of two whole days.");
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
        QVERIFY(rig.part<QLabel>("riskNotice").text().contains("\"SOL\" cannot be read"));
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
    /// What another account has reached is not said of the one that is shown.
    void noticesAreOfTheAccountThatIsShown() {
        Rig rig;
        QVERIFY(rig.settings.set(setting::kDailyLoss, "100").has_value());
        const auto& notice = rig.part<QLabel>("riskNotice");
        rig.account.mark(0, Price::of(135));
        rig.venue.accountView = rig.account.made();
        rig.look();
        QVERIFY2(notice.text().startsWith("Limit reached. Daily loss"), qPrintable(notice.text()));
        rig.account.view().id = AccountId(8);
        rig.account.mark(0, Price::of(150));
        rig.venue.accountView = rig.account.made();
        rig.look();
        QVERIFY2(notice.text().isEmpty(), qPrintable(notice.text()));
        emit rig.guard.breached({"The account was not set to reduce-only."}, AccountId(7)); // an answer that is late
        QVERIFY(notice.text().isEmpty());
        emit rig.guard.breached({"Limit reached."}, AccountId(8));
        QCOMPARE(notice.text(), "Limit reached.");
    }
    /// A field never shows a limit that is not in force.
    void refusedNumbersGoBack_data() {
        QTest::addColumn<QString>("edit");
        QTest::addColumn<QString>("kept");
        QTest::addColumn<QString>("typed");
        QTest::newRow("a share above all") << "limit-drawdown_percent" << "10" << "200";
        QTest::newRow("too long") << "limitMinutes" << "5" << "99999999";
        QTest::newRow("a broken number of minutes") << "limitMinutes" << "5" << "1.5";
    }
    void refusedNumbersGoBack() {
        Rig rig;
        QFETCH(QString, edit);
        QFETCH(QString, kept);
        QFETCH(QString, typed);
        rig.pane.showPart(RiskPart::Limits);
        rig.look();
        auto& line = rig.part<QLineEdit>(edit.toLatin1());
        const auto& notice = rig.part<QLabel>("riskNotice");
        const auto type = [&](const QString& text) {
            line.setFocus();
            QVERIFY(line.hasFocus());
            line.selectAll();
            QTest::keyClicks(&line, text);
        };
        type(kept);
        QTest::keyClick(&line, Qt::Key_Return);
        QVERIFY(notice.text().isEmpty());
        const double shown = kept.toDouble();
        type(typed);
        QTest::keyClick(&line, Qt::Key_Return);
        QCOMPARE(line.text().toDouble(), shown);
        QVERIFY(!notice.text().isEmpty());
        type(typed);
        rig.part<QLineEdit>("limitAssets").setFocus();
        QCOMPARE(line.text().toDouble(), shown);
        type(kept);
        QTest::keyClick(&line, Qt::Key_Return);
        QVERIFY2(notice.text().isEmpty(), qPrintable(notice.text())); // it is kept: nothing is refused any more
    }
    /// A limit of what cannot be held here would limit nothing.
    void limitsOfUnknownAssetsAreRefused() {
        Rig rig;
        rig.pane.showPart(RiskPart::Limits);
        rig.look();
        auto& assets = rig.part<QLineEdit>("limitAssets");
        const auto& notice = rig.part<QLabel>("riskNotice");
        const auto type = [&](const QString& text) {
            assets.setText(text);
            QTest::keyClick(&assets, Qt::Key_Return);
        };
        type("SOL 5000, SOLL 10, doge 20");
        QCOMPARE(notice.text(), "Not kept: this venue has no market of SOLL, DOGE.");
        QCOMPARE(rig.settings.text(setting::kAssetLimits), std::string());
        QVERIFY(assets.property("wrong").toBool());
        QCOMPARE(assets.toolTip(), notice.text());
        type("SOL -3");
        QVERIFY(notice.text().contains("below zero"));
        type("SOL 5000");
        QVERIFY2(notice.text().isEmpty(), qPrintable(notice.text()));
        QVERIFY(!assets.property("wrong").toBool() && assets.toolTip().contains("Example"));
        // Another limit that is kept takes back what was refused.
        assets.clearFocus();
        type("SOL -3");
        auto& loss = rig.part<QLineEdit>("limit-daily_loss");
        loss.setText("250");
        QTest::keyClick(&loss, Qt::Key_Return);
        QVERIFY(notice.text().isEmpty() && !assets.property("wrong").toBool());
        QCOMPARE(assets.text(), "SOL 5000");
    }
    /// In a settings file of another venue they stay, and are marked.
    void limitsOfUnknownAssetsAreMarked() {
        Rig rig;
        QVERIFY(rig.settings.set(setting::kAssetLimits, "SOL 5000, DOGE 20").has_value());
        rig.pane.showPart(RiskPart::Limits);
        rig.look();
        const auto& mark = rig.part<QLabel>("limitStrangers");
        QCOMPARE(mark.text(), "No market here: DOGE");
        QVERIFY(mark.isVisible() && mark.width() >= mark.sizeHint().width());
        QCOMPARE(rig.settings.text(setting::kAssetLimits), std::string("SOL 5000, DOGE 20"));
        QVERIFY(rig.settings.set(setting::kAssetLimits, "SOL 5000").has_value());
        rig.look();
        QCOMPARE(mark.text(), QString());
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

    void numbersThatCannotBeTrustedAreDimmed_data() {
        QTest::addColumn<int>("part");
        QTest::addColumn<QString>("table");
        QTest::newRow("margin") << int(RiskPart::Margin) << "riskPools";
        QTest::newRow("what-if") << int(RiskPart::WhatIf) << "whatIfPools";
        QTest::newRow("value at risk") << int(RiskPart::Var) << "varLevels";
        QTest::newRow("parts of it") << int(RiskPart::Var) << "varComponents";
        QTest::newRow("exposure") << int(RiskPart::Exposure) << "riskExposure";
    }
    void numbersThatCannotBeTrustedAreDimmed() {
        Rig rig;
        QFETCH(int, part);
        QFETCH(QString, table);
        rig.pane.showPart(static_cast<RiskPart>(part));
        rig.look();
        const auto token = [&] {
            return rig.part<Table>(table.toLatin1()).model()->index(0, 1).data(kTokenRole).toInt();
        };
        QVERIFY(token() != int(Token::Text3));
        rig.venue.tickers[MarketId(1)].status = DataStatus::Stale;
        rig.look();
        QCOMPARE(token(), int(Token::Text3));
        rig.venue.tickers[MarketId(1)].status = DataStatus::Live;
        rig.look();
        QVERIFY(token() != int(Token::Text3));
    }
    /// Requirements up, what is free down: what is shown is enough, and is there.
    void figuresOfPoolsRoundAgainstTheOwner() {
        Rig rig;
        PoolRow row;
        row.view.initial = {Money(1'999'999), Money(1'990'001)};
        row.view.maintenance = row.view.initial;
        row.view.freeCollateral = Money(9'999);
        row.view.beingLiquidated = true;
        row.view.marginFreed = Money(1'999'999);
        row.view.shortage = Money(1'990'001);
        const auto columns = poolColumns();
        for (const auto& [column, shown] : {std::pair(2, "1.99"), {3, "2.00"}, {4, "1.99"}, {5, "2.00"}, {6, "0.00"}})
            QCOMPARE(columns[static_cast<std::size_t>(column)].text(row), shown);
        QVERIFY(progressText(row).endsWith("freed 1.99 · lacks 2.00"));
    }
    /// Prices move ten times a second; the risk of a day is not worth so many computations.
    void valueAtRiskIsComputedWhenItIsAnother() {
        Rig rig;
        rig.pane.showPart(RiskPart::Var);
        rig.look();
        const QString before = rig.cell("varLevels", 0, 1);
        const auto view = std::make_shared<AccountView>(*rig.account.made());
        view->positions[0].mark = Price::of(300);
        rig.venue.accountView = view;
        const auto soon = [&] {
            rig.clock.advance(200 * kNanosPerMilli);
            rig.venue.tellAccount();
            rig.frame(rig.pane);
        };
        soon();
        QCOMPARE(rig.cell("varLevels", 0, 1), before);
        rig.look(); // more than a second later
        const QString after = rig.cell("varLevels", 0, 1);
        QVERIFY(after != before);
        view->positions[0].mark = Price::of(600); // nobody changes what was published: a look would be in vain
        rig.look();
        QCOMPARE(rig.cell("varLevels", 0, 1), after);
        auto other = std::make_shared<AccountView>(*view);
        other->id = AccountId(8);
        rig.venue.accountView = other;
        soon();
        QVERIFY(rig.cell("varLevels", 0, 1) != after);
        const QString daily = rig.cell("varLevels", 0, 1);
        emit rig.part<Segmented>("varHorizon").chosen(2);
        rig.part<Segmented>("varHorizon").setCurrent(2);
        emit rig.part<Segmented>("varHorizon").chosen(2); // at once
        QVERIFY(rig.cell("varLevels", 0, 1) != daily);
    }
    /// A wide pane is used: what else stands below stands beside.
    void widePanesHaveTwoColumns_data() {
        QTest::addColumn<int>("part");
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("second");
        QTest::newRow("value at risk") << int(RiskPart::Var) << "varLevels" << "varComponents";
        QTest::newRow("exposure") << int(RiskPart::Exposure) << "riskExposure" << "riskCorrelations";
    }
    void widePanesHaveTwoColumns() {
        Rig rig;
        QFETCH(int, part);
        QFETCH(QString, first);
        QFETCH(QString, second);
        rig.pane.showPart(static_cast<RiskPart>(part));
        const auto& left = rig.part<QWidget>(first.toLatin1());
        const auto& right = rig.part<QWidget>(second.toLatin1());
        for (const bool wide : {false, true, false}) {
            rig.pane.resize(wide ? 1'900 : 960, 540);
            rig.look();
            QCOMPARE(right.x() >= left.x() + left.width(), wide);
            QCOMPARE(right.y() >= left.y() + left.height(), !wide);
        }
    }
    void limitsThatAreNoneAreRefusedInASentence_data() {
        QTest::addColumn<QString>("edit");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("says");
        QTest::newRow("rubbish") << "limitAssets" << "plenty" << "\"plenty\" cannot be read";
        QTest::newRow("others") << "limitAssets" << "Others 5" << "\"others\" is no asset";
        QTest::newRow("below zero") << "limitAssets" << "SOL -5" << "the limit of SOL is below zero";
        QTest::newRow("a loss below zero") << "limit-daily_loss" << "-250" << "\"-250\" is no limit of Daily loss";
        QTest::newRow("a share below zero") << "limit-drawdown_percent" << "-100" << "\"-100\" is no limit of Drawdown";
        QTest::newRow("too precise") << "limit-gross_leverage" << "2.755" << "\"2.755\" is no limit of Gross leverage";
        QTest::newRow("too precise, of a whole one")
            << "limit-session_trades" << "2.5" << "no limit of Trades: a whole number not below zero; empty";
        QTest::newRow("no time") << "limitMinutes" << "1.5" << "\"1.5\" is no time";
    }
    void limitsThatAreNoneAreRefusedInASentence() {
        Rig rig;
        QFETCH(QString, edit);
        QFETCH(QString, typed);
        QFETCH(QString, says);
        rig.pane.showPart(RiskPart::Limits);
        rig.look();
        const auto before = rig.settings.write();
        auto& line = rig.part<QLineEdit>(edit.toLatin1());
        line.setValidator(nullptr); // what is pasted or set is checked as well
        line.setText(typed);
        QTest::keyClick(&line, Qt::Key_Return);
        QVERIFY2(rig.part<QLabel>("riskNotice").text().contains(says),
                 qPrintable(rig.part<QLabel>("riskNotice").text()));
        QCOMPARE(rig.settings.write(), before);
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
            if (qobject_cast<const QComboBox*>(widget) != nullptr)
                QVERIFY2(qobject_cast<const ChoiceBox*>(widget) != nullptr, qPrintable(widget->objectName()));
            QVERIFY2(!widget->objectName().isEmpty(), widget->metaObject()->className());
            QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
        }
    }
};
QD_TEST(TestRiskPane);
#include "TestRiskPane.moc"
