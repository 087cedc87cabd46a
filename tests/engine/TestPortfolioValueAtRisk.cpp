#include "core/engine/risk/portfolio/Comovement.h"
#include "core/engine/risk/portfolio/ValueAtRisk.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

using namespace qd;
using namespace qd::portfolio;

namespace {

using Samples = std::vector<Sample>;
constexpr Sample kMissing;

bool near(std::optional<double> a, double b, double tolerance = 1e-12) {
    return a && std::abs(*a - b) <= tolerance * std::max(1.0, std::abs(b));
}

Samples randomReturns(std::size_t count, bool holes = false) {
    Samples returns;
    for (std::size_t k = 0; k < count; ++k) {
        const bool hole = holes && *rc::gen::inRange(0, 8) == 0;
        returns.push_back(hole ? kMissing : Sample(*rc::gen::inRange(-2'000, 2'001) / 10'000.0));
    }
    return returns;
}

/// A book and the returns its lines look at.
struct Book {
    std::vector<Samples> returns;
    std::vector<Money> notionals;
    [[nodiscard]] std::vector<BookLine> lines(std::int64_t times = 1) const {
        std::vector<BookLine> lines;
        for (std::size_t i = 0; i < returns.size(); ++i)
            lines.push_back({"A" + std::to_string(i), Money(notionals[i].raw() * times), returns[i]});
        return lines;
    }
};

Book randomBook() {
    Book book;
    const auto assets = *rc::gen::inRange<std::size_t>(1, 6);
    const auto count = *rc::gen::inRange<std::size_t>(2, 150);
    for (std::size_t i = 0; i < assets; ++i) {
        book.returns.push_back(randomReturns(count, true));
        book.notionals.emplace_back(*rc::gen::inRange<std::int64_t>(-1'000'000'000'000, 1'000'000'000'001));
    }
    return book;
}

VarTerms randomTerms() {
    VarTerms terms;
    terms.level = *rc::gen::elementOf(std::vector(std::begin(kConfidences), std::end(kConfidences)));
    terms.horizon = *rc::gen::element(Horizon::Hour, Horizon::Day, Horizon::TenDays);
    if (*rc::gen::arbitrary<bool>()) terms.decay = kDecay;
    return terms;
}

/// 101 losses: -50, -49, …, 50 dollars, shuffled by a stride.
std::vector<double> ladder() {
    std::vector<double> profits;
    for (int k = 0; k <= 100; ++k) profits.push_back((k * 37 % 101) - 50);
    return profits;
}

} // namespace

class TestPortfolioValueAtRisk : public QObject {
    Q_OBJECT
  private slots:
    /// Computed with the specification's executable twin.
    void quantiles_data() {
        QTest::addColumn<double>("p");
        QTest::addColumn<double>("z");
        QTest::newRow("one in a trillion") << 1e-12 << -7.034483825301132; // beyond the twin, whose erf has no tail
        QTest::newRow("0.1 %") << 0.001 << -3.090232306167821;
        QTest::newRow("1 %") << 0.01 << -2.3263478740408416;
        QTest::newRow("2.5 %") << 0.025 << -1.9599639845400545;
        QTest::newRow("5 %") << 0.05 << -1.6448536269514724;
        QTest::newRow("30 %") << 0.3 << -0.5244005127080409;
        QTest::newRow("half") << 0.5 << 0.0;
        QTest::newRow("80 %") << 0.8 << 0.8416212335729141;
        QTest::newRow("97.5 %") << 0.975 << 1.9599639845400536;
        QTest::newRow("99 %") << 0.99 << 2.326347874040838;
    }
    void quantiles() {
        QFETCH(double, p);
        QFETCH(double, z);
        QVERIFY2(near(normalQuantile(p), z), qPrintable(QString::number(*normalQuantile(p), 'g', 17)));
    }
    void quantilesEndWithin() {
        QVERIFY(!normalQuantile(0) && !normalQuantile(1) && !normalQuantile(-0.1) && !normalQuantile(1.1));
        QVERIFY(!normalQuantile(std::numeric_limits<double>::quiet_NaN()));
        QVERIFY(near(normalDensity(0), 0.3989422804014327));
    }
    void percentilesInterpolate() {
        const std::vector<double> values{30, 10, 20, 40};
        QVERIFY(near(percentile(values, 0.5), 25));
        QVERIFY(near(percentile(values, 0.1), 13));
        QCOMPARE(percentile(values, 0), std::optional(10.0));
        QCOMPARE(percentile(values, 1), std::optional(40.0));
        QCOMPARE(percentile(std::vector<double>{7}, 0.3), std::optional(7.0));
        QVERIFY(!percentile({}, 0.5));
    }

    void historicalByHand_data() {
        QTest::addColumn<int>("level");
        QTest::addColumn<double>("var");
        QTest::addColumn<double>("shortfall");
        // h = 100 * (1 - level): whole for 95 and 99 %, 2.5 for 97.5 %.
        QTest::newRow("95 %") << 950 << 45.0 << 47.5; // of -50 to -45
        QTest::newRow("97.5 %") << 975 << 47.5 << 49.0;
        QTest::newRow("99 %") << 990 << 49.0 << 49.5;
    }
    void historicalByHand() {
        QFETCH(int, level);
        QFETCH(double, var);
        QFETCH(double, shortfall);
        const auto tail = historicalTail(ladder(), static_cast<Confidence>(level)).value();
        QVERIFY(near(tail.var, var));
        QVERIFY(near(tail.shortfall, shortfall));
    }
    void aBookThatOnlyGainsLosesNothing() {
        const auto tail = historicalTail(std::vector<double>{1, 2, 3}, Confidence::Percent95).value();
        QCOMPARE(tail.var, 0.0);
        QCOMPARE(tail.shortfall, 0.0);
        QCOMPARE(gaussianVar(100, 1, 0.95), std::optional(0.0));
        QCOMPARE(gaussianShortfall(100, 1, 0.95), std::optional(0.0));
    }
    /// Computed with the twin: mean -20, deviation 1000.
    void parametricOfTheTwin() {
        QVERIFY(near(gaussianVar(-20, 1'000, 0.95), 1664.8536269514725));
        QVERIFY(near(gaussianVar(-20, 1'000, 0.975), 1979.9639845400545));
        QVERIFY(near(gaussianVar(-20, 1'000, 0.99), 2346.347874040842));
        QVERIFY(near(gaussianShortfall(-20, 1'000, 0.95), 2082.712807507425));
        QVERIFY(near(gaussianShortfall(-20, 1'000, 0.975), 2357.802792201411));
        QVERIFY(near(gaussianShortfall(-20, 1'000, 0.99), 2685.2142203457997));
        QVERIFY(!gaussianVar(0, -1, 0.95) && !gaussianVar(0, 1, 1) && !gaussianShortfall(0, 1, 0));
    }

    /// Two assets, four days; P&L -10, 20, -30, 24 dollars.
    void theBooksProfitsByHand() {
        const Samples a{0.01, 0.02, -0.05, 0.04};
        const Samples b{0.04, 0.0, -0.04, 0.032};
        const std::vector<BookLine> book{{"A", Money::of(1'000), a}, {"B", Money::of(-500), b}};
        const auto risk = valueAtRisk(book, {}).value().value();
        QCOMPARE(risk.samples, std::size_t{4});
        QVERIFY(risk.fewSamples && !risk.scaled);
        // Sorted -30, -10, 20, 24; h = 3 * 0.05 = 0.15.
        QCOMPARE(risk.historicalVar, Money(27'000'000));
        QCOMPARE(risk.historicalShortfall, Money(30'000'000));
        // mean 1, squares 121 + 361 + 961 + 529 = 1972, deviation sqrt(1972 / 3).
        const double sigma = std::sqrt(1972.0 / 3);
        QVERIFY(std::abs(static_cast<double>(risk.parametricVar.raw()) / 1e6 - (1.6448536269514722 * sigma - 1)) <
                2e-6);
        QCOMPARE(risk.components.size(), std::size_t{2});
        QCOMPARE(risk.components[0].var.raw() + risk.components[1].var.raw(), risk.parametricVar.raw());
        // w_a (Cov w)_a = covariance of A's own P&L (10, 20, -50, 40) with the book's: (5, 15, -55, 35)·(-11, 19, -31,
        // 23) / 3.
        const double part = (5 * -11.0 + 15 * 19 + 55 * 31 + 35 * 23) / 3 / (1972.0 / 3);
        const double component = static_cast<double>(risk.parametricVar.raw()) * part;
        QVERIFY(std::abs(static_cast<double>(risk.components[0].var.raw()) - component) <= 2);
        QVERIFY(risk.components[1].var.raw() < 0); // B hedges
    }
    void tenDaysAreTheDayTimesTheRootOfTen() {
        const Samples a{0.01, 0.02, -0.05, 0.04};
        const std::vector<BookLine> book{{"A", Money::of(1'000'000), a}};
        const auto day = valueAtRisk(book, {}).value().value();
        const auto ten = valueAtRisk(book, {Confidence::Percent95, Horizon::TenDays, 500, {}}).value().value();
        QVERIFY(ten.scaled);
        const auto isScaled = [](Money small, Money large) {
            return std::abs(static_cast<double>(large.raw()) - static_cast<double>(small.raw()) * std::sqrt(10.0)) <= 4;
        };
        QVERIFY(isScaled(day.historicalVar, ten.historicalVar));
        QVERIFY(isScaled(day.historicalShortfall, ten.historicalShortfall));
        QVERIFY(isScaled(day.parametricVar, ten.parametricVar));
        QVERIFY(isScaled(day.parametricShortfall, ten.parametricShortfall));
    }
    void onlyCommonPeriodsCount() {
        const Samples a{9.0, 9.0, 0.1, kMissing, 0.3, -0.4};
        const Samples b{0.5, -0.6, 0.2, 0.2}; // shorter: the ends are the same period
        const std::vector<Series> series{a, b};
        QCOMPARE(alignedRows(series, 500), (Rows{{0.1, 0.5}, {0.3, 0.2}, {-0.4, 0.2}}));
        QCOMPARE(alignedRows(series, 2), (Rows{{0.3, 0.2}, {-0.4, 0.2}}));
        QVERIFY(alignedRows({}, 2).empty());
        // A line that holds nothing takes no period away.
        const Samples empty;
        const std::vector<BookLine> book{{"A", Money::of(1), a}, {"B", Money::of(0), empty}};
        QCOMPARE(valueAtRisk(book, {}).value().value().samples, std::size_t{5});
    }
    void theWindowIsTheLatest() {
        Samples returns(600, 0.0);
        returns[99] = -0.9; // the 501st from the end
        returns[100] = -0.5;
        const std::vector<BookLine> book{{"A", Money::of(100), returns}};
        VarTerms terms;
        const auto risk = valueAtRisk(book, terms).value().value();
        QCOMPARE(risk.samples, std::size_t{500});
        QVERIFY(!risk.fewSamples);
        QCOMPARE(risk.historicalShortfall, Money(1'000'000 * 50 / 25)); // 24.95 -> 25 lowest, one of them -50
        terms.window = 100;
        QVERIFY(!valueAtRisk(book, terms).value()->fewSamples);
        terms.window = 99;
        QVERIFY(valueAtRisk(book, terms).value()->fewSamples);
    }
    void undefinedBooks() {
        const Samples one{0.1};
        const Samples two{0.1, 0.2};
        QVERIFY(!valueAtRisk({}, {}).value());
        QVERIFY(!valueAtRisk(std::vector<BookLine>{{"A", Money::of(1), one}}, {}).value());
        QVERIFY(!valueAtRisk(std::vector<BookLine>{{"A", Money::of(0), two}}, {}).value());
        QVERIFY(!valueAtRisk(std::vector<BookLine>{{"A", Money::of(1), two}, {"B", Money::of(1), one}}, {}).value());
    }
    void lossesBeyondMoneyOverflow() {
        const Samples returns{-5.0, 4.0};
        const std::vector<BookLine> book{{"A", Money(std::numeric_limits<std::int64_t>::max()), returns}};
        QCOMPARE(valueAtRisk(book, {}).error(), MathError::Overflow);
        QCOMPARE(lossToMoney(std::numeric_limits<double>::quiet_NaN()).error(), MathError::Overflow);
        QCOMPARE(profitToMoney(-9.3e18).error(), MathError::Overflow);
        QCOMPARE(lossToMoney(1.25).value(), Money(2));
        QCOMPARE(profitToMoney(-1.25).value(), Money(-2));
    }
    void aPerfectHedgeHasNoComponents() {
        const Samples a{0.01, -0.02, 0.05};
        const std::vector<BookLine> book{{"A", Money::of(7), a}, {"A2", Money::of(-7), a}};
        const auto risk = valueAtRisk(book, {}).value().value();
        QVERIFY(risk.components.empty());
        QCOMPARE(risk.historicalVar, Money(0));
    }
    /// Both parts of a sum against the sum: what is left of the variance is rounding, and its parts could be anything.
    void anAllButPerfectHedgeHasNoComponents() {
        QD_PROPERTY("x + y - (x + y)", [] {
            std::vector<Samples> returns(3);
            const double x = *rc::gen::inRange(1, 1'000) / 1'000.0;
            const double y = *rc::gen::inRange(1, 1'000) / 1'000.0;
            for (int t = 0; t < 20; ++t) {
                const double r = *rc::gen::inRange(-500, 501) / 10'000.0 + (t % 2 == 0 ? 0.1 : -0.1);
                returns[0].emplace_back(r * x);
                returns[1].emplace_back(r * y);
                returns[2].emplace_back(r * (x + y));
            }
            const Money held = Money::of(1'000'000);
            const std::vector<BookLine> book{
                {"X", held, returns[0]}, {"Y", held, returns[1]}, {"X+Y", Money(-held.raw()), returns[2]}};
            RC_ASSERT(valueAtRisk(book, {}).value()->components.empty());
        });
    }

    /// The weights of the exponential covariance are 0.94^age / their sum.
    void exponentialCovarianceByHand() {
        const Rows rows{{1.0}, {2.0}, {6.0}};
        const auto m = momentsOf(rows, 0.5).value();
        QVERIFY(near(m.means[0], 3.0));
        QVERIFY(near(m.covariance.at(0, 0), (4.0 * 1 + 1.0 * 2 + 9.0 * 4) / 7));
        QVERIFY(near(momentsOf(rows, std::nullopt)->covariance.at(0, 0), 14.0 / 2));
        QVERIFY(!momentsOf(Rows{{1.0}}, std::nullopt));
    }
    void correlationAndBetaByHand() {
        const Samples a{1.0, 2.0, kMissing, 6.0};
        const Samples b{-2.0, -4.0, 100.0, -12.0};
        const Samples still{5.0, 5.0, 5.0, 5.0};
        const Samples c{0.0, 3.0, 1.0, 0.0};
        QVERIFY(near(correlation(a, b), -1));
        QVERIFY(near(beta(b, a), -2));
        // a: -2, -1, 3 from its mean; c: -1, 2, -1. covariance -3 / 2, variances 7 and 3.
        QVERIFY(near(correlation(a, c), -1.5 / std::sqrt(21.0)));
        QVERIFY(near(beta(c, a), -1.5 / 7));
        QVERIFY(!correlation(a, still) && !beta(a, still));
        QCOMPARE(beta(still, a), std::optional(0.0));
        QVERIFY(!correlation(a, Samples{1.0}));
        const std::vector<Series> series{a, b, still};
        const auto matrix = correlationMatrix(series);
        QCOMPARE(matrix.size(), std::size_t{9});
        QVERIFY(near(matrix[0], 1) && near(matrix[1], -1) && near(matrix[3], -1) && near(matrix[4], 1));
        QVERIFY(!matrix[2] && !matrix[8]);
    }
    void correlationLooksAtItsWindow() {
        const Samples a{-9.0, 1.0, 2.0, 3.0};
        const Samples b{9.0, 1.0, 2.0, 3.0};
        QVERIFY(near(correlation(a, b, 3), 1));
        QVERIFY(*correlation(a, b, 4) < 0);
    }

    /// §8 item 18, on books of up to five assets with holes in their histories.
    void properties() {
        int found = 0;
        QD_PROPERTY("CVaR >= VaR >= 0, components sum, VaR grows with the book", [&found] {
            const Book book = randomBook();
            const VarTerms terms = randomTerms();
            const auto risk = valueAtRisk(book.lines(), terms).value();
            RC_PRE(risk.has_value());
            ++found;
            RC_ASSERT(risk->historicalVar.raw() >= 0 && risk->historicalShortfall >= risk->historicalVar);
            RC_ASSERT(risk->parametricVar.raw() >= 0 && risk->parametricShortfall >= risk->parametricVar);
            RC_ASSERT(risk->fewSamples == (risk->samples < 100));
            std::int64_t sum = 0;
            for (const auto& part : risk->components) sum += part.var.raw();
            RC_ASSERT(risk->components.empty() || sum == risk->parametricVar.raw());
            const auto times = *rc::gen::inRange<std::int64_t>(2, 50);
            const auto larger = valueAtRisk(book.lines(times), terms).value().value();
            const auto isTimes = [times](Money one, Money many) {
                // Each is rounded up by less than a unit, and double carries 15 digits.
                const double error = static_cast<double>(times) + 1 + 1e-12 * static_cast<double>(many.raw());
                return std::abs(static_cast<double>(many.raw()) - static_cast<double>(times * one.raw())) <= error;
            };
            RC_ASSERT(isTimes(risk->historicalVar, larger.historicalVar));
            RC_ASSERT(isTimes(risk->historicalShortfall, larger.historicalShortfall));
            RC_ASSERT(isTimes(risk->parametricVar, larger.parametricVar));
            RC_ASSERT(isTimes(risk->parametricShortfall, larger.parametricShortfall));
        });
        QVERIFY(found > 20);
    }
    void higherLevelsLoseMore() {
        QD_PROPERTY("95 <= 97.5 <= 99 %", [] {
            const Book book = randomBook();
            std::optional<ValueAtRisk> before;
            for (const Confidence level : kConfidences) {
                VarTerms terms;
                terms.level = level;
                const auto risk = valueAtRisk(book.lines(), terms).value();
                RC_PRE(risk.has_value());
                if (before) {
                    RC_ASSERT(risk->historicalVar >= before->historicalVar);
                    RC_ASSERT(risk->historicalShortfall >= before->historicalShortfall);
                    RC_ASSERT(risk->parametricVar >= before->parametricVar);
                    RC_ASSERT(risk->parametricShortfall >= before->parametricShortfall);
                }
                before = risk;
            }
        });
    }
    /// The parametric deviation of the book is that of its P&L series.
    void quadraticFormIsTheSeriesDeviation() {
        QD_PROPERTY("w' Cov w = variance of P&L", [] {
            Book book;
            const auto count = *rc::gen::inRange<std::size_t>(3, 60);
            for (int i = 0; i < 3; ++i) {
                book.returns.push_back(randomReturns(count));
                book.notionals.emplace_back(*rc::gen::inRange<std::int64_t>(1, 1'000'000'000));
            }
            std::vector<double> profits(count);
            for (std::size_t t = 0; t < count; ++t) {
                for (std::size_t i = 0; i < 3; ++i)
                    profits[t] += static_cast<double>(book.notionals[i].raw()) * *book.returns[i][t];
            }
            const auto risk = valueAtRisk(book.lines(), {}).value().value();
            const double expected = gaussianVar(*meanOf(profits), *standardDeviation(profits), 0.95).value();
            RC_ASSERT(std::abs(static_cast<double>(risk.parametricVar.raw()) - expected) <= 1 + 1e-9 * expected);
            const auto tail = historicalTail(profits, Confidence::Percent95).value();
            RC_ASSERT(std::abs(static_cast<double>(risk.historicalVar.raw()) - tail.var) <= 1 + 1e-9 * tail.var);
        });
    }
};
QD_TEST(TestPortfolioValueAtRisk);
#include "TestPortfolioValueAtRisk.moc"
