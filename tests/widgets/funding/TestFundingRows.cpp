#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/funding/Rates.h"
#include "widgets/funding/FundingRows.h"

#include <QObject>

using namespace qd;
using namespace qd::ui;

class TestFundingRows : public QObject {
    Q_OBJECT
    static FundingRow rowOf(test::PaneRig& rig, const MarketStanding& standing) {
        rig.venue.standings[MarketId(0)] = std::make_shared<const MarketStanding>(standing);
        rig.venue.setBook(MarketId(0), Price::of(150));
        return fundingRows(rig.context).front();
    }
    static QString textOf(const FundingRow& row, FundingColumn column) {
        return fundingColumns()[static_cast<std::size_t>(column)].text(row);
    }
    static Token tokenOf(const FundingRow& row, FundingColumn column) {
        return fundingColumns()[static_cast<std::size_t>(column)].token(row);
    }

  private slots:
    void rates_data() {
        QTest::addColumn<qlonglong>("ppm");
        QTest::addColumn<QString>("eight");
        QTest::addColumn<QString>("hour");
        QTest::addColumn<QString>("year");
        QTest::newRow("interest alone") << 100LL << "+0.0100" << "+0.00125" << "+10.95";
        QTest::newRow("shorts pay") << -80LL << "−0.0080" << "−0.00100" << "−8.76";
        QTest::newRow("nobody pays") << 0LL << "0.0000" << "0.00000" << "0.00";
        QTest::newRow("the smallest") << 1LL << "+0.0001" << "+0.00001" << "+0.11";
        QTest::newRow("the largest there is") << 320'000LL << "+32.0000" << "+4.00000" << "+35\u2009040.00";
    }
    void rates() {
        QFETCH(qlonglong, ppm);
        QTEST(rate8hText(Rate(ppm)), "eight");
        QTEST(rateHourText(Rate(ppm)), "hour");
        QTEST(rateYearText(Rate(ppm)), "year");
    }
    /// 100 ppm per 8 h, one hour, index 100: one long unit pays 0.00125. Source: spec/perps.md §5.4.
    void expectedPayments_data() {
        QTest::addColumn<qlonglong>("ppm");
        QTest::addColumn<qlonglong>("base");
        QTest::addColumn<qlonglong>("money");
        QTest::newRow("a long pays") << 100LL << 2'000'000'000LL << -2'500LL;
        QTest::newRow("a short receives") << 100LL << -2'000'000'000LL << 2'500LL;
        QTest::newRow("a long receives") << -100LL << 2'000'000'000LL << 2'500LL;
        QTest::newRow("what is paid is rounded up") << 100LL << 1LL << -1LL;
        QTest::newRow("what is received is rounded down") << 100LL << -1LL << 0LL;
    }
    void expectedPayments() {
        QFETCH(qlonglong, ppm);
        QFETCH(qlonglong, base);
        FundingStanding f;
        f.charged = true;
        f.predicted8h = Rate(ppm);
        f.nextUpdate = UnixNanos(kNanosPerHour);
        QTEST(static_cast<qlonglong>(expectedPayment(f, Price::of(100), Quantity(base)).value().raw()), "money");
    }
    void noPaymentIsExpectedWithoutThese() {
        FundingStanding f;
        f.predicted8h = Rate(100);
        f.nextUpdate = UnixNanos(kNanosPerHour);
        QVERIFY(!expectedPayment(f, Price::of(100), Quantity::of(1))); // no funding
        f.charged = true;
        QVERIFY(expectedPayment(f, Price::of(100), Quantity::of(1)).has_value());
        QVERIFY(!expectedPayment(f, Price(), Quantity::of(1)));
        QVERIFY(!expectedPayment(f, Price::of(100), Quantity()));
        f.nextUpdate = UnixNanos();
        QVERIFY(!expectedPayment(f, Price::of(100), Quantity::of(1)));
    }
    void aMarketInColumns() {
        test::PaneRig rig;
        auto account = std::make_shared<AccountView>();
        account->positions.resize(1);
        account->positions[0].position.base = Quantity::of(10);
        rig.venue.accountView = account;
        const FundingRow row = rowOf(rig, test::solStanding(rig.venue.marketNow));
        using C = FundingColumn;
        QCOMPARE(textOf(row, C::Predicted), "+0.0125");
        QCOMPARE(textOf(row, C::Yearly), "+13.69");
        QCOMPARE(textOf(row, C::Last), "−0.0080");
        QCOMPARE(textOf(row, C::Next), "12:00");
        QCOMPARE(textOf(row, C::Premium), "+0.0040");
        QCOMPARE(textOf(row, C::Oracle), "valid");
        QCOMPARE(textOf(row, C::Source), "primary");
        QCOMPARE(textOf(row, C::Age), "400.0 ms");
        QCOMPARE(textOf(row, C::OpenInterest), "123k");
        QCOMPARE(textOf(row, C::OpenInterestValue), "18\u2009518\u2009400");
        QCOMPARE(textOf(row, C::Yours), "−0.02");           // 10 × 150 × 0.0125 % / 8
        QCOMPARE(tokenOf(row, C::Predicted), Token::Text1); // a rate is nobody's gain by itself
        QCOMPARE(tokenOf(row, C::Last), Token::Text1);
    }
    void countdowns_data() {
        QTest::addColumn<qlonglong>("seconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("hours") << 28'799LL << "7:59:59";
        QTest::newRow("minutes") << 61LL << "01:01";
        QTest::newRow("overdue") << -5LL << "00:00";
    }
    void countdowns() {
        test::PaneRig rig;
        QFETCH(qlonglong, seconds);
        auto standing = test::solStanding(rig.venue.marketNow);
        standing.funding.nextUpdate = rig.venue.marketNow + seconds * kNanosPerSecond;
        QTEST(textOf(rowOf(rig, standing), FundingColumn::Next), "text");
        standing.funding.paused = true;
        QCOMPARE(textOf(rowOf(rig, standing), FundingColumn::Next), "paused");
    }
    void oraclesThatMustNotBeTrusted_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("breaker");
        QTest::addColumn<int>("token");
        QTest::addColumn<QString>("text");
        const auto row = [](const char* name, OracleStatus s, BreakerCause b, Token t, const char* text) {
            QTest::newRow(name) << static_cast<int>(s) << static_cast<int>(b) << static_cast<int>(t) << QString(text);
        };
        row("good", OracleStatus::Valid, BreakerCause::None, Token::Up, "valid");
        row("old for fills", OracleStatus::StaleForFill, BreakerCause::None, Token::Warn, "stale for fills");
        row("uncertain", OracleStatus::TooUncertain, BreakerCause::None, Token::Danger, "too uncertain");
        row("no price", OracleStatus::NonPositive, BreakerCause::None, Token::Danger, "no price");
        row("a breaker is worse", OracleStatus::Valid, BreakerCause::Move, Token::Danger, "halted: price moved");
    }
    void oraclesThatMustNotBeTrusted() {
        test::PaneRig rig;
        QFETCH(int, status);
        QFETCH(int, breaker);
        auto standing = test::solStanding(rig.venue.marketNow);
        standing.oracle.status = static_cast<OracleStatus>(status);
        standing.oracle.breaker = static_cast<BreakerCause>(breaker);
        const FundingRow row = rowOf(rig, standing);
        QTEST(static_cast<int>(tokenOf(row, FundingColumn::Oracle)), "token");
        QTEST(textOf(row, FundingColumn::Oracle), "text");
    }
    /// Nothing is invented for a market of which nothing is known, or that has no funding.
    void unknownIsADash() {
        test::PaneRig rig;
        const FundingRow row = fundingRows(rig.context).back();
        for (std::size_t c = 1; c < fundingColumns().size(); ++c) QCOMPARE(fundingColumns()[c].text(row), "–");
        auto standing = test::solStanding(rig.venue.marketNow);
        standing.funding.charged = false;
        const FundingRow without = rowOf(rig, standing);
        using C = FundingColumn;
        for (const C c : {C::Predicted, C::Hourly, C::Yearly, C::Last, C::Next, C::Yours, C::Premium})
            QCOMPARE(textOf(without, c), "–");
    }
};
QD_TEST(TestFundingRows);
#include "TestFundingRows.moc"
