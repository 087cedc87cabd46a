#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/base/SectionList.h"

#include <QAbstractItemModelTester>
#include <QObject>
#include <QScrollBar>
#include <QSignalSpy>

using namespace qd;
using namespace qd::ui;

namespace {

std::vector<Section> sections() {
    return {{"Read", {{.text = "Something to be read about charts and much else, long enough to need several rows."}}},
            {"Panes",
             {{.term = "CHART", .text = "Candles", .detail = "CHART [market]", .mark = "F2", .id = "CHART"},
              {.term = "TAPE", .text = "Trades as they print", .id = "TAPE"}}},
            {"Trading", {{.term = "CANCEL", .text = "Cancels an order", .id = "CANCEL"}}}};
}

struct ListRig : test::PaneRig {
    ListRig() {
        list.setSections(sections());
        list.resize(500, 400);
        list.show();
        if (!QTest::qWaitForWindowExposed(&list)) qFatal("the list was not shown");
    }
    SectionList list{themes, FontRole::Mono, FontRole::Mono, "list"};
};

} // namespace

class TestSectionList : public QObject {
    Q_OBJECT
  private slots:
    void filters_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("withHeadings");
        QTest::newRow("nothing typed") << "" << 4 << 7;
        QTest::newRow("spaces") << "   " << 4 << 7;
        QTest::newRow("term in any case") << "tap" << 1 << 2;
        QTest::newRow("text") << "order" << 1 << 2;
        QTest::newRow("several places") << "chart" << 2 << 4;
        QTest::newRow("every word") << "chart market" << 1 << 2;
        QTest::newRow("key") << "f2" << 1 << 2;
        QTest::newRow("nothing found") << "xyz" << 0 << 0;
    }
    void filters() {
        QFETCH(QString, words);
        QFETCH(int, rows);
        QFETCH(int, withHeadings);
        ListRig rig;
        const QAbstractItemModelTester tester(rig.list.model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        rig.list.setFilter(words);
        QCOMPARE(rig.list.shownRows(), rows);
        QCOMPARE(rig.list.model()->rowCount(), withHeadings);
    }
    /// Who types a name wants the thing, not the sentences about it.
    void namesComeFirst() {
        ListRig rig;
        rig.list.setFilter("chart");
        QCOMPARE(rig.list.model()->index(0, 0).data().toString(), "Panes");
        QCOMPARE(rig.list.model()->index(2, 0).data().toString(), "Read");
        rig.list.setFilter("");
        QCOMPARE(rig.list.model()->index(0, 0).data().toString(), "Read");
    }
    void paintsCanBeMeasured() {
        ListRig rig;
        int paints = 0;
        rig.list.setPaintedAround([&](const std::function<void()>& paint) {
            paint();
            ++paints;
        });
        rig.list.viewport()->repaint();
        QCOMPARE(paints, 1);
    }
    void keyboardSkipsHeadings() {
        ListRig rig;
        QVERIFY(rig.list.chooseFirst());
        QCOMPARE(rig.list.currentId(), "CHART");
        QTest::keyClick(&rig.list, Qt::Key_Down);
        QCOMPARE(rig.list.currentId(), "TAPE");
        QTest::keyClick(&rig.list, Qt::Key_Down);
        QCOMPARE(rig.list.currentId(), "CANCEL");
        rig.list.setFilter("charts");
        QVERIFY(!rig.list.chooseFirst()); // there is only something to be read
    }
    void activates() {
        ListRig rig;
        QSignalSpy activated(&rig.list, &SectionList::rowActivated);
        QTest::keyClick(&rig.list, Qt::Key_Return);
        QCOMPARE(activated.count(), 0);
        rig.list.chooseFirst();
        QTest::keyClick(&rig.list, Qt::Key_Return);
        QCOMPARE(activated.takeFirst().first().toString(), "CHART");
        const auto doubleClick = [&](int row) {
            const QPoint at = rig.list.visualRect(rig.list.model()->index(row, 0)).center();
            QTest::mouseClick(rig.list.viewport(), Qt::LeftButton, {}, at);
            QTest::mouseDClick(rig.list.viewport(), Qt::LeftButton, {}, at);
        };
        doubleClick(4);
        QCOMPARE(activated.takeFirst().first().toString(), "TAPE");
        doubleClick(1);
        doubleClick(2);
        QCOMPARE(activated.count(), 0);
    }
    void chosenRowStays() {
        ListRig rig;
        rig.list.chooseFirst();
        auto changed = sections();
        changed.insert(changed.begin(), Section{"First", {{.term = "A", .text = "new", .id = "A"}}});
        rig.list.setSections(changed);
        QCOMPARE(rig.list.currentId(), "CHART");
        changed.pop_back();
        changed.pop_back();
        rig.list.setSections(changed);
        QVERIFY(rig.list.currentId().isEmpty());
    }
    /// A narrow list needs more height for the same texts, never a second scroll bar.
    void textsWrap() {
        ListRig rig;
        const auto heightAt = [&](int width) {
            rig.list.resize(width, 400);
            QCoreApplication::processEvents();
            int height = 0;
            for (int i = 0; i < rig.list.model()->rowCount(); ++i) {
                const QRect row = rig.list.visualRect(rig.list.model()->index(i, 0));
                if (row.right() > rig.list.viewport()->rect().right()) return -1;
                height = std::max(height, row.bottom());
            }
            return height;
        };
        const int wide = heightAt(900);
        const int narrow = heightAt(180);
        QVERIFY(wide > 0);
        QVERIFY2(narrow > wide + 40, qPrintable(QStringLiteral("%1 %2").arg(wide).arg(narrow)));
    }
    void textForPaper() {
        QCOMPARE(plainText({{"Keys",
                             {{.term = "Ctrl+K", .text = "Command bar"},
                              {.term = "F1", .text = "Help", .detail = "HELP [words]"},
                              {.text = "To be read"}}},
                            {"Chart", {{.term = "Drag", .text = "Moves the view"}}}}),
                 QStringLiteral("Keys\n"
                                "  Ctrl+K  Command bar\n"
                                "  F1      Help · HELP [words]\n"
                                "  To be read\n"
                                "\n"
                                "Chart\n"
                                "  Drag    Moves the view\n"));
    }
};
QD_TEST(TestSectionList);
#include "TestSectionList.moc"
