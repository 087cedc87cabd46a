#include "tests/support/TestRunner.h"
#include "widgets/base/TypedTime.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::ui;

class TestTypedTime : public QObject {
    Q_OBJECT
  private slots:
    void seekTimes_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("seconds"); ///< after 2024-08-08T00:00:00Z; -1: none
        QTest::newRow("clock") << "23:55" << qint64{86'100};
        QTest::newRow("clock with seconds") << "00:00:10" << qint64{10};
        QTest::newRow("date and time") << "2024-08-08T12:00:00" << qint64{43'200};
        QTest::newRow("UTC") << "2024-08-08T12:00:00Z" << qint64{43'200};
        QTest::newRow("another zone") << "2024-08-08T12:00:00+02:00" << qint64{36'000};
        QTest::newRow("step") << "+1m" << qint64{43'260};
        QTest::newRow("step back") << "-12h" << qint64{0};
        QTest::newRow("step of nothing") << "+0s" << qint64{-1};
        QTest::newRow("sign alone") << "+" << qint64{-1};
        QTest::newRow("empty") << "" << qint64{-1};
        QTest::newRow("25 o'clock") << "25:00" << qint64{-1};
        QTest::newRow("13th month") << "2024-13-01T00:00:00" << qint64{-1};
        QTest::newRow("word") << "noon" << qint64{-1};
        QTest::newRow("beyond 64 bits") << "9999-12-31T00:00:00" << qint64{-1};
        QTest::newRow("step beyond 64 bits") << "+106751d" << qint64{-1};
    }
    void seekTimes() {
        QFETCH(QString, text);
        QFETCH(qint64, seconds);
        const UnixNanos day = UnixNanos::fromMillis(1'723'075'200'000);
        const auto time = parseSeekTime(text.toStdString(), day + 12 * kNanosPerHour, day, day + 2 * kNanosPerDay);
        QCOMPARE(time ? (*time - day) / kNanosPerSecond : -1, seconds);
    }
    /// A time of day is of the day on which the recording has it; a step is from now, wherever it leads.
    void aRecordingOverMidnight_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("seconds"); ///< after midnight
        QTest::newRow("before midnight") << "23:59" << qint64{-60};
        QTest::newRow("after midnight") << "00:04" << qint64{240};
        QTest::newRow("a step back over midnight") << "-10m" << qint64{-300};
        QTest::newRow("a step out of it") << "-1h" << qint64{-3'300};
        QTest::newRow("outside, of the day it is") << "12:00" << qint64{43'200};
    }
    void aRecordingOverMidnight() {
        QFETCH(QString, text);
        QFETCH(qint64, seconds);
        const UnixNanos midnight = UnixNanos::fromMillis(1'723'161'600'000);
        const auto time = parseSeekTime(text.toStdString(), midnight + 5 * kNanosPerMinute,
                                        midnight + -10 * kNanosPerMinute, midnight + 10 * kNanosPerMinute);
        QVERIFY(time.has_value());
        QCOMPARE((*time - midnight) / kNanosPerSecond, seconds);
    }
};
QD_TEST(TestTypedTime);
#include "TestTypedTime.moc"
