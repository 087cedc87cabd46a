#include "tests/support/TestRunner.h"
#include "widgets/base/ColumnLayout.h"

#include <QObject>
#include <QStandardItemModel>
#include <QTest>

using namespace qd::ui;

namespace {

/// Four columns of 100, 60, 80 and 40; the third folds first, then the second.
struct Sheet {
    QStandardItemModel model{0, 4};
    QHeaderView header{Qt::Horizontal};
    ColumnLayout columns{header};
    Sheet() {
        header.setModel(&model);
        header.setSectionsMovable(true);
        columns.setFoldOrder({2, 1});
        columns.setNaturalWidths({100, 60, 80, 40});
    }
    [[nodiscard]] QList<int> sizes() const {
        QList<int> list;
        for (int i = 0; i < 4; ++i) list << header.sectionSize(i);
        return list;
    }
};

} // namespace

class TestColumnLayout : public QObject {
    Q_OBJECT
  private slots:
    void widths_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<QList<int>>("sizes");
        QTest::newRow("fits exactly") << 280 << QList<int>{100, 60, 80, 40};
        QTest::newRow("the rest is shared, nothing is lost") << 290 << QList<int>{102, 62, 83, 43};
        QTest::newRow("one folds") << 279 << QList<int>{126, 86, 0, 67};
        QTest::newRow("two fold") << 150 << QList<int>{105, 0, 0, 45};
        QTest::newRow("the others stay whole") << 90 << QList<int>{100, 0, 0, 40};
    }
    void widths() {
        Sheet sheet;
        QFETCH(int, width);
        sheet.columns.fit(1'000);
        sheet.columns.fit(width);
        QTEST(sheet.sizes(), "sizes");
        sheet.columns.fit(280);
        QCOMPARE(sheet.sizes(), (QList<int>{100, 60, 80, 40}));
    }
    void aColumnOfSentencesTakesTheRest() {
        Sheet sheet;
        sheet.columns.setGrowing(2);
        sheet.columns.fit(400);
        QCOMPARE(sheet.sizes(), (QList<int>{100, 60, 200, 40}));
        sheet.columns.setPresent(2, false);
        QCOMPARE(sheet.sizes(), (QList<int>{166, 127, 0, 107}));
    }
    /// The wide one goes last; then the narrow one that went first fits again.
    void foldedOnesComeBackWhereThereIsRoom() {
        Sheet sheet;
        sheet.columns.setFoldOrder({1, 2});
        sheet.columns.fit(210);
        QCOMPARE(sheet.sizes(), (QList<int>{103, 63, 0, 44}));
    }
    void whatThePersonSizedStays() {
        Sheet sheet;
        sheet.columns.fit(300);
        sheet.header.resizeSection(1, 90);
        sheet.columns.fit(400);
        QCOMPARE(sheet.sizes(), (QList<int>{130, 90, 110, 70}));
        sheet.columns.forgetSizes();
        QCOMPARE(sheet.sizes(), (QList<int>{130, 90, 110, 70}));
        QVERIFY(sheet.columns.state().starts_with("0:0 1:0 2:0 3:0"));
    }
    void foldedIsNotHidden() {
        Sheet sheet;
        sheet.columns.fit(150);
        QVERIFY(sheet.columns.isFolded(1) && sheet.columns.isChosen(1));
        QCOMPARE(sheet.columns.state(), "0:0 1:0 2:0 3:0 sort:0d");
        // Asked for by name, it stays although it does not fit.
        sheet.columns.choose(2, true);
        QVERIFY(!sheet.header.isSectionHidden(2));
        QVERIFY(sheet.header.isSectionHidden(1));
        sheet.columns.choose(2, false);
        QCOMPARE(sheet.columns.state(), "0:0 1:0 2:0h 3:0 sort:0d");
    }
    void absentColumnsKeepTheirChoice() {
        Sheet sheet;
        sheet.columns.fit(300);
        sheet.columns.setPresent(3, false);
        QVERIFY(sheet.header.isSectionHidden(3));
        QVERIFY(sheet.columns.isChosen(3));
        sheet.columns.setPresent(3, true);
        QVERIFY(!sheet.header.isSectionHidden(3));
        sheet.columns.choose(3, false);
        sheet.columns.setPresent(3, false);
        sheet.columns.setPresent(3, true);
        QVERIFY(sheet.header.isSectionHidden(3));
    }
    void comesBack() {
        Sheet first;
        first.columns.fit(300);
        first.header.moveSection(0, 3);
        first.header.resizeSection(1, 77);
        first.columns.choose(2, false);
        Sheet second;
        second.columns.fit(150);
        QVERIFY(second.columns.restore(first.columns.state()));
        second.columns.fit(300);
        QCOMPARE(second.columns.state(), first.columns.state());
        QCOMPARE(second.header.sectionSize(1), 77);
        for (const char* hostile : {"", "x", "99:10", "0:1 0:1 0:1 0:1", "0:-5 1:1 2:1 3:1", "0:99999 1:1 2:1 3:1",
                                    "0:1 1:1 2:1 3:1 sort:9a", "0:1 1:1 2:1"})
            QVERIFY2(!second.columns.restore(hostile), hostile);
        QCOMPARE(second.columns.state(), first.columns.state());
    }
};
QD_TEST(TestColumnLayout);
#include "TestColumnLayout.moc"
