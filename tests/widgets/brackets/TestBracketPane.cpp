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
    explicit Rig(const char* theme = "dark", QSize size = {700, 360}) : PaneRig(theme) {
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
        const QModelIndex index = table().model()->index(row, 7);
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
        for (int c = 0; c < 7; ++c) row << rig.cell(1, c);
        QCOMPARE(row, (QStringList{"swing", "2 %", "1 %", "index", "limit", "", "153.00 / 148.50"}));
        QCOMPARE(rig.cell(0, 1), "12 ticks");
        rig.venue.tickers[MarketId(0)].prices.mark = Price::of(100);
        rig.frame(rig.pane);
        QCOMPARE(rig.cell(1, 6), "102.00 / 99.00");
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
        QCOMPARE(rig.cell(0, 5), "in use");
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
