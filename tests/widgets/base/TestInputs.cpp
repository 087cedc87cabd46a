#include "tests/support/TestRunner.h"
#include "widgets/base/Inputs.h"

#include <QAbstractButton>
#include <QObject>
#include <QSignalSpy>
#include <QTest>

using namespace qd::ui;

class TestInputs : public QObject {
    Q_OBJECT
  private slots:
    void typedNumbersAreExact() {
        DecimalEdit edit(6, "price");
        edit.setUnit(10'000);
        QTest::keyClicks(&edit, "148.27");
        QCOMPARE(edit.raw().value(), 148'270'000);
        edit.clear();
        QVERIFY(!edit.raw());
        QTest::keyClicks(&edit, "1,5");
        QCOMPARE(edit.raw().value(), 1'500'000);
        edit.clear();
        QTest::keyClicks(&edit, "-12abc3"); // only digits and a point get in
        QCOMPARE(edit.text(), "123");
        edit.setText("0.0000001");
        QVERIFY(!edit.raw());
    }
    /// The same digits are another number where the unit is finer.
    void scalesChange() {
        DecimalEdit edit(6, "amount");
        edit.setText("0.123456789");
        QVERIFY(!edit.raw());
        edit.setScale(9);
        QCOMPARE(edit.raw().value(), 123'456'789);
        edit.setText("0.000000000001");
        edit.setScale(12);
        QCOMPARE(edit.raw().value(), 1);
    }
    void arrowsAndWheelStepOnTheGrid() {
        DecimalEdit edit(6, "price");
        edit.setUnit(10'000);
        edit.setRaw(148'270'000);
        QCOMPARE(edit.text(), "148.27");
        QTest::keyClick(&edit, Qt::Key_Up);
        QCOMPARE(edit.text(), "148.28");
        QTest::keyClick(&edit, Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(edit.text(), "148.18");
        QTest::keyClick(&edit, Qt::Key_Up, Qt::ControlModifier);
        QCOMPARE(edit.text(), "149.18");
        edit.setText("0.015");
        edit.step(-1);
        QCOMPARE(edit.text(), "0.00");
        edit.step(-1);
        QCOMPARE(edit.text(), "0.00");
        edit.clear();
        edit.step(1, 5'000'000);
        QCOMPARE(edit.text(), "5.01");
    }
    void oneSegmentIsChosen() {
        Segmented segments({"Market", "Limit"}, "type");
        QSignalSpy chosen(&segments, &Segmented::chosen);
        segments.setCurrent(1);
        QCOMPARE(segments.current(), 1);
        QCOMPARE(chosen.count(), 0);
        segments.findChild<QAbstractButton*>("type-Market")->click();
        QCOMPARE(segments.current(), 0);
        QCOMPARE(chosen.count(), 1);
    }
    void aChoiceThatIsOffSaysWhy() {
        Segmented segments({"GTC", "IOC"}, "tif");
        auto* choice = segments.findChild<QAbstractButton*>("tif-GTC");
        segments.setChoiceEnabled(0, false, "A market order never rests.");
        QVERIFY(!choice->isEnabled());
        QCOMPARE(choice->toolTip(), "A market order never rests.");
        segments.setChoiceEnabled(0, true);
        QVERIFY(choice->isEnabled());
        QVERIFY(choice->toolTip().isEmpty());
    }
};
QD_TEST(TestInputs);
#include "TestInputs.moc"
