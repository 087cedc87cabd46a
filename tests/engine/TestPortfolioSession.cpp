#include "core/engine/risk/portfolio/CandleReturns.h"
#include "core/engine/risk/portfolio/EquityCurve.h"
#include "core/engine/risk/portfolio/SessionBook.h"
#include "core/engine/risk/portfolio/ViewPools.h"
#include "tests/engine/PortfolioPools.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

#include <limits>

using namespace qd;
using namespace qd::portfolio;

namespace {

constexpr std::int64_t kDay = 20'000;
UnixNanos at(std::int64_t day, std::int64_t minute = 0) {
    return UnixNanos(day * kNanosPerDay + minute * kNanosPerMinute);
}
EquitySample sample(UnixNanos ts, std::int64_t equity, std::int64_t deposits) {
    return {ts, Money::of(equity), Money(), Money::of(deposits)};
}
Candle bar(UnixNanos open, std::int64_t close) {
    Candle candle;
    candle.openTime = open;
    candle.close = Price::of(close);
    return candle;
}
OrderFilled fill(std::uint64_t sequence, std::int64_t signedSize, std::int64_t position, std::int64_t realised,
                 std::int64_t fee = 0) {
    OrderFilled f;
    f.sequence = sequence;
    f.side = signedSize > 0 ? Side::Buy : Side::Sell;
    f.size = Quantity::of(signedSize > 0 ? signedSize : -signedSize);
    f.position = Quantity::of(position);
    f.realised = Money::of(realised);
    f.fee = Money::of(fee);
    return f;
}
LiquidationEntry entry(std::uint64_t number, LiquidationEntryKind kind, std::int64_t signedSize, std::int64_t position,
                       std::int64_t realised, std::int64_t fee = 0) {
    LiquidationEntry e;
    e.number = number;
    e.kind = kind;
    e.side = signedSize > 0 ? Side::Buy : Side::Sell;
    e.size = Quantity::of(signedSize > 0 ? signedSize : -signedSize);
    e.position = Quantity::of(position);
    e.realised = Money::of(realised);
    e.liquidatorFee = Money::of(fee);
    return e;
}
/// A pool with `equity` in all, of which `deposit` USDC were paid in.
AccountView view(std::int64_t equity, std::int64_t deposit, UnixNanos ts = at(kDay, 700)) {
    AccountView a;
    a.id = AccountId(1);
    a.ts = ts;
    a.totalEquity = Money::of(equity);
    PoolView cross;
    cross.deposit = Money::of(deposit);
    a.pools = {cross};
    a.netDeposits = cross.deposit;
    return a;
}
Money lossOf(const RiskState& state) { return state.dayStart.minus(state.equity).value(); }

} // namespace

class TestPortfolioSession : public QObject {
    Q_OBJECT
  private slots:
    // ---- bars

    void returnsNeedNeighbours() {
        const UnixNanos end = at(10);
        const std::vector<Candle> bars{bar(at(5), 100), bar(at(6), 110), bar(at(8), 121), bar(at(9), 60),
                                       bar(at(10), 66)};
        const auto returns = closeReturns(bars, Interval::D1, end, 4);
        QCOMPARE(returns.size(), 4U);
        QVERIFY(qFuzzyCompare(*returns[0], 0.1)); // the day that began on day 6
        QVERIFY(!returns[1]);                     // day 7 has no bar
        QVERIFY(!returns[2]);                     // and day 8 nothing before it
        QVERIFY(qFuzzyCompare(1 + *returns[3], 60.0 / 121.0));
        // What is not over yet, and what is older than the window, is not told.
        QCOMPARE(closeReturns(bars, Interval::D1, end, 1).size(), 1U);
        QVERIFY(closeReturns({}, Interval::D1, end, 2) == (std::vector<Sample>{{}, {}}));
        QVERIFY(closeReturns(std::vector{bar(at(8), 0), bar(at(9), 5)}, Interval::D1, end, 1) ==
                (std::vector<Sample>{{}}));
    }

    // ---- curve

