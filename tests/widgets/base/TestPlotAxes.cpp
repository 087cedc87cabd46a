#include "tests/support/TestRunner.h"
#include "widgets/base/PlotAxes.h"

#include <QObject>
#include <QSet>
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
    void ticks_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<double>("step");
        QTest::addColumn<QString>("label");
        QTest::newRow("thousands") << 104e9 << 1e9 << "104k";
        QTest::newRow("tenths of thousands") << 104.2e9 << 0.2e9 << "104.2k";
        QTest::newRow("hundredths of thousands") << 29'950e6 << 50e6 << "29.95k";
        QTest::newRow("dollars of thousands") << 29'994e6 << 2e6 << "29\u2009994";
        QTest::newRow("cents of thousands") << 29'994.02e6 << 0.02e6 << "29\u2009994.02";
        QTest::newRow("millions") << -1.25e12 << 0.05e12 << "−1.25M";
        QTest::newRow("hundreds of millions") << 1.2345e12 << 500e6 << "1\u2009234.5k";
        QTest::newRow("nothing") << 0.0 << 0.5e6 << "0";
    }
    void ticks() {
        QFETCH(double, value);
        QFETCH(double, step);
        QTEST(moneyTick(value, step), "label");
    }
    /// No two ticks of an axis are called the same, however near they are.
    void ticksAreToldApart() {
        for (const double middle : {0.0, 30'000e6, -9'999e6, 1'234'567e6}) {
            for (double range = 0.1e6; range < 1e14; range *= 3.7) {
                const auto values = valueTicks(middle - range / 2, middle + range / 2, 5);
                QVERIFY(values.size() > 1);
                QSet<QString> money;
                QSet<QString> percent;
                for (const double value : values) {
                    money.insert(moneyTick(value, values[1] - values[0]));
                    percent.insert(percentTick(value / 1e12, (values[1] - values[0]) / 1e12));
                }
                QCOMPARE(static_cast<std::size_t>(money.size()), values.size());
                QCOMPARE(static_cast<std::size_t>(percent.size()), values.size());
            }
        }
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
