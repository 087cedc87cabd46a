#include "core/feed/simulator/IndexModel.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

#include <cmath>

using namespace qd;
using namespace qd::simulator;

namespace {

constexpr std::uint64_t kStepsAMinute = 240;

/// Logarithmic returns of every market over `minutes` steps of one minute.
std::vector<std::vector<double>> minuteReturns(std::uint64_t seed, std::uint64_t minutes) {
    const auto markets = defaultMarkets();
    IndexModel model(seed, markets);
    std::vector<std::vector<double>> returns(markets.size());
    std::vector<double> before;
    for (const MarketSetup& m : markets) before.push_back(static_cast<double>(m.startPrice.raw()));
    for (std::uint64_t minute = 1; minute <= minutes; ++minute) {
        for (std::size_t i = 0; i < markets.size(); ++i) {
            const auto price = static_cast<double>(model.at(i, minute * kStepsAMinute).raw());
            returns[i].push_back(std::log(price / before[i]));
            before[i] = price;
        }
    }
    return returns;
}

double product(const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    return sum / static_cast<double>(a.size());
}

} // namespace

class TestIndexModel : public QObject {
    Q_OBJECT
  private slots:
    /// Over two days each market is about as volatile as its setup says, and moves with the others.
    void volatilityAndCorrelationAreAsSetUp() {
        const auto markets = defaultMarkets();
        for (const std::uint64_t seed : {1U, 2U}) {
            const auto returns = minuteReturns(seed, 2 * 24 * 60);
            for (std::size_t i = 0; i < markets.size(); ++i) {
                const double aYear = std::sqrt(product(returns[i], returns[i]) * 365 * 24 * 60);
                const double asked = static_cast<double>(markets[i].volatility.raw()) / Ratio::kScale;
                QVERIFY2(aYear > asked * 0.85 && aYear < asked * 1.3, qPrintable(QString::number(aYear / asked)));
                const std::size_t other = (i + 1) % markets.size();
                const double correlation =
                    product(returns[i], returns[other]) /
                    std::sqrt(product(returns[i], returns[i]) * product(returns[other], returns[other]));
                QVERIFY2(correlation > 0.45 && correlation < 0.9, qPrintable(QString::number(correlation)));
            }
        }
    }

    /// Calm and busy times: squared returns of neighbouring minutes go together, and large moves are more frequent than
    /// a normal's.
    void volatilityComesInClusters() {
        const auto returns = minuteReturns(3, 2 * 24 * 60).front();
        std::vector<double> squares;
        for (const double r : returns) squares.push_back(r * r);
        const double mean = product(squares, std::vector<double>(squares.size(), 1));
        double neighbours = 0;
        double variance = 0;
        for (std::size_t i = 1; i < squares.size(); ++i) {
            neighbours += (squares[i] - mean) * (squares[i - 1] - mean);
            variance += (squares[i] - mean) * (squares[i] - mean);
        }
        QVERIFY2(neighbours / variance > 0.05, qPrintable(QString::number(neighbours / variance)));
        const double kurtosis = product(squares, squares) / (mean * mean);
        QVERIFY2(kurtosis > 3.5, qPrintable(QString::number(kurtosis)));
    }

    /// Whatever the order in which markets are asked, the path is one.
    void pathDependsOnTheSeedAlone() {
        const auto markets = defaultMarkets();
        IndexModel one(9, markets);
        IndexModel two(9, markets);
        IndexModel other(10, markets);
        const Price sol = one.at(0, 1'000);
        const Price eth = one.at(2, 1'000);
        for (std::uint64_t step = 0; step <= 1'000; ++step) (void)two.at(step % 3, step);
        QCOMPARE(two.at(2, 1'000), eth);
        QCOMPARE(two.at(0, 1'000), sol);
        QVERIFY(other.at(0, 1'000) != sol);
    }

    /// Even the wildest market stays within a third and three times its start.
    void priceStaysInBounds() {
        auto markets = defaultMarkets();
        for (MarketSetup& m : markets) m.volatility = Ratio(50'000);
        IndexModel model(4, markets);
        for (std::uint64_t step = 0; step < 400'000; step += 1'000) {
            for (std::size_t i = 0; i < markets.size(); ++i) {
                const std::int64_t price = model.at(i, step).raw();
                const std::int64_t start = markets[i].startPrice.raw();
                QVERIFY(price >= start / 3 && price <= start * 3);
            }
        }
    }
};
QD_TEST(TestIndexModel);
#include "TestIndexModel.moc"
