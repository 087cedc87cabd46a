#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/base/ChoiceBox.h"
#include "widgets/brackets/BracketPane.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QObject>
#include <QPushButton>

using namespace qd;
using namespace qd::ui;

namespace {

struct Rig : test::PaneRig {
    BracketPane pane{context};
    explicit Rig(const char* theme = "dark", QSize size = {1100, 460}) : PaneRig(theme) {
        venue.setBook(MarketId(0), Price::of(150));
        venue.tickers[MarketId(0)].prices.mark = Price::of(150);
        settings.set(setting::kBrackets, "scalp TP 12t SL 8t; swing TP 2% SL 1% INDEX REST").value();
        show(pane, size);
        pane.activateWindow();
        if (!QTest::qWaitForWindowActive(&pane)) qFatal("the pane is not active");
        frame(pane);
    }
    Table& table() { return *pane.findChild<Table*>("brackets"); }
    template<class W>
    W& find(const char* name) {
        W* found = pane.findChild<W*>(QLatin1String(name));
        if (found == nullptr) qFatal("there is no %s", name);
        return *found;
    }
    [[nodiscard]] QString cell(int row, int column) { return table().model()->index(row, column).data().toString(); }
    void run(int row, int link) {
        const QModelIndex index = table().model()->index(row, 8);
        const QStringList texts = index.data(kLinksRole).toStringList();
        const QFontMetrics metrics(themes.theme().font(FontRole::Dense));
        const QRect box = table().visualRect(index);
        const int x = box.right() - 6 - metrics.horizontalAdvance(texts.mid(link).join(" · ")) +
                      metrics.horizontalAdvance(texts[link]) / 2;
        QTest::mouseClick(table().viewport(), Qt::LeftButton, {}, {x, box.center().y()});
        frame(pane);
    }
    QString kept() { return QString::fromStdString(settings.text(setting::kBrackets)); }
    QString notice() { return find<QLabel>("bracketsNotice").text(); }
};

} // namespace

