#include "core/engine/oracle/Validity.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>

#include <array>
#include <limits>

using namespace qd;
using namespace qd::oracle;

Q_DECLARE_METATYPE(qd::OracleStatus)
Q_DECLARE_METATYPE(qd::oracle::Reading)

namespace {

std::int64_t between(std::int64_t low, std::int64_t high) { return *rc::gen::inRange<std::int64_t>(low, high); }

} // namespace

class TestValidity : public QObject {
    Q_OBJECT
  private slots:
    /// The table of spec/perps.md §5.1 as it is printed there.
    void actions_data() {
        QTest::addColumn<int>("use");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("expected");
        struct Row {
            const char* name;
            const char* cells;
        };
        constexpr std::array<Row, 7> kTable{{{"pool fill", "------Y"},
                                             {"offset order", "----YYY"},
                                             {"margin", "----YYY"},
                                             {"match", "---YYYY"},
                                             {"funding", "---YYYY"},
                                             {"trigger", "--YYYYY"},
                                             {"average", "-YYYYYY"}}};
        constexpr std::array kStates{"non-positive", "volatile",       "uncertain", "stale for margin",
                                     "insufficient", "stale for fill", "valid"};
        for (std::size_t use = 0; use < kTable.size(); ++use) {
            for (std::size_t state = 0; state < kStates.size(); ++state)
                QTest::addRow("%s, %s", kTable[use].name, kStates[state])
                    << static_cast<int>(use) << static_cast<int>(state) << (kTable[use].cells[state] == 'Y');
        }
    }
    void actions() {
        QFETCH(int, use);
        QFETCH(int, status);
        QFETCH(bool, expected);
        QCOMPARE(allowed(static_cast<OracleStatus>(status), static_cast<PriceUse>(use)), expected);
    }

