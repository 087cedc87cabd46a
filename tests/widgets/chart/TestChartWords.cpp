#include "tests/support/TestRunner.h"
#include "tests/widgets/chart/ChartRig.h"

#include <QObject>
#include <QToolButton>

using namespace qd;
using namespace qd::chart;

/// What is typed, clicked in the header, and kept in a layout.
class TestChartWords : public QObject {
    Q_OBJECT
    static QStringList labels(test::ChartRig& rig) {
        QStringList texts;
        for (const StudyChoice& study : rig.view().scene().options().studies) texts << labelOf(study);
        return texts;
    }

  private slots:
    void words_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<bool>("right");
        QTest::newRow("interval") << QStringList{"5m"} << true;
        QTest::newRow("interval in capitals") << QStringList{"1H"} << true;
        QTest::newRow("period") << QStringList{"EMA", "50"} << true;
        QTest::newRow("all") << QStringList{"15s", "ema", "off", "VWAP", "on", "STYLE", "Hollow", "BARS", "300"}
                             << true;
        QTest::newRow("no such interval") << QStringList{"7m"} << false;
        QTest::newRow("no period") << QStringList{"EMA"} << false;
        QTest::newRow("period of none") << QStringList{"EMA", "0"} << false;
        QTest::newRow("period too long") << QStringList{"EMA", "99999999999999"} << false;
        QTest::newRow("VWAP takes no period") << QStringList{"VWAP", "20"} << false;
        QTest::newRow("right and wrong") << QStringList{"5m", "VWAP", "MAYBE"} << false;
        QTest::newRow("no such style") << QStringList{"STYLE", "PIE"} << false;
        QTest::newRow("bars of nothing") << QStringList{"BARS", "x"} << false;
    }
    void words() {
        QFETCH(QStringList, words);
        QFETCH(bool, right);
        test::ChartRig rig;
        rig.show();
        const ChartOptions before = rig.view().scene().options();
        ports::ActionWords typed;
        for (const QString& word : words) typed.push_back(word.toStdString());
        const auto objection = rig.pane->applyWords(typed);
        QCOMPARE(!objection.has_value(), right);
        if (right) return;
        QVERIFY(objection->contains(QStringLiteral("1s 5s 15s 1m 5m 15m 1h 4h 1d")));
        QCOMPARE(rig.view().scene().options(), before);
    }
    void wordsAreDone() {
        test::ChartRig rig;
        rig.show();
        QVERIFY(!rig.pane->applyWords({"15s", "EMA", "50", "VWAP", "OFF", "BARS", "300"}));
        QCOMPARE(rig.view().scene().options().interval, Interval::S15);
        QCOMPARE(labels(rig), (QStringList{QStringLiteral("EMA 50")}));
        QCOMPARE(rig.view().scene().view().bars(), 300.0);
        auto* studies = rig.pane->findChild<QToolButton*>(QStringLiteral("studies"));
        QCOMPARE(studies->text(), QStringLiteral("Studies 1"));
    }
    void stateComesBack() {
        test::ChartRig rig;
        rig.show();
        QVERIFY(
            !rig.pane->applyWords({"5m", "EMA", "50", "VWAP", "OFF", "QUOTES", "OFF", "STYLE", "AREA", "BARS", "77"}));
        rig.view().scene().setFollows(false);
        ChartPane other(rig.rig.context, rig.book);
        other.restore(rig.pane->state());
        QCOMPARE(other.state(), rig.pane->state());
        QCOMPARE(other.view().scene().options(), rig.view().scene().options());
        QCOMPARE(other.view().scene().view().bars(), 77.0);
        QVERIFY(!other.view().scene().follows());
        ui::PaneState hostile;
        for (const auto& [key, value] : rig.pane->state()) hostile[key] = "-1e99";
        other.restore(hostile);
        ChartOptions left = rig.view().scene().options();
        left.studies.clear();      // what it names does not exist
        left.compared = {"-1e99"}; // a market that the venue may come to know
        QCOMPARE(other.view().scene().options(), left);
    }
    void headerChooses() {
        test::ChartRig rig;
        rig.show();
        QTest::mouseClick(rig.pane->findChild<QToolButton*>(QStringLiteral("interval-5m")), Qt::LeftButton);
        QCOMPARE(rig.view().scene().options().interval, Interval::M5);
        QCOMPARE(rig.rig.venue.askedCandles.back().interval, Interval::M5);
    }
    void controlsFoldInANarrowPane() {
        test::ChartRig rig("dark", QSize(1'200, 500));
        rig.show();
        auto* folded = rig.pane->findChild<QToolButton*>(QStringLiteral("chartChoices"));
        QVERIFY(!folded->isVisible());
        rig.pane->resize(300, 200);
        QCoreApplication::processEvents();
        QCOMPARE(rig.pane->width(), 300);
        QVERIFY(folded->isVisible());
        QVERIFY(rig.pane->rect().contains(QRect(folded->mapTo(rig.pane.get(), QPoint()), folded->size())));
    }
};
QD_TEST(TestChartWords);
#include "TestChartWords.moc"