class TestBracketPane : public QObject {
    Q_OBJECT
  private slots:
    void unitsLookLikeChoices() {
        Rig rig;
        const auto boxes = rig.pane.findChildren<QComboBox*>();
        QCOMPARE(boxes.size(), 2);
        for (const QComboBox* box : boxes) QVERIFY(qobject_cast<const ChoiceBox*>(box) != nullptr);
    }
    void templatesAreShownWithAnExample() {
        Rig rig;
        QCOMPARE(rig.table().model()->rowCount(), 2);
        QStringList row;
        for (int c = 0; c < 8; ++c) row << rig.cell(1, c);
        QCOMPARE(row, (QStringList{"swing", "2 %", "1 %", "index", "limit", "", "", "153.00 / 148.50"}));
        QCOMPARE(rig.cell(0, 1), "12 ticks");
        rig.venue.tickers[MarketId(0)].prices.mark = Price::of(100);
        rig.frame(rig.pane);
        QCOMPARE(rig.cell(1, 7), "102.00 / 99.00");
    }
    void oneIsMadeAndReplaced() {
        Rig rig;
        rig.find<QLineEdit>("bracketName").setText("wide");
        rig.find<QPushButton>("bracketSave").click();
        QVERIFY2(rig.notice().contains("wants TP, SL or both"), qPrintable(rig.notice()));
        rig.find<DecimalEdit>("bracketTarget").setText("5");
        rig.find<DecimalEdit>("bracketStop").setText("1.5");
        rig.find<QComboBox>("bracketStopUnit").setCurrentIndex(2);
        rig.find<QAbstractButton>("bracketSource-Last").click();
        rig.find<QPushButton>("bracketSave").click();
        QVERIFY2(rig.kept().endsWith("; wide TP 5% SL 1.5 LAST"), qPrintable(rig.kept()));
        rig.frame(rig.pane);
        QCOMPARE(rig.table().model()->rowCount(), 3);
        rig.find<DecimalEdit>("bracketTarget").clear();
        rig.find<QCheckBox>("bracketResting").setChecked(false);
        QTest::keyClick(&rig.find<QLineEdit>("bracketName"), Qt::Key_Return);
        QVERIFY(rig.kept().endsWith("; wide SL 1.5 LAST"));
    }
    void aDistanceNoTickCanHoldIsRefused() {
        Rig rig;
        rig.find<QLineEdit>("bracketName").setText("odd");
        rig.find<DecimalEdit>("bracketTarget").setText("1.5");
        rig.find<QComboBox>("bracketTargetUnit").setCurrentIndex(0);
        rig.find<QPushButton>("bracketSave").click();
        QVERIFY2(rig.notice().contains("12t"), qPrintable(rig.notice()));
        QVERIFY(!rig.kept().contains("odd"));
    }
    void whatCannotBeReadIsShownAndNothingIsSaved_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<int>("unit");
        QTest::newRow("a point alone") << "." << 1;
        QTest::newRow("zero") << "0" << 1;
        QTest::newRow("a part of a tick") << "1.5" << 0;
        QTest::newRow("percent too fine") << "1.23456" << 1;
        QTest::newRow("USDC too fine") << "0.1234567" << 2;
        QTest::newRow("more than can be counted") << "999999999999.999999999999" << 2;
    }
    /// Left out, it would be an entry without a stop.
    void whatCannotBeReadIsShownAndNothingIsSaved() {
        QFETCH(QString, typed);
        QFETCH(int, unit);
        Rig rig;
        const QString before = rig.kept();
        auto& stop = rig.find<DecimalEdit>("bracketStop");
        rig.find<QLineEdit>("bracketName").setText("odd");
        rig.find<DecimalEdit>("bracketTarget").setText("5");
        QVERIFY(!stop.property("wrong").toBool());
        stop.setText(typed);
        rig.find<QComboBox>("bracketStopUnit").setCurrentIndex(unit);
        QVERIFY(stop.property("wrong").toBool());
        QVERIFY2(stop.toolTip().startsWith("Not a distance"), qPrintable(stop.toolTip()));
        QVERIFY(!rig.find<DecimalEdit>("bracketTarget").property("wrong").toBool());
        rig.find<QPushButton>("bracketSave").click();
        QCOMPARE(rig.kept(), before);
        QVERIFY2(rig.notice().startsWith("SL wants one distance above zero"), qPrintable(rig.notice()));
        stop.setText("2");
        QVERIFY(!stop.property("wrong").toBool());
        QVERIFY(stop.toolTip().startsWith("How far"));
        rig.find<QPushButton>("bracketSave").click();
        QVERIFY2(rig.kept().contains("; odd TP 5% SL 2"), qPrintable(rig.kept()));
    }
    void rulesAreTypedKeptAndEdited() {
        Rig rig;
        QVERIFY(rig.find<QLabel>("rulesCaveat").text().contains("only while it runs"));
        rig.find<QLineEdit>("bracketName").setText("atm");
        rig.find<DecimalEdit>("bracketStop").setText("1");
        for (const auto& [field, typed] :
             std::initializer_list<std::pair<const char*, const char*>>{{"rulesEven", "8t"},
                                                                        {"rulesPlus", "1t"},
                                                                        {"rulesTrail-1", "12t"},
                                                                        {"rulesBehind-1", "6t"},
                                                                        {"rulesTrail-2", "20 t"},
                                                                        {"rulesBehind-2", "4t"},
                                                                        {"rulesStep-2", "2t"},
                                                                        {"rulesChase", "5t"}})
            rig.find<QLineEdit>(field).setText(typed);
        QTest::keyClick(&rig.find<QLineEdit>("rulesChase"), Qt::Key_Return);
        const QString all = "atm SL 1% EVEN 8t PLUS 1t TRAIL 12t BY 6t TRAIL 20t BY 4t STEP 2t CHASE 5t";
        QVERIFY2(rig.kept().endsWith("; " + all), qPrintable(rig.notice()));
        rig.frame(rig.pane);
        QCOMPARE(rig.cell(2, 5), all.mid(10));
        rig.run(0, 1); // another one has none
        QVERIFY(rig.find<QLineEdit>("rulesEven").text().isEmpty());
        rig.run(2, 1);
        QCOMPARE(rig.find<QLineEdit>("rulesStep-2").text(), "2t");
        rig.find<QLineEdit>("rulesStep-2").clear();
        rig.find<QPushButton>("bracketSave").click();
        QVERIFY2(rig.kept().contains("TRAIL 20t BY 4t CHASE"), qPrintable(rig.kept()));
    }
    void aRuleThatCannotBeReadIsShownAndNothingIsSaved() {
        Rig rig;
        const QString before = rig.kept();
        rig.find<QLineEdit>("bracketName").setText("odd");
        rig.find<DecimalEdit>("bracketStop").setText("1");
        auto& chase = rig.find<QLineEdit>("rulesChase");
        chase.setText("5%");
        QVERIFY(chase.property("wrong").toBool());
        rig.find<QPushButton>("bracketSave").click();
        QVERIFY2(rig.notice().startsWith("CHASE wants the most ticks"), qPrintable(rig.notice()));
        QCOMPARE(rig.kept(), before);
        chase.clear();
        rig.find<QLineEdit>("rulesPlus").setText("1t"); // beyond what?
        rig.find<QPushButton>("bracketSave").click();
        QCOMPARE(rig.kept(), before);
    }
    void whatIsAtWorkIsShownAndEnded() {
        Rig rig;
        auto& running = rig.find<Table>("bracketsRunning");
        QVERIFY(!running.isVisible());
        auto account = std::make_shared<AccountView>();
        account->id = AccountId(3);
        rig.venue.accountView = account;
        TrackedOrder stop;
        stop.order.id = OrderId(9);
        stop.order.terms.clientId = ClientOrderId(19);
        stop.order.terms.side = Side::Sell;
        stop.order.terms.type = OrderType::Market;
        stop.order.terms.trigger.kind = TriggerKind::Stop;
        stop.order.terms.trigger.price = Price::of(149);
        stop.order.progress.phase = OrderPhase::Waiting;
        stop.state = OrderState::Working;
        rig.venue.orderList.push_back(stop);
        rig.settings.set(setting::kRunning, "scalp 3 17 0 19 150.5 DONE EVEN 8t; else 4 27 0 29 1 EVEN 8t").value();
        rig.frame(rig.pane);
        QVERIFY(running.isVisible());
        QCOMPARE(running.model()->rowCount(), 1); // of this account
        QStringList row;
        for (int c = 0; c < 6; ++c) row << running.model()->index(0, c).data().toString();
        QCOMPARE(row, (QStringList{"scalp", "SOL-PERP", "Buy", "150.50", "149.00", "EVEN 8t (break-even done)"}));
        const QRect box = running.visualRect(running.model()->index(0, 6));
        const int width = QFontMetrics(rig.themes.theme().font(FontRole::Dense)).horizontalAdvance("End");
        QTest::mouseClick(running.viewport(), Qt::LeftButton, {}, {box.right() - 6 - width / 2, box.center().y()});
        QCOMPARE(rig.settings.text(setting::kRunning), "else 4 27 0 29 1 EVEN 8t");
        rig.frame(rig.pane);
        QVERIFY(!running.isVisible());
    }
    void whatNoBracketIsCalledIsRefused() {
        Rig rig;
        const QString before = rig.kept();
        rig.find<QLineEdit>("bracketName").setText("none");
        rig.find<DecimalEdit>("bracketTarget").setText("5");
        rig.find<QPushButton>("bracketSave").click();
        QCOMPARE(rig.kept(), before);
        QVERIFY2(rig.notice().startsWith("NONE stands for no bracket"), qPrintable(rig.notice()));
    }
    void aStopOfTheWholePriceIsRefused() {
        Rig rig;
        const QString before = rig.kept();
        rig.find<QLineEdit>("bracketName").setText("wide");
        rig.find<DecimalEdit>("bracketStop").setText("100");
        rig.find<QPushButton>("bracketSave").click();
        QCOMPARE(rig.kept(), before);
        QVERIFY2(rig.notice().startsWith("SL wants less than 100 %"), qPrintable(rig.notice()));
    }
    void oneIsEdited() {
        Rig rig;
        rig.run(1, 1);
        QCOMPARE(rig.find<QLineEdit>("bracketName").text(), "swing");
        QCOMPARE(rig.find<DecimalEdit>("bracketTarget").text(), "2");
        QVERIFY(rig.find<QCheckBox>("bracketResting").isChecked());
        QVERIFY(rig.find<QAbstractButton>("bracketSource-Index").isChecked());
        rig.find<DecimalEdit>("bracketTarget").setText("3");
        rig.find<QPushButton>("bracketSave").click();
        QCOMPARE(rig.kept(), "scalp TP 12t SL 8t; swing TP 3% SL 1% INDEX REST");
    }
    void oneIsUsedInTheLadderAndNoMore() {
        Rig rig;
        rig.run(0, 0);
        QCOMPARE(rig.settings.text(setting::kLadderBracket), "scalp");
        QCOMPARE(rig.cell(0, 6), "in use");
        rig.run(0, 0);
        QVERIFY(rig.settings.text(setting::kLadderBracket).empty());
    }
    void oneIsDeleted() {
        Rig rig;
        rig.settings.set(setting::kLadderBracket, "scalp").value();
        rig.frame(rig.pane);
        rig.run(0, 2);
        QCOMPARE(rig.kept(), "swing TP 2% SL 1% INDEX REST");
        QVERIFY(rig.settings.text(setting::kLadderBracket).empty());
        QVERIFY2(rig.notice().contains("orders of the ladder get no bracket"), qPrintable(rig.notice()));
        rig.table().setCurrentIndex(rig.table().model()->index(0, 0));
        rig.table().setFocus();
        QTest::keyClick(&rig.table(), Qt::Key_Delete);
        rig.frame(rig.pane);
        QCOMPARE(rig.table().model()->rowCount(), 0);
    }
    /// QD_SHOTS=folder keeps a picture.
    void everyControlHasItsName() {
        Rig rig("light");
        for (const auto* control : rig.find<QWidget>("bracketFields").findChildren<QWidget*>()) {
            if ((control->focusPolicy() & Qt::TabFocus) == 0 || !control->isVisible()) continue;
            QVERIFY2(!control->objectName().isEmpty() && !control->accessibleName().isEmpty(),
                     qPrintable(control->objectName()));
        }
        if (const QString folder = qEnvironmentVariable("QD_SHOTS"); !folder.isEmpty())
            rig.pane.grab().save(folder + "/bracket.png");
    }
};
QD_TEST(TestBracketPane);
#include "TestBracketPane.moc"
