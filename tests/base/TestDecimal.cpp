#include "core/base/Decimal.h"
#include "core/base/Nearest.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>

using namespace qd;

class TestDecimal : public QObject {
    Q_OBJECT
  private slots:
    void nearest_data() {
        QTest::addColumn<qint64>("a");
        QTest::addColumn<qint64>("b");
        QTest::addColumn<qint64>("quotient");
        QTest::newRow("below the half") << 149LL << 100LL << 1LL;
        QTest::newRow("the half") << 150LL << 100LL << 2LL;
        QTest::newRow("below zero") << -149LL << 100LL << -1LL;
        QTest::newRow("the half below zero") << -150LL << 100LL << -2LL;
        QTest::newRow("a half below one") << -1LL << 2LL << -1LL;
        QTest::newRow("of a negative one") << 150LL << -100LL << -2LL;
        QTest::newRow("an odd divisor") << 4LL << 3LL << 1LL;
        QTest::newRow("whole") << -300LL << 100LL << -3LL;
        QTest::newRow("by one") << -7LL << 1LL << -7LL;
        QTest::newRow("largest") << std::numeric_limits<qint64>::max() << 10LL << 922'337'203'685'477'581LL;
        QTest::newRow("smallest") << std::numeric_limits<qint64>::min() << 10LL << -922'337'203'685'477'581LL;
    }
    void nearest() {
        QFETCH(qint64, a);
        QFETCH(qint64, b);
        QTEST(qint64(nearestQuotient<std::int64_t>(a, b)), "quotient");
        QTEST(qint64(nearestQuotient<Int128>(a, b)), "quotient");
    }
    void parses_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("decimals");
        QTest::addColumn<qint64>("raw");
        QTest::newRow("whole") << QByteArray("12") << 6 << 12'000'000LL;
        QTest::newRow("fraction") << QByteArray("148.27") << 6 << 148'270'000LL;
        QTest::newRow("leading point") << QByteArray(".5") << 2 << 50LL;
        QTest::newRow("trailing point") << QByteArray("7.") << 2 << 700LL;
        QTest::newRow("negative") << QByteArray("-0.10") << 6 << -100'000LL;
        QTest::newRow("zeroes beyond the last place") << QByteArray("61837.63000000") << 6 << 61'837'630'000LL;
        QTest::newRow("no places") << QByteArray("5.0") << 0 << 5LL;
        QTest::newRow("largest") << QByteArray("9223372036854775807") << 0 << std::numeric_limits<qint64>::max();
        QTest::newRow("smallest") << QByteArray("-9223372036854775808") << 0 << std::numeric_limits<qint64>::min();
    }
    void parses() {
        QFETCH(QByteArray, text);
        QFETCH(int, decimals);
        QFETCH(qint64, raw);
        const auto parsed = parseDecimal({text.data(), static_cast<std::size_t>(text.size())}, decimals);
        QVERIFY(parsed.has_value());
        QCOMPARE(qint64{*parsed}, raw);
    }

    void refuses_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("code");
        const auto row = [](const char* name, const char* text, DecimalError code) {
            QTest::newRow(name) << QByteArray(text) << int(code);
        };
        row("empty", "", DecimalError::NotANumber);
        row("sign only", "-", DecimalError::NotANumber);
        row("point only", ".", DecimalError::NotANumber);
        row("two points", "1.2.3", DecimalError::NotANumber);
        row("exponent", "1e5", DecimalError::NotANumber);
        row("space", " 1", DecimalError::NotANumber);
        row("separator", "1,000", DecimalError::NotANumber);
        row("not a number", "nan", DecimalError::NotANumber);
        row("too precise", "0.0000001", DecimalError::TooPrecise);
        row("one too large", "9223372036854.775808", DecimalError::OutOfRange);
        row("far too large", "99999999999999999999999", DecimalError::OutOfRange);
    }
    void refuses() {
        QFETCH(QByteArray, text);
        QFETCH(int, code);
        const auto parsed = parseDecimal({text.data(), static_cast<std::size_t>(text.size())}, 6);
        QVERIFY(!parsed.has_value());
        QCOMPARE(int(parsed.error()), code);
    }

    void formats() {
        QCOMPARE(formatDecimal(148'270'000, 6), "148.27");
        QCOMPARE(formatDecimal(148'270'000, 6, 4), "148.2700");
        QCOMPARE(formatDecimal(-1, 6), "-0.000001");
        QCOMPARE(formatDecimal(0, 6), "0");
        QCOMPARE(formatDecimal(0, 6, 2), "0.00");
        QCOMPARE(formatDecimal(5'000'000, 6), "5");
        QCOMPARE(formatDecimal(5, 0), "5");
        QCOMPARE(formatDecimal(std::numeric_limits<std::int64_t>::min(), 6), "-9223372036854.775808");
    }

    void roundTrip() {
        QD_PROPERTY("parse(format(x)) = x", [](std::int64_t raw) {
            const int decimals = *rc::gen::inRange(0, 19);
            const int minFraction = *rc::gen::inRange(0, decimals + 1);
            const auto parsed = parseDecimal(formatDecimal(raw, decimals, minFraction), decimals);
            RC_ASSERT(parsed.has_value());
            RC_ASSERT(*parsed == raw);
        });
    }
};
QD_TEST(TestDecimal);
#include "TestDecimal.moc"
