#include "core/engine/risk/portfolio/Returns.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

#include <cmath>
#include <limits>

using namespace qd;
using namespace qd::portfolio;

namespace {

constexpr Sample kMissing;
using Samples = std::vector<Sample>;

/// Midnight of a day of January 2024 and some seconds.
UnixNanos january(std::int64_t day, std::int64_t seconds = 0) {
    constexpr std::int64_t kFirst = 19'723; // 2024-01-01
    return UnixNanos((kFirst + day - 1) * kNanosPerDay + seconds * kNanosPerSecond);
}
EquityPoint point(UnixNanos at, std::int64_t equity, std::int64_t transfer = 0) {
    return {at, Money::of(equity), Money::of(transfer)};
}

bool near(std::optional<double> a, double b, double tolerance = 1e-12) {
    return a && std::abs(*a - b) <= tolerance * std::max(1.0, std::abs(b));
}

/// Values of -10 % to 10 %, some missing.
Samples randomReturns() {
    const auto count = *rc::gen::inRange<std::size_t>(0, 60);
    Samples returns;
    for (std::size_t k = 0; k < count; ++k) {
        const int raw = *rc::gen::inRange(-1'000, 1'001);
        returns.push_back(*rc::gen::inRange(0, 10) == 0 ? kMissing : Sample(raw / 10'000.0));
    }
    return returns;
}

/// Holes at both ends, a risk-free return and a minimum.
const Samples kUneven{0.012, -0.034, kMissing, 0.005, 0.0, -0.021, 0.041, kMissing, -0.003, 0.017, -0.052, 0.008};

} // namespace
Q_DECLARE_METATYPE(Samples)

class TestPortfolioReturns : public QObject {
    Q_OBJECT
  private slots:
    /// §6.1: time-weighted, sampled at 00:00 UTC.
    void transfersAreNoReturns() {
        // 100 grows to 110, 1'000 come in, 1'110 grow to 1'221: twice 10 %.
        const std::vector<EquityPoint> curve{point(january(1), 100), point(january(1, 3'600), 110, 1'000),
                                             point(january(2), 1'221)};
        const DailyReturns daily = dailyReturns(curve);
        QCOMPARE(daily.returns.size(), std::size_t{1});
        QVERIFY(near(daily.returns[0], 0.21));
        QCOMPARE(daily.firstDay, std::int64_t{19'724});
    }
    void withdrawalsAndSeveralTransfersOfADay() {
        // 200 -> 100 (-50 %), 50 out; 50 -> 75 (+50 %), 25 in; 100 -> 120 (+20 %).
        const std::vector<EquityPoint> curve{point(january(1), 200), point(january(1, 60), 100, -50),
                                             point(january(1, 120), 75, 25), point(january(1, 180), 90),
                                             point(january(2), 120)};
        const auto daily = dailyReturns(curve);
        QCOMPARE(daily.returns.size(), std::size_t{1});
        QVERIFY(near(daily.returns[0], 0.5 * 1.5 * 1.2 - 1));
    }
    /// A transfer at midnight belongs to the day that begins.
    void aTransferAtMidnightIsTheNextDays() {
        const std::vector<EquityPoint> curve{point(january(1), 100), point(january(2), 110, 90),
                                             point(january(3), 220)};
        const auto daily = dailyReturns(curve);
        QCOMPARE(daily.returns.size(), std::size_t{2});
        QVERIFY(near(daily.returns[0], 0.1));
        QVERIFY(near(daily.returns[1], 0.1));
    }
    void aMissingSampleIsSkipped() {
        const std::vector<EquityPoint> curve{point(january(1), 100), point(january(2, -300), 105),
                                             point(january(4, -299), 121), point(january(5), 242)};
        const auto daily = dailyReturns(curve);
        QCOMPARE(daily.returns.size(), std::size_t{4});
        QVERIFY(!daily.returns[0] && !daily.returns[1]); // five minutes old is no sample
        QVERIFY(near(daily.returns[2], 0.21));           // since the last sample
        QVERIFY(near(daily.returns[3], 1.0));
        QVERIFY(near(performanceOf(daily.returns, {}).totalReturn, 1.42));
    }
    void theLatestValuationBeforeMidnightCounts() {
        const std::vector<EquityPoint> curve{point(january(1, -100), 70), point(january(1, -1), 100),
                                             point(january(2, -200), 300), point(january(2), 150)};
        QVERIFY(near(dailyReturns(curve).returns.at(0), 0.5));
    }
    void anEmptiedAccountHasNoReturn() {
        const std::vector<EquityPoint> curve{point(january(1), 100), point(january(2), -5), point(january(3), -5, 105),
                                             point(january(4), 110)};
        const auto daily = dailyReturns(curve);
        QCOMPARE(daily.returns.size(), std::size_t{3});
        QVERIFY(near(daily.returns[0], -1)); // more than everything cannot be lost
        QVERIFY(!daily.returns[1]);
        QVERIFY(near(daily.returns[2], 0.1));
    }
    /// Without a transfer only the ends of a day count, whatever was in between.
    void aDipWithinADayIsNoLoss() {
        const std::vector<EquityPoint> curve{point(january(1), 100), point(january(1, 600), -5),
                                             point(january(2), 110)};
        QVERIFY(near(dailyReturns(curve).returns.at(0), 0.1));
    }
    void withoutSamplesThereAreNoReturns() {
        QVERIFY(dailyReturns({}).returns.empty());
        const std::vector<EquityPoint> one{point(january(1), 100), point(january(1, 40'000), 100)};
        QVERIFY(dailyReturns(one).returns.empty());
    }
    /// Transfers between samples, wherever they are, do not change the product of all growth.
    void returnsAreIndependentOfTransfers() {
        QD_PROPERTY("the same market with and without transfers", [] {
            std::vector<EquityPoint> plain;
            std::vector<EquityPoint> moved;
            double price = 1;
            double units = 1e6;
            const int hours = *rc::gen::inRange(24, 24 * 6);
            for (int h = 0; h <= hours; ++h) {
                price *= 1 + *rc::gen::inRange(-50, 51) / 1'000.0;
                const UnixNanos at = january(1, h * 3'600);
                plain.push_back({at, Money(static_cast<std::int64_t>(1e12 * price)), {}});
                const auto equity = static_cast<std::int64_t>(units * 1e6 * price);
                const double after = *rc::gen::inRange(500'000, 2'000'000); // neither dust nor a fortune
                const auto transfer = static_cast<std::int64_t>((after - units) * 1e6 * price);
                moved.push_back({at, Money(equity), Money(transfer)});
                units += static_cast<double>(transfer) / price / 1e6;
            }
            const auto a = dailyReturns(plain).returns;
            const auto b = dailyReturns(moved).returns;
            RC_ASSERT(a.size() == b.size() && a.size() == static_cast<std::size_t>(hours / 24));
            for (std::size_t d = 0; d < a.size(); ++d) RC_ASSERT(near(a[d], *b[d], 1e-6));
        });
    }

    /// Computed with the specification's executable twin.
    void definitions_data() {
        QTest::addColumn<double>("got");
        QTest::addColumn<double>("expected");
        const PerformanceTerms terms{365, 0.0001, 0.0005};
        QTest::newRow("mean") << meanReturn(kUneven).value() << -0.0027;
        QTest::newRow("deviation") << returnDeviation(kUneven).value() << 0.026750077881506563;
        QTest::newRow("volatility") << annualVolatility(kUneven, 365).value() << 0.5110595203431135;
        QTest::newRow("variance") << annualVariance(kUneven, 365).value() << 0.5110595203431135 * 0.5110595203431135;
        QTest::newRow("sharpe") << sharpeRatio(kUneven, terms).value() << -1.9997670707980408;
        QTest::newRow("downside") << downsideRisk(kUneven, terms).value() << 0.40171585106888674;
        QTest::newRow("sortino") << sortinoRatio(kUneven, terms).value() << -2.9075277883413917;
        QTest::newRow("annual return") << annualReturn(kUneven, 365).value() << -0.602093876286404;
        QTest::newRow("max drawdown") << maxDrawdown(kUneven).value() << -0.05200000000000011;
        QTest::newRow("calmar") << calmarRatio(kUneven, 365).value() << -11.57872839012313;
    }
    void definitions() {
        QFETCH(double, got);
        QFETCH(double, expected);
        QVERIFY2(near(got, expected), qPrintable(QString::number(got, 'g', 17)));
    }
    /// +10 %, -20 %, +25 %: back to 1.1 after the third, 2 samples after the peak.
    void byHand() {
        const Samples returns{0.10, -0.20, 0.25};
        const Performance p = performanceOf(returns, {3, 0, 0});
        QVERIFY(near(p.mean, 0.05));
        QVERIFY(near(p.deviation, std::sqrt((0.05 * 0.05 + 0.25 * 0.25 + 0.2 * 0.2) / 2)));
        QVERIFY(near(p.totalReturn, 0.1));
        QVERIFY(near(p.annual, 0.1)); // three periods are the year
        QVERIFY(near(p.maxDrawdown, -0.2));
        QVERIFY(near(p.calmar, 0.5));
        QVERIFY(near(p.downside, 0.2)); // sqrt(0.04 / 3 * 3)
        QVERIFY(near(p.sortino, 0.05 * 3 / 0.2));
        QVERIFY(near(p.sharpe, *p.mean / *p.deviation * std::sqrt(3.0)));
        QCOMPARE(p.samples, std::size_t{3});
        QCOMPARE(p.missing, std::size_t{0});
    }
    void recoveryOfTheWealthIndex() {
        // 1, 2, 1, 1 (missing), 2, 1: from the peak at 1 to 4; the last drawdown is not over.
        const Samples returns{1.0, -0.5, kMissing, 1.0, -0.5};
        QCOMPARE(wealthIndex(returns), (std::vector<double>{1, 2, 1, 1, 2, 1}));
        QCOMPARE(performanceOf(returns, {}).recoveryDays, std::optional(std::size_t{3}));
    }

    /// §6.1: undefined is empty, never 0 and never infinite.
    void undefined_data() {
        QTest::addColumn<Samples>("returns");
        QTest::newRow("none") << Samples{};
        QTest::newRow("one") << Samples{0.1};
        QTest::newRow("one and missing") << Samples{kMissing, 0.1, kMissing};
        QTest::newRow("all missing") << Samples{kMissing, kMissing, kMissing};
        QTest::newRow("not finite is missing")
            << Samples{0.1, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()};
    }
    void undefined() {
        QFETCH(Samples, returns);
        const Performance p = performanceOf(returns, {});
        QVERIFY(!p.totalReturn && !p.mean && !p.deviation && !p.volatility && !p.sharpe && !p.downside && !p.sortino);
        QVERIFY(!p.annual && !p.maxDrawdown && !p.calmar && !p.recoveryDays);
        QVERIFY(!meanReturn(returns) && !annualReturn(returns, 365) && !maxDrawdown(returns));
        QVERIFY(!calmarRatio(returns, 365) && !sharpeRatio(returns, {}) && !sortinoRatio(returns, {}));
        QVERIFY(!downsideRisk(returns, {}) && !annualVariance(returns, 365));
        QCOMPARE(p.samples + p.missing, returns.size());
    }
    void zeroDivisors() {
        // 0.1 three times has a mean that is not 0.1 in double: still no deviation.
        const Performance rising = performanceOf(Samples{0.1, 0.1, 0.1}, {});
        QCOMPARE(rising.deviation, std::optional(0.0));
        QVERIFY(!rising.sharpe && !rising.sortino && !rising.calmar);
        QCOMPARE(rising.maxDrawdown, std::optional(0.0));
        QCOMPARE(rising.downside, std::optional(0.0));
        QVERIFY(!recoveryDays(std::vector<double>{1.0}));
    }
    void whatIsTooLargeIsUndefined() {
        QVERIFY(!annualReturn(Samples{1e9, 1e9}, 365));
        QVERIFY(near(annualReturn(Samples{-1.5, 0.5}, 365), -1)); // nothing is left
        QVERIFY(near(maxDrawdown(Samples{-1.5, 0.5}), -1));
    }

    /// §8 item 18.
    void properties() {
        QD_PROPERTY("drawdown in [-1, 0], missing samples change no ratio", [] {
            const Samples returns = randomReturns();
            const Performance p = performanceOf(returns, {});
            if (p.maxDrawdown) RC_ASSERT(*p.maxDrawdown <= 0 && *p.maxDrawdown >= -1);
            Samples more = returns;
            more.insert(more.begin(), kMissing);
            more.push_back(kMissing);
            RC_ASSERT(performanceOf(more, {}).sharpe == p.sharpe);
            RC_ASSERT(performanceOf(more, {}).maxDrawdown == p.maxDrawdown);
            if (p.annual && *p.annual > 0) RC_ASSERT(*performanceOf(more, {}).annual < *p.annual);
        });
        QD_PROPERTY("Sharpe is that of a book k times as large", [] {
            const Samples returns = randomReturns();
            const double k = *rc::gen::inRange(1, 1'000) / 10.0;
            Samples scaled = returns;
            for (Sample& r : scaled) r = r ? Sample(*r * k) : kMissing;
            const auto before = sharpeRatio(returns, {});
            const auto after = sharpeRatio(scaled, {});
            RC_ASSERT(before.has_value() == after.has_value());
            if (before) RC_ASSERT(near(after, *before, 1e-9));
        });
    }
};
QD_TEST(TestPortfolioReturns);
#include "TestPortfolioReturns.moc"
