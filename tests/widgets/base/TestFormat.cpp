// Size: tables of texts, a row each.
#include "tests/support/TestRunner.h"
#include "widgets/base/Format.h"
#include "widgets/base/Words.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::ui;

class TestFormat : public QObject {
    Q_OBJECT
  private slots:
    /// Against the account, with every number of digits.
    void averages() {
        Order order;
        QCOMPARE(averageText(order, 2), unknownText());
        order.filled = Quantity(3'000'000'000);
        order.filledQuote = Money(445'000'000); // 148.3333
        order.terms.side = Side::Buy;
        QCOMPARE(averageText(order, 2), "148.34");
        QCOMPARE(averageText(order, 6), "148.333334");
        order.terms.side = Side::Sell;
        QCOMPARE(averageText(order, 2), "148.33");
        QCOMPARE(averageText(order, 6), "148.333333");
        order.filledQuote = Money(446'000'000); // 148.6666
        QCOMPARE(averageText(order, 2), "148.66");
        QCOMPARE(averageText(order, 8), "148.666666");
    }
    void namedDirections_data() {
        QTest::addColumn<QString>("got");
        QTest::addColumn<QString>("expected");
        QTest::newRow("down") << text(Money(1'999'999), Round::Down) << "1.99";
        QTest::newRow("down below zero") << text(Money(-1'990'001), Round::Down) << "\u22122.00";
        QTest::newRow("up") << text(Money(1'990'001), Round::Up) << "2.00";
        QTest::newRow("exact") << text(Money(1'990'000), Round::Up) << "1.99";
        QTest::newRow("signed gain") << signedText(Money(1'999'999), Round::Down) << "+1.99";
        QTest::newRow("signed loss") << signedText(Money(-1'990'001), Round::Down) << "\u22122.00";
        QTest::newRow("signed zero") << signedText(Money(), Round::Down) << "0.00";
    }
    void namedDirections() {
        QFETCH(QString, got);
        QTEST(got, "expected");
    }
    void numbers_data() {
        QTest::addColumn<QString>("got");
        QTest::addColumn<QString>("expected");
        QTest::newRow("price") << text(Price(148'270'000), 2) << QStringLiteral("148.27");
        QTest::newRow("thousands") << text(Price(68'412'500'000), 1) << QStringLiteral("68 412.5");
        QTest::newRow("million") << text(Money(1'234'567'891'234)) << QStringLiteral("1 234 567.89");
        QTest::newRow("negative") << text(Money(-1'234'560'000)) << QStringLiteral("−1 234.56");
        QTest::newRow("signed gain") << signedText(Money(5'000'000)) << QStringLiteral("+5.00");
        QTest::newRow("signed loss") << signedText(Money(-5'000'000)) << QStringLiteral("−5.00");
        QTest::newRow("signed zero") << signedText(Money(0)) << QStringLiteral("0.00");
        QTest::newRow("unknown price") << knownText(Price(0), 2) << QStringLiteral("–");
        QTest::newRow("size") << text(Quantity(12'500'000'000), 2) << QStringLiteral("12.50");
        QTest::newRow("short small") << shortText(Quantity(12'300'000)) << QStringLiteral("0.0123");
        QTest::newRow("short units") << shortText(Quantity(95'120'000'000)) << QStringLiteral("95.12");
        QTest::newRow("short hundreds") << shortText(Quantity(950'120'000'000)) << QStringLiteral("950.1");
        QTest::newRow("short thousands") << shortText(Quantity::of(12'400)) << QStringLiteral("12.4k");
        QTest::newRow("short millions") << shortText(Quantity::of(3'219'000)) << QStringLiteral("3.21M");
        QTest::newRow("change up") << changePercent(Price::of(100), Price(101'240'000)) << QStringLiteral("+1.24");
        QTest::newRow("change down") << changePercent(Price::of(100), Price::of(99)) << QStringLiteral("−1.00");
        QTest::newRow("change unknown") << changePercent(Price(0), Price::of(99)) << QStringLiteral("–");
        QTest::newRow("percent") << percent(-179, 1'000) << QStringLiteral("−17.9");
        QTest::newRow("money to the nearest") << text(Money(1'995'000)) << QStringLiteral("2.00");
        QTest::newRow("a loss to the nearest") << text(Money(-1'995'000)) << QStringLiteral("−2.00");
        QTest::newRow("less than half a cent") << text(Money(1'994'999)) << QStringLiteral("1.99");
        QTest::newRow("percent to the nearest") << percent(1'666, 10'000) << QStringLiteral("+16.7");
        QTest::newRow("percent of a loss") << percent(-1'665, 10'000) << QStringLiteral("−16.7");
        QTest::newRow("percent of less than nothing") << percent(1'665, -10'000) << QStringLiteral("−16.7");
        QTest::newRow("change to the nearest") << changePercent(Price::of(3), Price::of(2)) << QStringLiteral("−33.33");
        QTest::newRow("required margin up") << requiredText(Money(1'990'001)) << QStringLiteral("2.00");
        QTest::newRow("required margin exactly") << requiredText(Money(1'990'000)) << QStringLiteral("1.99");
        QTest::newRow("held money down") << heldText(Money(1'999'999)) << QStringLiteral("1.99");
        QTest::newRow("held money exactly") << heldText(Money(1'990'000)) << QStringLiteral("1.99");
        QTest::newRow("owed money down") << heldText(Money(-1'990'001)) << QStringLiteral("−2.00");
        QTest::newRow("liquidation of a long")
            << liquidationText(Price(120'001'000), Price::of(150), 2) << QStringLiteral("120.01");
        QTest::newRow("liquidation of a short")
            << liquidationText(Price(180'009'999), Price::of(150), 2) << QStringLiteral("180.00");
        QTest::newRow("liquidation with all digits")
            << liquidationText(Price(120'001'001), Price::of(150), 6) << QStringLiteral("120.001001");
        QTest::newRow("far from liquidation")
            << liquidationDistance(Price::of(120), Price::of(150)) << QStringLiteral("−20.0");
        QTest::newRow("near liquidation")
            << liquidationDistance(Price(148'001'000), Price::of(150)) << QStringLiteral("−1.33");
        QTest::newRow("just below ten percent")
            << liquidationDistance(Price(164'999'999), Price::of(150)) << QStringLiteral("+9.99");
        QTest::newRow("ten percent") << liquidationDistance(Price::of(165), Price::of(150)) << QStringLiteral("+10.0");
        QTest::newRow("distance without a mark") << liquidationDistance(Price::of(165), Price()) << unknownText();
        QTest::newRow("percent of nothing") << percent(1, 0) << QStringLiteral("–");
        QTest::newRow("clock") << clockText(UnixNanos::fromMillis(1'700'000'000'811), 3)
                               << QStringLiteral("22:13:20.811");
        QTest::newRow("date") << dateTimeText(UnixNanos::fromMillis(1'723'161'256'000))
                              << QStringLiteral("2024-08-08 23:54:16");
        QTest::newRow("microseconds") << durationText(900) << QStringLiteral("0.9 µs");
        QTest::newRow("milliseconds") << durationText(4'130'000) << QStringLiteral("4.1 ms");
        QTest::newRow("negative lag") << durationText(-1'270'000'000) << QStringLiteral("−1.2 s");
        QTest::newRow("age") << ageText(41 * kNanosPerSecond) << QStringLiteral("0:41");
        QTest::newRow("age minutes") << ageText(727 * kNanosPerSecond) << QStringLiteral("12:07");
        QTest::newRow("age hours") << ageText(3 * kNanosPerHour) << QStringLiteral("3 h");
        QTest::newRow("age of the future") << ageText(-5) << QStringLiteral("0:00");
    }
    void numbers() {
        QFETCH(QString, got);
        QFETCH(QString, expected);
        QCOMPARE(got, expected);
    }
    void decimals() {
        QCOMPARE(decimalsOf(Price(10'000)), 2);
        QCOMPARE(decimalsOf(Price(100'000)), 1);
        QCOMPARE(decimalsOf(Price::of(1)), 0);
        QCOMPARE(decimalsOf(Price(1)), 6);
        QCOMPARE(decimalsOf(Quantity(100'000)), 4);
    }
    /// Every code has words: a new one cannot be forgotten.
    void everyCodeHasWords() {
        for (int i = 1; i <= static_cast<int>(kLastRejectCode); ++i)
            QVERIFY2(!sentence(static_cast<RejectCode>(i)).isEmpty(), QByteArray::number(i));
        for (int i = 0; i <= static_cast<int>(CloseReason::MathOverflow); ++i) {
            QVERIFY(!word(static_cast<CloseReason>(i)).isEmpty());
            QVERIFY(!sentence(static_cast<CloseReason>(i)).isEmpty());
        }
        for (int i = 0; i <= static_cast<int>(OrderState::Expired); ++i)
            QVERIFY(!word(static_cast<OrderState>(i)).isEmpty());
        for (int i = 0; i <= static_cast<int>(DataStatus::Ended); ++i)
            QVERIFY(!word(static_cast<DataStatus>(i)).isEmpty());
    }
};
QD_TEST(TestFormat);
#include "TestFormat.moc"
