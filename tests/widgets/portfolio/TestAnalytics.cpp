#include "tests/support/TestRunner.h"
#include "tests/widgets/portfolio/SomeHistory.h"
#include "widgets/base/Format.h"
#include "widgets/portfolio/Allocation.h"
#include "widgets/portfolio/Analytics.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::ui;

namespace {

UnixNanos at(std::int64_t day) { return UnixNanos(day * kNanosPerDay); }

QString textOf(const QString& name, const Analytics& analytics) {
    const auto figures = analyticsFigures();
    const auto found = std::ranges::find(figures, name, &AnalyticsFigure::name);
    if (found == figures.end()) qFatal("no figure %s", qPrintable(name));
    return found->text(analytics);
}
portfolio::TradeFill fill(std::int64_t day, std::int64_t base, std::int64_t quote) {
    return {MarketId(0), at(day), Quantity::of(base), Money::of(quote), Money()};
}

} // namespace

class TestAnalytics : public QObject {
    Q_OBJECT
  private slots:
    void figures_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("totalReturn") << "+20.00 %"; // 1.1 × 0.8 × 1.3636
        QTest::newRow("maxDrawdown") << "\u221220.00 %";
        QTest::newRow("recovery") << "2 d";
        QTest::newRow("days") << "3";
        QTest::newRow("trades") << "3";
        QTest::newRow("winRate") << "66.67 %";
        QTest::newRow("profitFactor") << "3.00";
        QTest::newRow("expectancy") << "+6.66";
        QTest::newRow("averageWin") << "+15.00";
        QTest::newRow("averageLoss") << "\u221210.00";
        QTest::newRow("payoff") << "1.50";
        QTest::newRow("netResult") << "+20.00";
        QTest::newRow("traded") << "620.00";
        QTest::newRow("exposureTime") << "50.00 %"; // 3 of 6 days
    }
    void figures() {
        const std::vector<EquitySample> samples{{at(1), Money::of(1'000), {}, Money::of(1'000)},
                                                {at(2), Money::of(1'100), {}, Money::of(1'000)},
                                                {at(3), Money::of(880), {}, Money::of(1'000)},
                                                {at(4), Money::of(1'200), {}, Money::of(1'000)}};
        portfolio::RoundTrips trips;
        for (const auto& f : {fill(1, 1, -100), fill(2, -1, 120), fill(3, 1, -100), fill(4, -1, 90), fill(5, 1, -100),
                              fill(6, -1, 110)})
            QVERIFY(trips.addFill(f).has_value());
        const auto analytics = analyticsOf(samples, trips, at(7));
        QVERIFY(analytics.has_value());
        QTEST(textOf(QTest::currentDataTag(), *analytics), "text");
        QCOMPARE(analytics->averageHolding, std::optional(kNanosPerDay));
    }
    void whatIsUndefinedIsADash() {
        const auto analytics = analyticsOf({}, {}, at(1));
        QVERIFY(analytics.has_value());
        for (const AnalyticsFigure& figure : analyticsFigures()) {
            const bool count = figure.name == "trades" || figure.name == "days";
            QCOMPARE(figure.text(*analytics), count ? QString("0") : unknownText());
        }
    }
    void everyFigureHasADefinition() {
        QStringList names;
        for (const AnalyticsFigure& figure : analyticsFigures()) {
            QVERIFY2(figure.tip.size() > 20, qPrintable(figure.name));
            QVERIFY(!names.contains(figure.name));
            names << figure.name;
        }
    }

    // ---- allocation

    void equityAndPositionsByAsset() {
        const test::FakeVenue venue;
        const auto lines = allocationOf(*test::holder(venue), venue.marketList);
        QVERIFY(lines == (std::vector<AllocationLine>{{"USDC", false, Money::of(13'500), 9'000},
                                                      {"SOL", false, Money::of(1'500), 1'000},
                                                      {"BTC-PERP", true, Money::of(-3'000), -2'000}}));
    }
    void withoutEquityThereAreNoShares() {
        const test::FakeVenue venue;
        auto account = test::holder(venue);
        account->totalEquity = Money();
        for (const AllocationLine& line : allocationOf(*account, venue.marketList)) QVERIFY(!line.shareBps);
    }
};
QD_TEST(TestAnalytics);
#include "TestAnalytics.moc"