    void validity_data() {
        QTest::addColumn<Reading>("reading");
        QTest::addColumn<int>("tier");
        QTest::addColumn<bool>("stableCoin");
        QTest::addColumn<OracleStatus>("expected");
        const auto row = [](const char* name, const Reading& r, OracleStatus expected, MarketTier tier = MarketTier::A,
                            bool stable = false) {
            QTest::newRow(name) << r << static_cast<int>(tier) << stable << expected;
        };
        const Price p = Price::of(100);
        row("fine", {p, Price(0), 0, true, p}, OracleStatus::Valid);
        row("zero", {Price(0), Price(0), 0, true, p}, OracleStatus::NonPositive);
        row("negative", {Price(-1), Price(0), 0, true, p}, OracleStatus::NonPositive);
        row("just under six times the average", {Price(599'999'999), Price(0), 0, true, p}, OracleStatus::Valid);
        row("six times the average", {Price::of(600), Price(0), 0, true, p}, OracleStatus::TooVolatile);
        row("a sixth of the average", {p, Price(0), 0, true, Price::of(600)}, OracleStatus::TooVolatile);
        row("2 % wide", {p, Price::of(2), 0, true, p}, OracleStatus::Valid);
        row("a millionth wider", {p, Price(2'000'100), 0, true, p}, OracleStatus::TooUncertain);
        row("4 % wide in C", {p, Price::of(4), 0, true, p}, OracleStatus::Valid, MarketTier::C);
        row("wider in C", {p, Price(4'000'100), 0, true, p}, OracleStatus::TooUncertain, MarketTier::C);
        row("20 % wide, speculative", {p, Price::of(20), 0, true, p}, OracleStatus::Valid, MarketTier::Speculative);
        row("wider, speculative", {p, Price(20'000'100), 0, true, p}, OracleStatus::TooUncertain,
            MarketTier::Speculative);
        row("as wide as the price, isolated", {p, p, 0, true, p}, OracleStatus::Valid, MarketTier::Isolated);
        row("wider, isolated", {p, Price(100'000'100), 0, true, p}, OracleStatus::TooUncertain, MarketTier::Isolated);
        row("5 s old", {p, Price(0), 5'000, true, p}, OracleStatus::Valid);
        row("older than 5 s", {p, Price(0), 5'001, true, p}, OracleStatus::StaleForFill);
        row("60 s old", {p, Price(0), 60'000, true, p}, OracleStatus::StaleForFill);
        row("older than 60 s", {p, Price(0), 60'001, true, p}, OracleStatus::StaleForMargin);
        row("stable coin, 15 s", {p, Price(0), 15'000, true, p}, OracleStatus::Valid, MarketTier::A, true);
        row("stable coin, older", {p, Price(0), 15'001, true, p}, OracleStatus::StaleForFill, MarketTier::A, true);
        row("stable coin, 180 s", {p, Price(0), 180'000, true, p}, OracleStatus::StaleForFill, MarketTier::A, true);
        row("stable coin, older still", {p, Price(0), 180'001, true, p}, OracleStatus::StaleForMargin, MarketTier::A,
            true);
        row("few publishers", {p, Price(0), 0, false, p}, OracleStatus::InsufficientData);
        row("few publishers before slightly old", {p, Price(0), 6'000, false, p}, OracleStatus::InsufficientData);
        row("very old before few publishers", {p, Price(0), 61'000, false, p}, OracleStatus::StaleForMargin);
        row("uncertain before very old", {p, p, 61'000, false, p}, OracleStatus::TooUncertain);
        row("volatile before uncertain", {p, p, 61'000, false, Price::of(900)}, OracleStatus::TooVolatile);
    }
    void validity() {
        QFETCH(Reading, reading);
        QFETCH(int, tier);
        QFETCH(bool, stableCoin);
        QFETCH(OracleStatus, expected);
        OracleParams params;
        params.tier = static_cast<MarketTier>(tier);
        params.stableCoin = stableCoin;
        QCOMPARE(oracle::validity(reading, params), expected);
    }

    /// spec/perps.md §8 item 16.
    void laterOrWiderIsNeverBetter() {
        QD_PROPERTY("more delay or confidence never gives a better state", [] {
            OracleParams params;
            params.tier = static_cast<MarketTier>(between(0, 6));
            params.stableCoin = between(0, 2) == 1;
            Reading r{Price(between(-10, 1'000'000'000)), Price(between(0, 1'000'000'000)), between(0, 300'000),
                      between(0, 2) == 1, Price(between(1, 1'000'000'000))};
            const OracleStatus before = oracle::validity(r, params);
            Reading later = r;
            later.delayMs += between(0, 300'000);
            Reading wider = r;
            wider.confidence = Price(wider.confidence.raw() + between(0, 1'000'000'000));
            RC_ASSERT(oracle::validity(later, params) <= before);
            RC_ASSERT(oracle::validity(wider, params) <= before);
        });
    }

    void exponents_data() {
        QTest::addColumn<qint64>("value");
        QTest::addColumn<int>("exponent");
        QTest::addColumn<int>("round");
        QTest::addColumn<qint64>("expected");
        const int zero = static_cast<int>(Round::Zero);
        const int up = static_cast<int>(Round::Up);
        QTest::newRow("as it is") << qint64{100'000'000} << -6 << zero << qint64{100'000'000};
        QTest::newRow("price is cut") << qint64{15'012'345'678} << -8 << zero << qint64{150'123'456};
        QTest::newRow("negative price is cut") << qint64{-199} << -8 << zero << qint64{-1};
        QTest::newRow("confidence goes up") << qint64{101} << -8 << up << qint64{2};
        QTest::newRow("whole numbers") << qint64{150} << 0 << zero << qint64{150'000'000};
        QTest::newRow("beyond every digit") << qint64{7} << -40 << zero << qint64{0};
        QTest::newRow("confidence beyond every digit") << qint64{7} << -40 << up << qint64{1};
        QTest::newRow("nothing") << qint64{0} << 40 << up << qint64{0};
    }
    void exponents() {
        QFETCH(qint64, value);
        QFETCH(int, exponent);
        QFETCH(int, round);
        QFETCH(qint64, expected);
        QCOMPARE(normalised(value, exponent, static_cast<Round>(round)).value().raw(), expected);
    }
    void exponentsThatDoNotFit() {
        QCOMPARE(normalised(1, 20, Round::Zero).error(), MathError::Overflow);
        QCOMPARE(normalised(std::numeric_limits<std::int64_t>::max(), -5, Round::Zero).error(), MathError::Overflow);
    }

    void divergenceWithoutAPriceIsDivergent() {
        QVERIFY(markTooDivergent(Price(0), Price::of(1), Rate(900'000)));
        QVERIFY(averageDivergent(Price::of(1), Price(0), Rate(900'000)));
        QVERIFY(!markTooDivergent(Price::of(100), Price::of(90), Rate(0))); // 10 % of the mark
        QVERIFY(markTooDivergent(Price::of(100), Price(89'999'900), Rate(0)));
        QVERIFY(!markTooDivergent(Price::of(100), Price::of(80), Rate(200'000)));
    }
};
QD_TEST(TestValidity);
#include "TestValidity.moc"
