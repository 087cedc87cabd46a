#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/account/AnAccount.h"
#include "widgets/account/AccountPane.h"
#include "widgets/base/Format.h"

#include <QClipboard>
#include <QLabel>
#include <QMenu>
#include <QObject>
#include <QPushButton>
#include <QToolButton>

#include <set>

using namespace qd;
using namespace qd::ui;

namespace {

struct Rig : test::PaneRig {
    AccountPane pane{context};
    explicit Rig(bool started = true) {
        if (started) venue.accountView = test::anAccount();
        PaneRig::show(pane, {900, 160});
        pane.activateWindow();
        if (!QTest::qWaitForWindowActive(&pane)) qFatal("the pane is not active");
    }
    FigureView& figure(const QString& name) { return *pane.findChild<FigureView*>(name); }
    QLabel& label(const QString& name) { return *pane.findChild<QLabel*>(name); }
    QWidget& question() { return *pane.findChild<QWidget*>("accountQuestion"); }
    void press(const QString& name) { QTest::mouseClick(pane.findChild<QWidget*>(name), Qt::LeftButton); }
    void update() {
        clock.advance(100 * kNanosPerMilli);
        venue.tellAccount();
        frame(pane);
    }
};

} // namespace

class TestAccountPane : public QObject {
    Q_OBJECT
  private slots:
    void showsTheAccount() {
        Rig rig;
        QCOMPARE(rig.figure("equity").text(), "104\u2009238.17");
        QCOMPARE(rig.figure("unrealised").token(), Token::Up);
        QCOMPARE(rig.label("accountName").text(), "Account 0");
        QCOMPARE(rig.pane.findChild<HealthBar*>("health")->health(), 98);
        QVERIFY(rig.label("accountWarning").isHidden());
        QCOMPARE(rig.pane.findChild<QToolButton*>("paneSymbol")->text(), "Scalping");
        auto account = test::anAccount();
        account->totalEquity = Money(104'240'000'000);
        rig.venue.accountView = account;
        rig.update();
        QCOMPARE(rig.figure("equity").text(), "104\u2009240.00");
        QVERIFY(rig.figure("equity").fade(rig.clock.monotonicNanos()));
        QVERIFY(!rig.figure("deposits").fade(rig.clock.monotonicNanos()));
    }
    void theNumberIsTheOwnersNotTheVenues() {
        Rig rig;
        const auto account = test::anAccount(48);
        account->subAccount = 3;
        rig.venue.accountView = account;
        rig.update();
        QCOMPARE(rig.label("accountName").text(), "Account 3");
    }
    void saysWhoseMoneyItIs() {
        Rig rig;
        QVERIFY(rig.label("accountMode").text().startsWith("SIMULATED"));
        rig.venue.playbackState.mode = VenueMode::Replay;
        rig.update();
        QVERIFY(rig.label("accountMode").text().startsWith("PAPER"));
    }
    void belowMaintenanceItSaysWhatHappens() {
        Rig rig;
        auto account = test::anAccount();
        account->mayOnlyReduce = true;
        account->health = 0;
        rig.venue.accountView = account;
        rig.update();
        QVERIFY(rig.label("accountWarning").isVisible());
        QCOMPARE(rig.label("accountWarning").text(),
                 "The account is below its maintenance margin: 1\u2009481.80 USDC are required. New orders may only "
                 "reduce positions.");
        QCOMPARE(rig.label("accountWarning").accessibleName(), rig.label("accountWarning").text());
        QCOMPARE(rig.figure("ratio").token(), Token::Danger);
        rig.venue.accountView = test::anAccount();
        rig.update();
        QVERIFY(rig.label("accountWarning").isHidden());
    }
    void aVenueThatStandsStillDims() {
        Rig rig;
        rig.venue.healthState.running = false;
        rig.venue.healthState.fault = "the disk is full";
        rig.update();
        QCOMPARE(rig.figure("equity").token(), Token::Text3);
        QVERIFY(rig.label("accountMode").text().contains("stands still"));
    }
    void nothingIsClaimedBeforeTheVenueHasStarted() {
        Rig rig(false);
        for (const FigureView* view : rig.pane.findChildren<FigureView*>()) QCOMPARE(view->text(), unknownText());
        QCOMPARE(rig.pane.findChild<HealthBar*>("health")->health(), -1);
    }
    /// Enter and Escape give the safe answer.
    void resetAsksFirst_data() {
        QTest::addColumn<int>("key");
        QTest::addColumn<QString>("button");
        QTest::addColumn<int>("resets");
        QTest::newRow("Enter keeps") << int(Qt::Key_Return) << "" << 0;
        QTest::newRow("Escape keeps") << int(Qt::Key_Escape) << "" << 0;
        QTest::newRow("keep") << 0 << "accountKeep" << 0;
        QTest::newRow("reset") << 0 << "accountResetConfirmed" << 1;
    }
    void resetAsksFirst() {
        Rig rig;
        QVERIFY(rig.question().isHidden());
        rig.press("accountReset");
        QVERIFY(rig.question().isVisible());
        QCOMPARE(rig.venue.resets, 0);
        QFETCH(int, key);
        QFETCH(QString, button);
        if (key != 0)
            QTest::keyClick(QApplication::focusWidget(), static_cast<Qt::Key>(key));
        else
            rig.press(button);
        QVERIFY(rig.question().isHidden());
        QTEST(rig.venue.resets, "resets");
    }
    void typedResetIsExplicit() {
        Rig rig;
        QVERIFY(!rig.pane.applyWords({"reset"}));
        QCOMPARE(rig.venue.resets, 1);
        QVERIFY(!rig.pane.applyWords({}));
        QVERIFY(rig.pane.applyWords({"RESET", "NOW"}).has_value());
        QVERIFY(rig.pane.applyWords({"RESETT"}).has_value());
        QCOMPARE(rig.venue.resets, 1);
        rig.update();
        QCOMPARE(rig.label("accountNotice").text(), "A new account was asked for.");
        rig.venue.accountView = test::anAccount(2);
        rig.update();
        QCOMPARE(rig.label("accountNotice").text(), "A new account has begun.");
        QCOMPARE(rig.label("accountName").text(), "Account 0");
    }
    /// Every figure is whole at any width: as many columns as fit, never overlapping.
    void figuresFit_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("columns");
        QTest::newRow("wide") << 1'300 << 4;
        QTest::newRow("middle") << 500 << 2;
        QTest::newRow("narrow") << 230 << 1;
    }
    void figuresFit() {
        Rig rig;
        QFETCH(int, width);
        rig.pane.resize(width, 400);
        QCoreApplication::processEvents();
        std::set<int> lefts;
        for (const FigureView* view : rig.pane.findChild<QWidget*>("accountScroll")->findChildren<FigureView*>()) {
            QVERIFY2(view->width() >= view->widthFor("+104\u2009238.17"), qPrintable(view->objectName()));
            lefts.insert(view->x());
        }
        QTEST(static_cast<int>(lefts.size()), "columns");
    }
    void copiesFigures() {
        Rig rig;
        rig.pane.findChild<QToolButton*>("icon-more")->click();
        auto* menu = rig.pane.findChild<QMenu*>();
        QVERIFY(menu != nullptr);
        menu->actions().first()->trigger();
        menu->close();
        QVERIFY(QGuiApplication::clipboard()->text().startsWith("Equity\t104238.17\nUnrealised P&L\t+1.26\n"));
    }
};
QD_TEST(TestAccountPane);
#include "TestAccountPane.moc"