    void profitIsWithoutTransfers() {
        const std::vector samples{sample(at(1), 1'000, 1'000), sample(at(1, 600), 1'100, 1'000),
                                  sample(at(2), 1'600, 1'500), sample(at(2, 600), 1'450, 1'500),
                                  sample(at(5), 1'470, 1'500)};
        const auto days = dailyProfits(samples, false);
        QVERIFY(days.has_value());
        // The sample at midnight ends the first day; days that nobody saw are counted when they are seen.
        QVERIFY(*days == (std::vector<DayProfit>{{1, Money::of(100)}, {2, Money::of(-150)}, {4, Money::of(20)}}));
        // The account's first sample tells what was made before it.
        const std::vector first{sample(at(7, 30), 1'040, 1'000), sample(at(7, 90), 1'050, 1'000)};
        QVERIFY(*dailyProfits(first, true) == (std::vector<DayProfit>{{7, Money::of(50)}}));
        QVERIFY(*dailyProfits(first, false) == (std::vector<DayProfit>{{7, Money::of(10)}}));
        const auto points = equityPoints(samples);
        QCOMPARE((*points)[1].transfer, Money::of(500));
        QCOMPARE((*points)[4].transfer, Money());
    }
    void drawdownsAreTimeWeighted() {
        const std::vector samples{sample(at(1), 1'000, 1'000), sample(at(2), 1'200, 1'000), sample(at(3), 900, 1'000),
                                  sample(at(4), 1'900, 2'000), sample(at(5), 3'800, 2'000)};
        const auto depths = drawdowns(samples);
        QVERIFY(depths.has_value());
        QCOMPARE((*depths)[1], 0.0);
        QVERIFY(qFuzzyCompare((*depths)[2], -0.25));
        QVERIFY(qFuzzyCompare((*depths)[3], -0.25)); // a deposit heals nothing
        QCOMPARE((*depths)[4], 0.0);
    }
    void nothingIsMadeOfOverflow() {
        EquitySample huge;
        huge.equity = Money(std::numeric_limits<std::int64_t>::max());
        huge.netDeposits = Money(-1);
        QVERIFY(!profitOf(huge));
        QVERIFY(!dailyProfits(std::vector{huge, huge}, false));
    }
    /// Property: days sum to the whole, and drawdowns never leave [-1, 0].
    void daysSumToTheWhole() {
        QD_PROPERTY("days sum to the whole", [] {
            std::vector<EquitySample> samples;
            std::int64_t minute = 0;
            const int count = *rc::gen::inRange(1, 60);
            for (int i = 0; i < count; ++i) {
                minute += *rc::gen::inRange(1, 2'000);
                samples.push_back(
                    sample(at(1, minute), *rc::gen::inRange(-1'000, 100'000), *rc::gen::inRange(0, 1'000)));
            }
            std::int64_t sum = 0;
            const auto days = dailyProfits(samples, false);
            for (const DayProfit& day : *days) sum += day.profit.raw();
            RC_ASSERT(sum == profitOf(samples.back())->raw() - profitOf(samples.front())->raw());
            const auto depths = drawdowns(samples);
            for (const double depth : *depths) RC_ASSERT(depth <= 0.0 && depth >= -1.0);
        });
    }

    // ---- trades of a session

    void tradesEndWhenFlatOrTurned() {
        SessionTrades trades;
        trades.addFill(fill(1, 2, 2, 0, 1));
        QCOMPARE(trades.tally(), (SessionTally{0, 0}));
        trades.addFill(fill(2, -1, 1, 10));
        trades.addFill(fill(3, -1, 0, -20));
        QCOMPARE(trades.tally(), (SessionTally{1, 1})); // 10 - 20 - 1
        trades.addFill(fill(3, -1, 0, -20));            // told twice
        QCOMPARE(trades.tally(), (SessionTally{1, 1}));
        trades.addFill(fill(4, 1, 1, 0));
        trades.addFill(fill(5, -3, -2, -5)); // through zero
        QCOMPARE(trades.tally(), (SessionTally{2, 2}));
        trades.addFill(fill(6, 2, 0, 7));
        QCOMPARE(trades.tally(), (SessionTally{3, 0}));
    }

    // ---- and without fills

    void whatALiquidationClosedIsATrade_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("trades");
        QTest::newRow("taken over") << int(LiquidationEntryKind::TakeOver) << 1;
        QTest::newRow("to the backstop") << int(LiquidationEntryKind::Backstop) << 1;
        QTest::newRow("deleveraged") << int(LiquidationEntryKind::Deleveraged) << 1;
        QTest::newRow("in the book, which fills tell") << int(LiquidationEntryKind::Book) << 0;
        QTest::newRow("a bankruptcy closes nothing") << int(LiquidationEntryKind::Bankruptcy) << 0;
    }
    void whatALiquidationClosedIsATrade() {
        QFETCH(int, kind);
        SessionTrades trades;
        trades.addFill(fill(1, 2, 2, 0));
        const LiquidationEntry closing = entry(1, static_cast<LiquidationEntryKind>(kind), -2, 0, -50);
        trades.addEntry(closing);
        trades.addEntry(closing); // told twice
        QTEST(static_cast<int>(trades.tally().trades), "trades");
        QTEST(static_cast<int>(trades.tally().losingStreak), "trades");
    }
    /// Parts do not end it; what fills and parts made of it adds up, with the fees of both.
    void aTradeClosedInPartsIsOne() {
        SessionTrades trades;
        trades.addFill(fill(1, 3, 3, 0, 1));
        trades.addEntry(entry(1, LiquidationEntryKind::TakeOver, -1, 2, 4, 1));
        trades.addFill(fill(2, -1, 1, 4));
        QCOMPARE(trades.tally(), (SessionTally{0, 0}));
        trades.addEntry(entry(2, LiquidationEntryKind::TakeOver, -1, 0, -5, 1)); // -1 + 3 + 4 - 6
        QCOMPARE(trades.tally(), (SessionTally{1, 0}));
        trades.addFill(fill(3, 1, 1, 0));
        trades.addEntry(entry(3, LiquidationEntryKind::Backstop, -1, 0, -1));
        QCOMPARE(trades.tally(), (SessionTally{2, 1}));
    }
    /// A deleveraging is told by its parts, and then as a whole.
    void aWholeIsNotCountedBesideItsParts() {
        SessionTrades trades;
        trades.addEntry(entry(1, LiquidationEntryKind::Deleveraged, -2, 1, -3));
        trades.addEntry(entry(2, LiquidationEntryKind::Deleveraged, -1, 0, -3));
        trades.addEntry(entry(3, LiquidationEntryKind::Deleveraged, -3, 0, 0));
        QCOMPARE(trades.tally(), (SessionTally{1, 1}));
    }
    /// A liquidation in the book is told by its fills, and then what the insurance fund took of it.
    void theInsuranceFeeOfTheBookIsTheTrades() {
        const auto sold = [](std::uint64_t number, std::int64_t size, std::int64_t left, std::int64_t insurance) {
            LiquidationEntry e = entry(number, LiquidationEntryKind::Book, size, left, 0);
            e.insurance = Money::of(insurance);
            return e;
        };
        SessionTrades trades;
        trades.addFill(fill(1, 3, 3, 0));
        trades.addFill(fill(2, -1, 2, 5)); // a part of it: 5 - 4
        trades.addEntry(sold(1, -1, 2, 4));
        QCOMPARE(trades.tally(), (SessionTally{0, 0}));
        trades.addFill(fill(3, -2, 0, 5)); // the rest: a win, until 20 are taken
        QCOMPARE(trades.tally(), (SessionTally{1, 0}));
        trades.addEntry(sold(2, -2, 0, 20));
        QCOMPARE(trades.tally(), (SessionTally{1, 1}));
        trades.addEntry(sold(2, -2, 0, 20)); // told twice
        trades.addFill(fill(4, 1, 1, 0));
        trades.addFill(fill(5, -1, 0, 3));
        QCOMPARE(trades.tally(), (SessionTally{2, 0}));
    }
    /// A pool is sold in all its markets before any of their fees is told.
    void feesOfMarketsThatEndedTogetherAreEachTheirs() {
        SessionTrades trades;
        for (std::uint16_t market = 0; market < 2; ++market) {
            OrderFilled opened = fill(1U + market, 3, 3, 0);
            opened.market = MarketId(market);
            trades.addFill(opened);
        }
        for (std::uint16_t market = 0; market < 2; ++market) {
            OrderFilled closed = fill(3U + market, -3, 0, market == 0 ? 5 : -1);
            closed.market = MarketId(market);
            trades.addFill(closed);
        }
        QCOMPARE(trades.tally(), (SessionTally{2, 1}));
        LiquidationEntry fee = entry(1, LiquidationEntryKind::Book, -3, 0, 0);
        fee.market = MarketId(0);
        fee.insurance = Money::of(20); // the win was a loss
        trades.addEntry(fee);
        QCOMPARE(trades.tally(), (SessionTally{2, 2}));
    }
    /// Rows of a version that did not tell what was left.
    void anEntryWithoutAPositionCountsNothing() {
        SessionTrades trades;
        trades.addFill(fill(1, 10, 10, 0));
        LiquidationEntry old = entry(1, LiquidationEntryKind::TakeOver, -4, 0, 0);
        old.position.reset();
        trades.addEntry(old);
        QCOMPARE(trades.tally(), (SessionTally{0, 0}));
    }
    /// Whatever is handed over first: by time, and within a moment the fills before what was left.
    void fillsAndEntriesComeAsTheyHappened() {
        SessionBook book;
        QVERIFY(book.begin(view(1'000, 1'000), {}, {}, {}).has_value());
        const std::vector<FillView> fills{
            {at(kDay, 1), fill(1, 2, 2, 0)}, {at(kDay, 3), fill(2, 2, 2, 0)}, {at(kDay, 4), fill(3, -1, 1, -1)}};
        std::vector<LiquidationEntry> entries{entry(1, LiquidationEntryKind::Backstop, -2, 0, 5),
                                              entry(2, LiquidationEntryKind::TakeOver, -1, 0, -1),
                                              entry(3, LiquidationEntryKind::TakeOver, -1, 0, -1)};
        entries[0].ts = at(kDay, 2);
        entries[1].ts = at(kDay, 4);
        entries[2].ts = at(kDay + 1); // another day's
        book.add(fills, entries);
        QCOMPARE(book.state()->session, (SessionTally{2, 1}));
        book.add(fills, entries);
        QCOMPARE(book.state()->session, (SessionTally{2, 1}));
    }

    // ---- session

    void theDayBeginsWithTheLastSampleBeforeIt() {
        SessionBook book;
        QVERIFY(!book.begun());
        const std::vector samples{sample(at(kDay - 1, 1'400), 1'000, 900), sample(at(kDay, 1), 1'300, 900),
                                  sample(at(kDay, 2), 1'600, 1'400)};
        QVERIFY(book.begin(view(1'500, 1'400), samples, {}, {}).has_value());
        QCOMPARE(book.day(), kDay);
        // 1 000 became 1 500, of which 500 were paid in: nothing lost, but 300 were had in between.
        QCOMPARE(lossOf(*book.state()), Money());
        QCOMPARE(book.state()->peak, Money::of(1'800));
        QVERIFY(book.update(view(1'200, 1'400)).has_value());
        QCOMPARE(lossOf(*book.state()), Money::of(300));
        QVERIFY(book.update(view(700, 900)).has_value()); // 500 withdrawn
        QCOMPARE(lossOf(*book.state()), Money::of(300));
        QCOMPARE(book.state()->peak, Money::of(1'300));
        QVERIFY(book.update(view(1'600, 900)).has_value());
        QCOMPARE(lossOf(*book.state()), Money::of(-600));
        QCOMPARE(book.state()->peak, Money::of(1'600));
    }
    /// What was paid in or out since the last sample is in the view, so that it is no profit either.
    void transfersSinceTheLastSampleAreNoProfit() {
        SessionBook book;
        const std::vector samples{sample(at(kDay), 1'000, 1'000), sample(at(kDay, 699), 990, 1'000)};
        QVERIFY(book.begin(view(190, 200), samples, {}, {}).has_value()); // 800 withdrawn a moment ago
        QCOMPARE(lossOf(*book.state()), Money::of(10));
        QVERIFY(book.update(view(5'190, 5'200)).has_value());
        QCOMPARE(lossOf(*book.state()), Money::of(10));
    }
    void anAccountOpenedTodayBeganWithNothing() {
        SessionBook book;
        const std::vector samples{sample(at(kDay, 30), 1'050, 1'000)};
        QVERIFY(book.begin(view(1'020, 1'000), samples, {}, {}).has_value());
        QCOMPARE(lossOf(*book.state()), Money::of(-20));
        QCOMPARE(book.state()->peak, Money::of(1'050));
    }
    void withoutSamplesTheSessionBeginsNow() {
        SessionBook book;
        std::vector<FillView> fills(2);
        fills[0] = {at(kDay - 1), fill(1, -1, 0, -5)}; // yesterday's
        fills[1] = {at(kDay, 3), fill(2, -1, 0, -5)};
        QVERIFY(book.begin(view(1'000, 1'000), {}, fills, {}).has_value());
        QCOMPARE(lossOf(*book.state()), Money());
        QCOMPARE(book.state()->peak, Money::of(1'000));
        QCOMPARE(book.state()->session, (SessionTally{1, 1}));
    }

    // ---- pools of a view

    void aViewBecomesPools() {
        test::PortfolioPools rig;
        std::vector<MarketInfo> markets(2);
        markets[0].params = rig.market(0);
        markets[1].params = rig.market(1);
        AccountView account = view(1'000, 900);
        account.positions.clear();
        PositionView sol;
        sol.market = MarketId(0);
        sol.position.base = Quantity::of(2);
        sol.position.quote = Money::of(-300);
        sol.mark = Price::of(160);
        PositionView btc = sol;
        btc.market = MarketId(1);
        btc.isolated = true;
        account.positions = {sol, btc};
        PoolView isolated;
        isolated.pool = {true, MarketId(1)};
        isolated.deposit = Money::of(50);
        isolated.beingLiquidated = true;
        account.pools.push_back(isolated);
        const auto pools = poolsOf(account, markets);
        QCOMPARE(pools.size(), 2U);
        QVERIFY(!pools[0].isolated);
        QCOMPARE(pools[0].collateral, Money::of(900));
        QCOMPARE(pools[0].positions.size(), 1U);
        QCOMPARE(pools[1].isolated, std::optional(MarketId(1)));
        QVERIFY(pools[1].positions[0].market == &markets[1].params);
        QVERIFY(pools[1].beingLiquidated);
        // 900 + 2 * 160 - 300, and 50 + 20.
        QCOMPARE(valueOf(pools)->equity, Money::of(990));
        account.pools.clear();
        QCOMPARE(poolsOf(account, markets).size(), 1U);
    }
};
QD_TEST(TestPortfolioSession);
#include "TestPortfolioSession.moc"
