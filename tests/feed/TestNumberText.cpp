#include "core/feed/venue/NumberText.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::feed;

class TestNumberText : public QObject {
    Q_OBJECT
  private slots:
    void numbers_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("decimals");
        QTest::addColumn<qint64>("raw");
        QTest::newRow("plain") << QByteArray("27.457") << 6 << 27'457'000LL;
        QTest::newRow("exponent") << QByteArray("1e-6") << 6 << 1LL;
        QTest::newRow("exponent of a fraction") << QByteArray("2.7457E1") << 6 << 27'457'000LL;
        QTest::newRow("positive exponent") << QByteArray("1.5e+3") << 6 << 1'500'000'000LL;
        QTest::newRow("point beyond the digits") << QByteArray("25e2") << 0 << 2'500LL;
        QTest::newRow("negative") << QByteArray("-1.25e-1") << 6 << -125'000LL;
        QTest::newRow("zero with an exponent") << QByteArray("0e0") << 6 << 0LL;
        QTest::newRow("smallest place by exponent") << QByteArray("9e-9") << 9 << 9LL;
    }
    void numbers() {
        QFETCH(QByteArray, text);
        QFETCH(int, decimals);
        QFETCH(qint64, raw);
        const auto parsed = parseNumber(text.toStdString(), decimals);
        QVERIFY(parsed.has_value());
        QCOMPARE(qint64{*parsed}, raw);
    }

    void refused_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("code");
        const auto row = [](const char* text, DecimalError code) {
            QTest::newRow(text) << QByteArray(text) << int(code);
        };
        row("e5", DecimalError::NotANumber);
        row("1e", DecimalError::NotANumber);
        row("1e5x", DecimalError::NotANumber);
        row("1e1.5", DecimalError::NotANumber);
        row("1.2.3e1", DecimalError::NotANumber);
        row("--1e1", DecimalError::NotANumber);
        row("1e--1", DecimalError::NotANumber);
        row("inf", DecimalError::NotANumber);
        row("true", DecimalError::NotANumber);
        row("1e-7", DecimalError::TooPrecise);
        row("1e14", DecimalError::OutOfRange);
        row("1e99999999999", DecimalError::OutOfRange);
        row("1e-99999999999", DecimalError::OutOfRange);
        row("1e65", DecimalError::OutOfRange);
    }
    void refused() {
        QFETCH(QByteArray, text);
        QFETCH(int, code);
        const auto parsed = parseNumber(text.toStdString(), 6);
        QVERIFY(!parsed.has_value());
        QCOMPARE(int(parsed.error()), code);
    }

    void excessIsDropped() {
        QCOMPARE(*parseNumber("7554.17034799", 6, Excess::Drop), 7'554'170'347);
        QCOMPARE(*parseNumber("-0.0000019", 6, Excess::Drop), -1);
        QCOMPARE(*parseNumber("1.9e-6", 6, Excess::Drop), 1);
        QCOMPARE(parseNumber("0.1234567x", 6, Excess::Drop).error(), DecimalError::NotANumber);
        QCOMPARE(parseNumber("0.12345678", 6).error(), DecimalError::TooPrecise);
    }

    void exponentsAgreeWithPlainText() {
        QD_PROPERTY("m e x = m shifted by x", [] {
            const auto mantissa = *rc::gen::inRange<std::int64_t>(-1'000'000, 1'000'000);
            const int exponent = *rc::gen::inRange(-6, 6);
            const auto parsed = parseNumber(std::to_string(mantissa) + "e" + std::to_string(exponent), 6);
            RC_ASSERT(parsed.has_value());
            RC_ASSERT(*parsed == mantissa * powerOfTen(6 + exponent));
        });
    }

    void times_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qint64>("nanos"); // -1 = refused
        QTest::newRow("milliseconds") << QByteArray("2021-07-22T22:36:08.396Z") << 1'626'993'368'396'000'000LL;
        QTest::newRow("no fraction") << QByteArray("1970-01-01T00:00:01Z") << 1'000'000'000LL;
        QTest::newRow("nanoseconds") << QByteArray("1970-01-01T00:00:00.123456789Z") << 123'456'789LL;
        QTest::newRow("leap day") << QByteArray("2024-02-29T00:00:00Z") << 1'709'164'800'000'000'000LL;
        for (const char* bad : {"", "Z", "2021-07-22T22:36:08.396", "2021-02-29T00:00:00Z", "2021-13-01T00:00:00Z",
                                "2021-07-22T24:00:00Z", "2021-07-22T22:60:08Z", "2021-07-22T22:36:60Z",
                                "2021-07-22 22:36:08Z", "2021-07-22T22:36:08.Z", "2021-07-22T22:36:08.1234567890Z",
                                "2021-07-22T22:36:08x1Z", "2021-07-22T22:36:08.3x6Z", "1969-07-22T22:36:08Z",
                                "9999-07-22T22:36:08Z", "20a1-07-22T22:36:08Z", "2021-07-22T22:36:08+1Z"})
            QTest::newRow(bad) << QByteArray(bad) << -1LL;
    }
    void times() {
        QFETCH(QByteArray, text);
        QFETCH(qint64, nanos);
        const auto time = timeFromIso8601(text.toStdString());
        QCOMPARE(time ? qint64{time->value()} : -1, nanos);
    }

    void timesEndIn2200() {
        QCOMPARE(timeFromMillis(7'258'118'400'000)->millis(), 7'258'118'400'000);
        QVERIFY(!timeFromMillis(7'258'118'400'001));
        QVERIFY(!timeFromMicros(std::numeric_limits<std::uint64_t>::max()));
        QCOMPARE(timeFromMicros(5)->value(), 5'000);
    }
};
QD_TEST(TestNumberText);
#include "TestNumberText.moc"
