#include "tests/feed_simulator/Measurements.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::test;

namespace {

/// What a market may look like over an hour.
struct Bounds {
    const char* name;
    double spread; ///< largest median, ticks
    double depthLow;
    double depthHigh; ///< dollars within 0.1 % of the mid, both sides
};
constexpr Bounds kBounds[] = {
    {"SOL", 3, 100'000, 5'000'000},
    {"BTC", 10, 100'000, 5'000'000},
    {"ETH", 3, 100'000, 5'000'000},
};

#define IN_RANGE(what, value, low, high)                                                                               \
    QVERIFY2((value) >= (low) && (value) <= (high), qPrintable(QString("%1: " what " %2").arg(bounds.name).arg(value)))

} // namespace

class TestPlausible : public QObject {
    Q_OBJECT
  private slots:
    void hourLooksLikeAMarket_data() {
        QTest::addColumn<int>("seed");
        for (const int seed : {1, 2, 3}) QTest::addRow("seed %d", seed) << seed;
    }
    void hourLooksLikeAMarket() {
        QFETCH(const int, seed);
        SimulatedVenue venue(standardConfig(static_cast<std::uint64_t>(seed)));
        const auto markets = measure(venue, 60);
        QCOMPARE(exchange::audit(venue.exchange.state()).imbalance, "");
        for (std::size_t i = 0; i < markets.size(); ++i) checkBook(kBounds[i], markets[i]);
        for (std::size_t i = 0; i < markets.size(); ++i) checkFlow(kBounds[i], markets[i]);
    }

  private:
    static void checkBook(const Bounds& bounds, const Measurements& m) {
        QCOMPARE(m.samples, 14'400U);
        QCOMPARE(m.emptySides, 0U);
        IN_RANGE("median spread", Measurements::median(m.spreads), 1, bounds.spread);
        IN_RANGE("spread of one sample in a hundred", Measurements::quantile(m.spreads, 0.99), 1, bounds.spread * 3);
        IN_RANGE("median depth", Measurements::median(m.depths), bounds.depthLow, bounds.depthHigh);
        IN_RANGE("thinnest depth of a hundred", Measurements::quantile(m.depths, 0.01), bounds.depthLow,
                 bounds.depthHigh);
        IN_RANGE("median levels a side", Measurements::median(m.levels), 60, 400);
        IN_RANGE("filled ticks of the first ten", Measurements::quantile(m.touchLevels, 0.1), 7, 10);
        IN_RANGE("median |mid - index|", Measurements::median(m.distances), 0, 3);
        IN_RANGE("|mid - index| of one sample in a hundred", Measurements::quantile(m.distances, 0.99), 0, 15);
        IN_RANGE("median |mark - index|", Measurements::median(m.markDistances), 0, 3);
    }
    static void checkFlow(const Bounds& bounds, const Measurements& m) {
        IN_RANGE("volatility", m.volatility(), 30, 150);
        IN_RANGE("trades a second", static_cast<double>(m.trades) / m.secondsMeasured(), 1, 6);
        IN_RANGE("commands a second", static_cast<double>(m.commands) / m.secondsMeasured(), 40, 150);
        IN_RANGE("dispersion", m.dispersion(), 1.2, 20);
        IN_RANGE("rejections", static_cast<double>(m.rejections) / static_cast<double>(m.commands), 0, 0.02);
        QCOMPARE(m.offGrid, 0U);
        // Many small prints, few large ones.
        const double median = Measurements::median(m.values);
        IN_RANGE("mean over median value", Measurements::mean(m.values) / median, 1.3, 10);
        IN_RANGE("largest over median value", Measurements::quantile(m.values, 1) / median, 15, 2'000);
    }
};
QD_TEST(TestPlausible);
#include "TestPlausible.moc"
