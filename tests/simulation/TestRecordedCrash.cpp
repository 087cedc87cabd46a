#include "core/feed/recorded/HistoryFiles.h"
#include "core/simulation/RecordedCrash.h"
#include "tests/support/Shared.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

#include <algorithm>

using namespace qd;
using namespace qd::simulation;
using namespace qd::test;

class TestRecordedCrash : public QObject {
    Q_OBJECT
  private slots:
    void thePathPassesItsPoints() {
        const CrashPath path{Price::of(100), Price::of(60), Price::of(110), Price::of(80)};
        const std::vector<Price> prices = pricesAlong(path, 120); // 40 down, 50 up, 30 down
        QCOMPARE(prices.size(), std::size_t{121});
        QVERIFY(prices[0] == path.open && prices[40] == path.low && prices[90] == path.high &&
                prices[120] == path.close);
        QVERIFY(prices[1] == Price::of(99) && prices[41] == Price::of(61));
        const std::vector<Price> flat = pricesAlong({Price::of(5), Price::of(5), Price::of(5), Price::of(5)}, 10);
        QVERIFY(std::ranges::all_of(flat, [](Price p) { return p == Price::of(5); }));
    }

    void theSameSeedIsTheSameHour() {
        CrashPlan plan;
        plan.crash = &recordedCrashes().front();
        plan.path = {Price::of(40), Price::of(30), Price::of(42), Price::of(35)};
        plan.accounts = 60;
        const CrashReport report = runCrash(plan);
        QVERIFY2(report.fault.empty(), report.fault.c_str());
        QVERIFY(runCrash(plan).hash == report.hash);
        plan.seed = 2;
        QVERIFY(runCrash(plan).hash != report.hash);
    }

    void theWorstHours_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<qint64>("low");
        for (const RecordedCrash& c : recordedCrashes()) {
            const bool sol = c.market.baseAsset == "SOL";
            QTest::newRow(c.name.data()) << QString::fromUtf8(c.name.data(), static_cast<qsizetype>(c.name.size()))
                                         << (sol ? qint64{26'500'000} : qint64{5'199'170'000});
        }
    }
    /// Money is conserved to the unit at every step, and every deficit has been paid by somebody.
    void theWorstHours() {
        QFETCH(QString, name);
        QFETCH(qint64, low);
        const auto crash = std::ranges::find(recordedCrashes(), name.toStdString(), &RecordedCrash::name);
        const auto file = sharedFile("data/candles/" + std::string(crash->source));
        if (!file) QSKIP(skipSentence());
        const auto candles = feed::readCandles(*file, {crash->hour, crash->hour + kNanosPerHour});
        QVERIFY(candles.has_value());
        QCOMPARE(candles->bars.size(), std::size_t{1});
        const Candle& bar = candles->bars.front();
        QCOMPARE(bar.low.raw(), low);
        CrashPlan plan;
        plan.crash = &*crash;
        plan.path = {bar.open, bar.low, bar.high, bar.close};
        const CrashReport report = runCrash(plan);
        QVERIFY2(report.fault.empty(), report.fault.c_str());
        QVERIFY(report.steps > 1'000);
        QCOMPARE(report.moments.size(), std::size_t{13});
        for (const CrashMoment& moment : report.moments) isSound(moment);
        const CrashMoment& begin = report.moments.front();
        const CrashMoment& end = report.moments.back();
        QVERIFY(begin.index == plan.path.open && end.index == plan.path.close);
        QVERIFY(begin.positions > 900);
        QVERIFY(end.liquidatedAccounts > 300);
        QVERIFY(end.holdings.deposited == begin.holdings.deposited);
        // Nobody is left owing what nobody has paid, the backstop neither.
        QCOMPARE(end.debts.others.raw(), 0);
        QCOMPARE(end.debts.backstop.raw(), 0);
        wholeWaterfall(end.tally);
        // Not all at once: somebody goes in most of the intervals of the fall.
        std::size_t busy = 0;
        for (std::size_t i = 1; i < report.moments.size(); ++i)
            busy += report.moments[i].liquidatedAccounts > report.moments[i - 1].liquidatedAccounts ? 1U : 0U;
        QVERIFY(busy >= 5);
    }

  private:
    static void isSound(const CrashMoment& moment) {
        const Holdings& h = moment.holdings;
        QCOMPARE(h.cashMissing(), 0);
        QCOMPARE(h.claimsMissing(), 0);
        QCOMPARE(h.base.raw(), 0);
        QVERIFY(h.rounding() >= 0 && h.rounding() <= static_cast<std::int64_t>(h.positions));
        std::int64_t equity = 0;
        for (const Money party : moment.equity) equity += party.raw();
        QCOMPARE(equity, h.equity.raw());
        const Losses& l = moment.tally.losses;
        QCOMPARE(l.deficits.raw() + l.kept.raw(),
                 l.fees.raw() + l.insurance.raw() + l.deleveraged.raw() + l.socialised.raw() + l.uncovered.raw());
    }
    static void wholeWaterfall(const Tally& tally) {
        QVERIFY(tally.steps[indexOf(LiquidationStep::Book)] > 0);
        QVERIFY(tally.steps[indexOf(LiquidationStep::TakeOver)] > 0);
        QVERIFY(tally.steps[indexOf(LiquidationStep::Backstop)] > 0);
        QVERIFY(tally.deleveraged > 0);
        QVERIFY(tally.crashes > 0);
        const Losses& l = tally.losses;
        QVERIFY(l.fees.raw() > 0 && l.insurance.raw() > 0 && l.deleveraged.raw() > 0 && l.socialised.raw() > 0);
        QCOMPARE(l.uncovered.raw(), 0);
    }
};
QD_TEST(TestRecordedCrash);
#include "TestRecordedCrash.moc"
