#include "tests/support/TestRunner.h"
#include "widgets/portfolio/PlotAxes.h"

#include <QObject>
#include <QStringList>
#include <QTest>

#include <limits>

using namespace qd;
using namespace qd::ui;

namespace {

UnixNanos at(std::int64_t day, std::int64_t minute = 0) {
    return UnixNanos(day * kNanosPerDay + minute * kNanosPerMinute);
}

} // namespace

class TestPlotAxes : public QObject {
    Q_OBJECT
  private slots:
    void valuesAreRound() {
        QVERIFY(valueTicks(0, 10, 5) == (std::vector<double>{0, 2, 4, 6, 8, 10}));
        QVERIFY(valueTicks(-3, 12, 3) == (std::vector<double>{0, 5, 10}));
        const auto fine = valueTicks(1.21, 1.29, 4);
        QCOMPARE(fine.size(), 4U);
        QCOMPARE(fine.front(), 1.22);
        QCOMPARE(fine.back(), 1.28);
    }
    void noRangeHasNoTicks() {
        QVERIFY(valueTicks(1, 1, 4).empty());
        QVERIFY(valueTicks(2, 1, 4).empty());
        QVERIFY(valueTicks(0, std::numeric_limits<double>::infinity(), 4).empty());
        QVERIFY(valueTicks(0, 1, 0).empty());
        QVERIFY(timeTicks(at(1), at(1), 4).empty());
    }
    void times_data() {
        QTest::addColumn<qint64>("from");
        QTest::addColumn<qint64>("until");
        QTest::addColumn<QStringList>("labels");
        QTest::newRow("an hour") << qint64{at(19'000, 5).value()} << qint64{at(19'000, 65).value()}
                                 << QStringList{"00:15", "00:30", "00:45", "01:00"};
        QTest::newRow("over midnight") << qint64{at(19'000, 1'000).value()} << qint64{at(19'001, 600).value()}
                                       << QStringList{"18:00", "9 Jan", "06:00"};
        QTest::newRow("two weeks") << qint64{at(19'000).value()} << qint64{at(19'014).value()}
                                   << QStringList{"13 Jan", "20 Jan"};
        QTest::newRow("a year") << qint64{at(19'000).value()} << qint64{at(19'365).value()}
                                << QStringList{"Apr 2022", "Jul 2022", "Oct 2022", "Jan 2023"};
    }
    void times() {
        QFETCH(qint64, from);
        QFETCH(qint64, until);
        QStringList labels;
        for (const PlotTick& tick : timeTicks(UnixNanos(from), UnixNanos(until), 4)) labels << tick.label;
        QTEST(labels, "labels");
    }
};
QD_TEST(TestPlotAxes);
#include "TestPlotAxes.moc"
