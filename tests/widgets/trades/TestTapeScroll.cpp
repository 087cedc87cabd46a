#include "tests/support/TestRunner.h"
#include "widgets/trades/TapeScroll.h"

#include <QObject>
#include <QTest>

using namespace qd::ui::trades;

class TestTapeScroll : public QObject {
    Q_OBJECT
  private slots:
    void followsTheNewest() {
        TapeScroll scroll;
        scroll.update(0, 0, 10);
        QCOMPARE(scroll.top(), 0U);
        scroll.update(25, 25, 10);
        QCOMPARE(scroll.top(), 25U);
        QCOMPARE(scroll.newer(), 0U);
        QVERIFY(!scroll.held());
    }
    void standsStillUnderTheMouse() {
        TapeScroll scroll;
        scroll.update(25, 25, 10);
        scroll.setHovered(true);
        scroll.update(28, 28, 10);
        QCOMPARE(scroll.top(), 25U);
        QCOMPARE(scroll.newer(), 3U);
        scroll.setHovered(false);
        QCOMPARE(scroll.top(), 28U);
    }
    /// Also while fewer rows exist than fit.
    void standsStillWithFewRows() {
        TapeScroll scroll;
        scroll.update(2, 2, 10);
        scroll.setHovered(true);
        scroll.update(5, 5, 10);
        QCOMPARE(scroll.newer(), 3U);
    }
    void staysWhereItWasScrolled() {
        TapeScroll scroll;
        scroll.update(100, 100, 10);
        scroll.setHovered(true);
        scroll.scroll(4);
        scroll.setHovered(false);
        scroll.update(110, 110, 10);
        QCOMPARE(scroll.top(), 96U);
        QCOMPARE(scroll.newer(), 14U);
        scroll.scroll(-13);
        QVERIFY(scroll.held());
        scroll.scroll(-5);
        QCOMPARE(scroll.top(), 110U);
        QVERIFY(!scroll.held());
    }
    void endsWhereTheRowsEnd() {
        TapeScroll scroll;
        scroll.update(100, 50, 10); // 51 to 100
        scroll.scroll(1'000);
        QCOMPARE(scroll.top(), 60U);
        scroll.toNewest();
        QCOMPARE(scroll.top(), 100U);
        scroll.toOldest();
        QCOMPARE(scroll.top(), 60U);
        QVERIFY(scroll.held());
    }
    void fewRowsDoNotScroll() {
        TapeScroll scroll;
        scroll.update(5, 5, 10);
        scroll.scroll(3);
        QCOMPARE(scroll.top(), 5U);
        QVERIFY(!scroll.held());
        scroll.toOldest();
        QVERIFY(!scroll.held());
    }
    void forgottenRowsGiveWay() {
        TapeScroll scroll;
        scroll.update(100, 50, 10);
        scroll.toOldest();
        scroll.update(120, 50, 10); // 71 to 120
        QCOMPARE(scroll.top(), 80U);
        QVERIFY(scroll.held());
    }
    void heldByKey() {
        TapeScroll scroll;
        scroll.update(10, 10, 5);
        scroll.setPinned(true);
        scroll.update(12, 12, 5);
        QCOMPARE(scroll.newer(), 2U);
        scroll.toNewest();
        QVERIFY(!scroll.pinned());
        scroll.setPinned(true);
        scroll.reset();
        scroll.update(3, 3, 5);
        QCOMPARE(scroll.newer(), 0U);
    }
};
QD_TEST(TestTapeScroll);
#include "TestTapeScroll.moc"
