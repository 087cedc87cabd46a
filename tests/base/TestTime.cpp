#include "core/base/Random.h"
#include "core/base/Time.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;

class TestTime : public QObject {
    Q_OBJECT
  private slots:
    void iso8601() {
        QCOMPARE(toIso8601(UnixNanos(0)), "1970-01-01T00:00:00.000000Z");
        QCOMPARE(toIso8601(UnixNanos::fromMicros(1'723'161'256'172'216)), "2024-08-08T23:54:16.172216Z");
        QCOMPARE(toIso8601(UnixNanos(-1)), "1969-12-31T23:59:59.999999Z");
    }
    void systemClockRuns() {
        const SystemClock clock;
        const auto before = clock.monotonicNanos();
        QVERIFY(clock.monotonicNanos() >= before);
        QVERIFY(clock.now() > UnixNanos::fromMillis(1'700'000'000'000));
    }
    void splitMixIsTheReference() {
        SplitMix64 random(0); // first outputs of the reference implementation for seed 0
        QCOMPARE(random(), 0xE220A8397B1DCDAFU);
        QCOMPARE(random(), 0x6E789E6AA1B965F4U);
    }
};
QD_TEST(TestTime);
#include "TestTime.moc"
