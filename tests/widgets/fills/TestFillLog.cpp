#include "tests/support/TestRunner.h"
#include "tests/widgets/fills/SomeFills.h"
#include "widgets/fills/FillLog.h"

#include <QObject>
#include <QTest>

#include <limits>

using namespace qd;
using namespace qd::ui;
using qd::test::fillsOf;
using qd::test::kNow;
using qd::test::pageOf;

namespace {

/// "9..5": newest and oldest, when nothing between is missing and nothing is twice.
QString spanOf(const FillLog& log) {
    const auto& fills = log.fills();
    if (fills.empty()) return "empty";
    for (std::size_t i = 1; i < fills.size(); ++i) {
        if (fills[i].fill.sequence + 1 != fills[i - 1].fill.sequence) return "broken";
    }
    return QStringLiteral("%1..%2").arg(fills.front().fill.sequence).arg(fills.back().fill.sequence);
}

} // namespace

class TestFillLog : public QObject {
    Q_OBJECT
  private slots:
    void liveFillsAndPagesJoinOnce() {
        FillLog log;
        QVERIFY(log.takeLive(fillsOf(90, 100, 100)));
        QVERIFY(!log.takeLive(fillsOf(90, 100, 100)));
        QCOMPARE(log.before(), 90U);
        log.takePage(pageOf(89, 80, 100), 10);
        log.takePage(pageOf(84, 75, 100), 10); // overlaps what is known
        QVERIFY(log.takeLive(fillsOf(95, 105, 105)));
        QCOMPARE(spanOf(log), "105..75");
        QVERIFY(!log.isComplete());
        QCOMPARE(log.generation(), 0U);
    }
    /// At the start a live fill may come before the store has told the older ones.
    void olderLiveFillsMayComeLater() {
        FillLog log;
        log.takeLive(fillsOf(5, 5, 5));
        QVERIFY(log.takeLive(fillsOf(1, 5, 5)));
        QCOMPARE(spanOf(log), "5..1");
        QVERIFY(log.isComplete());
    }
    void beginsAnew_data() {
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("last");
        QTest::addColumn<QString>("span");
        QTest::newRow("a new account without fills") << 0 << -1 << "empty";
        QTest::newRow("a new account with some") << 1 << 3 << "3..1";
        QTest::newRow("more came than the list keeps") << 150 << 200 << "200..150";
    }
    void beginsAnew() {
        FillLog log;
        log.takeLive(fillsOf(90, 100, 100));
        log.takePage(pageOf(89, 85, 100), 10);
        QVERIFY(log.isComplete());
        QFETCH(int, first);
        QFETCH(int, last);
        const auto live = last < first ? std::vector<FillView>{}
                                       : fillsOf(static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(last),
                                                 static_cast<std::uint64_t>(last));
        QVERIFY(log.takeLive(live));
        QTEST(spanOf(log), "span");
        QCOMPARE(log.generation(), 1U);
        QCOMPARE(log.isComplete(), first == 1);
    }
    void aShortPageIsTheLast() {
        FillLog log;
        log.takeLive(fillsOf(90, 100, 100));
        log.takePage(pageOf(89, 80, 100), 10);
        QVERIFY(!log.isComplete());
        log.takePage({}, 10);
        QVERIFY(log.isComplete());
    }
    void sumsOfTheDay() {
        FillLog log;
        log.takeLive(fillsOf(11, 20, 20));
        DayTotals totals = dayTotals(log, kNow, std::nullopt);
        QCOMPARE(totals.count, 10U);
        QCOMPARE(totals.fees.value().raw(), 1'334'430);
        QCOMPARE(totals.realised.value().raw(), -15'000'000);
        QCOMPARE(totals.volume.value().raw(), 2'965'400'000);
        QVERIFY(!totals.complete);
        QCOMPARE(totals.since, kNow + -9 * kNanosPerSecond);
        QCOMPARE(dayTotals(log, kNow, MarketId(1)).count, 5U);
        log.takePage(pageOf(10, 1, 20), 10);
        totals = dayTotals(log, kNow, std::nullopt);
        QVERIFY(totals.complete);
        QCOMPARE(totals.count, 20U);
    }
    /// The first fill of the day is enough to know that none is missing.
    void yesterdayIsNotCounted() {
        FillLog log;
        auto fills = fillsOf(50, 52, 52);
        fills[0].ts = openTimeOf(kNow, Interval::D1) + -1;
        fills[1].ts = openTimeOf(kNow, Interval::D1);
        log.takeLive(fills);
        const DayTotals totals = dayTotals(log, kNow, std::nullopt);
        QCOMPARE(totals.count, 2U);
        QVERIFY(totals.complete);
    }
    void sumsThatDoNotFitAreNotKnown() {
        FillLog log;
        auto fills = fillsOf(1, 2, 2);
        for (FillView& f : fills) f.fill.fee = Money(std::numeric_limits<std::int64_t>::max());
        log.takeLive(fills);
        QVERIFY(!dayTotals(log, kNow, std::nullopt).fees);
        QVERIFY(dayTotals(log, kNow, std::nullopt).realised.has_value());
    }
};
QD_TEST(TestFillLog);
#include "TestFillLog.moc"
