#include "tests/support/TestRunner.h"
#include "widgets/correlation/CorrelationWords.h"

#include <QObject>
#include <QTest>

#include <cmath>

using namespace qd;
using namespace qd::ui;

namespace {

using portfolio::Sample;

/// Returns that go up and down, `scale` times as far.
std::vector<Sample> waves(std::size_t count, double scale, int period = 5) {
    std::vector<Sample> returns;
    for (std::size_t i = 0; i < count; ++i)
        returns.emplace_back(scale * std::sin(static_cast<double>(i) * 6.28 / period) / 100);
    return returns;
}

CorrelationView viewOf(const std::vector<std::vector<Sample>>& all, std::size_t window = 60) {
    CorrelationView view;
    std::vector<portfolio::Series> series(all.begin(), all.end());
    for (std::size_t i = 0; i < all.size(); ++i) view.symbols << QStringLiteral("M%1-PERP").arg(i);
    view.pairs = pairingsOf(series, window);
    view.window = window;
    return view;
}

} // namespace

class TestCorrelations : public QObject {
    Q_OBJECT
  private slots:
    void pairsAreThoseOfTheStatistics() {
        const auto a = waves(60, 1);
        const auto b = waves(60, -2);
        const auto c = waves(60, 1, 7);
        const CorrelationView view = viewOf({a, b, c});
        QCOMPARE(view.pairs[0].correlation, std::optional(1.0)); // with itself
        QVERIFY(std::abs(*view.pairs[1].correlation + 1) < 1e-12);
        QVERIFY(std::abs(*view.pairs[3].beta + 2) < 1e-12); // b to a
        QVERIFY(std::abs(*view.pairs[1].beta + 0.5) < 1e-12);
        QCOMPARE(view.pairs[2].correlation, portfolio::correlation(a, c, 60));
        QCOMPARE(view.pairs[7].beta, portfolio::beta(c, b, 60));
        QCOMPARE(view.pairs[2].common, 60U);
    }
    void fewCommonReturnsSayNothing() {
        auto a = waves(60, 1);
        auto b = waves(60, 2);
        for (std::size_t i = 9; i < 60; ++i) b[i].reset(); // nine left
        CorrelationView view = viewOf({a, b});
        QVERIFY(!view.pairs[1].correlation && !view.pairs[1].beta);
        QCOMPARE(view.pairs[1].common, 9U);
        QCOMPARE(gridOf(view).cells[1].text, QStringLiteral("–"));
        QCOMPARE(pairText(view, 0, 1),
                 "M0-PERP with M1-PERP: no correlation, only 9 common 1m returns, at least 10 are wanted");
        QCOMPARE(lackText(view), "No two markets have 10 common 1m returns yet, only 9: choose shorter bars, or wait.");
        QVERIFY(lackText(viewOf({a, a})).isEmpty());
        view.waiting = true;
        QCOMPARE(lackText(view), "History has not answered yet.");
        QVERIFY(pairText(view, 0, 1).endsWith("history has not answered yet"));
        b = waves(60, 0);
        QVERIFY(pairText(viewOf({a, b}), 0, 1).endsWith("a price stood still"));
    }
    void onlyTheWindowCounts() {
        auto a = waves(60, 1);
        auto b = waves(60, 1);
        for (std::size_t i = 0; i < 30; ++i) b[i] = -*b[i];
        QVERIFY(*viewOf({a, b}, 30).pairs[1].correlation > 0.99);
        QVERIFY(*viewOf({a, b}, 60).pairs[1].correlation < 0.5);
        QCOMPARE(viewOf({a, b}, 30).pairs[1].common, 30U);
    }
    void cellsSayAndShow() {
        const CorrelationView view = viewOf({waves(60, 1), waves(60, -2)});
        const HeatGrid grid = gridOf(view);
        QCOMPARE(grid.columns.size(), 3);
        QCOMPARE(grid.columns.back(), "beta to\nM0-PERP");
        QCOMPARE(grid.cells.size(), 6U);
        QCOMPARE(grid.cells[1].text, QString::fromUtf8("\u22121.00"));
        QCOMPARE(grid.cells[1].tone, -1.0);
        QCOMPARE(grid.cells[0].tone, 0.0); // the diagonal says nothing
        QCOMPARE(grid.cells[5].text, QString::fromUtf8("\u22122.00"));
        QCOMPARE(grid.cells[5].tone, 0.0);
        QCOMPARE(grid.cells[1].detail, QString::fromUtf8("M0-PERP with M1-PERP: correlation \u22121.00 of 60 common 1m "
                                                         "returns (of 60), beta \u22120.50"));
        QCOMPARE(sampleText(view), QString::fromUtf8("1m \u00d7 60 \u00b7 60 common returns"));
        QVERIFY(gridOf({}).cells.empty() && !gridOf({}).emptyText.isEmpty());
    }
    void wordsOfIntervalsAndWindows() {
        QCOMPARE(correlationInterval("1H"), Interval::H1);
        QVERIFY(!correlationInterval("2h") && !correlationInterval("1s") && !correlationInterval(""));
        QCOMPARE(correlationWindow("250"), 250U);
        QVERIFY(!correlationWindow("251") && !correlationWindow("-60") && !correlationWindow("many"));
        for (const CorrelationInterval& known : kCorrelationIntervals)
            QCOMPARE(correlationInterval(nameOf(known.interval)), known.interval);
    }
};
QD_TEST(TestCorrelations);
#include "TestCorrelations.moc"
