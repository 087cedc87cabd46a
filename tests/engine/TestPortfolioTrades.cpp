#include "core/engine/ledger/Position.h"
#include "core/engine/risk/portfolio/TradeStatistics.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

#include <limits>

using namespace qd;
using namespace qd::portfolio;

namespace {

constexpr MarketId kSol{0};
constexpr MarketId kBtc{1};

UnixNanos minute(std::int64_t n) { return UnixNanos(n * kNanosPerMinute); }

TradeFill fill(std::int64_t at, std::int64_t base, std::int64_t price, std::int64_t fee = 0, MarketId market = kSol) {
    return {market, minute(at), Quantity::of(base), Money::of(-base * price), Money::of(fee)};
}

Trade closedTrade(std::int64_t result, std::int64_t from = 0, std::int64_t to = 1) {
    Trade trade;
    trade.openedAt = minute(from);
    trade.closedAt = minute(to);
    trade.result = Money(result);
    trade.traded = Money::of(10);
    return trade;
}

} // namespace

class TestPortfolioTrades : public QObject {
    Q_OBJECT
  private slots:
    void aTradeIsAPositionFromFlatToFlat() {
        RoundTrips trips;
        for (const TradeFill& f : {fill(1, 2, 100, 1), fill(2, 3, 110, 1), fill(5, -1, 120, 1)})
            QVERIFY(trips.addFill(f).has_value());
        QVERIFY(trips.closed().empty());
        QVERIFY(trips.addFunding(kSol, Money::of(-2)).has_value());
        QVERIFY(trips.addFill(fill(9, -4, 130, 1)).has_value());
        QCOMPARE(trips.closed().size(), std::size_t{1});
        const Trade& t = trips.closed()[0];
        QCOMPARE(t.openedAt, minute(1));
        QCOMPARE(t.closedAt, std::optional(minute(9)));
        QVERIFY(t.isLong);
        QCOMPARE(t.largest, Quantity::of(5));
        QCOMPARE(t.traded, Money::of(200 + 330 + 120 + 520));
        QCOMPARE(t.result, Money::of(120 + 520 - 200 - 330 - 4 - 2)); // fees and funding are part of it
        QVERIFY(trips.open().empty());
    }
    void aFillThroughZeroMakesTwo() {
        RoundTrips trips;
        QVERIFY(trips.addFill(fill(1, 2, 100)).has_value());
        QVERIFY(trips.addFill(fill(3, -5, 110, 7)).has_value());
        QCOMPARE(trips.closed().size(), std::size_t{1});
        // 2 of 5 close: 220 of the quote, ceil(7e6 * 2 / 5) of the fee.
        QCOMPARE(trips.closed()[0].result, Money(20'000'000 - 2'800'000));
        QCOMPARE(trips.closed()[0].closedAt, std::optional(minute(3)));
        const auto open = trips.open();
        QCOMPARE(open.size(), std::size_t{1});
        QVERIFY(!open[0].isLong && !open[0].closedAt);
        QCOMPARE(open[0].base, Quantity::of(-3));
        QCOMPARE(open[0].result, Money(330'000'000 - 4'200'000));
        QCOMPARE(open[0].openedAt, minute(3));
    }
    void roundsTheClosedPartsFeeUp() {
        RoundTrips trips;
        QVERIFY(trips.addFill({kSol, minute(1), Quantity(1), Money(-10), Money(0)}).has_value());
        QVERIFY(trips.addFill({kSol, minute(2), Quantity(-3), Money(31), Money(1)}).has_value());
        QCOMPARE(trips.closed()[0].result, Money(-10 + 10 - 1)); // floor(31 / 3) of the quote, all of the fee
        QCOMPARE(trips.open()[0].result, Money(21));
    }
    void marketsAreTradedApart() {
        RoundTrips trips;
        QVERIFY(trips.addFill(fill(1, 1, 100, 0, kSol)).has_value());
        QVERIFY(trips.addFill(fill(2, -1, 100, 0, kBtc)).has_value());
        QVERIFY(trips.closed().empty());
        QVERIFY(trips.addFunding(kBtc, Money::of(3)).has_value());
        QCOMPARE(trips.open()[0].result, Money::of(-100));
        QCOMPARE(trips.open()[1].result, Money::of(103));
    }
    void whatHoldsNothingChangesNothing() {
        RoundTrips trips;
        QVERIFY(trips.addFill(fill(1, 0, 100)).has_value());
        QVERIFY(trips.addFunding(kSol, Money::of(3)).has_value());
        QVERIFY(trips.open().empty() && trips.closed().empty());
    }
    void overflowChangesNothing() {
        RoundTrips trips;
        const Quantity largest(std::numeric_limits<std::int64_t>::max());
        QVERIFY(trips.addFill({kSol, minute(1), largest, Money(0), Money(0)}).has_value());
        QCOMPARE(trips.addFill({kSol, minute(2), Quantity(1), Money(0), Money(0)}).error(), MathError::Overflow);
        QCOMPARE(trips.open()[0].base, largest);
        const Money least(std::numeric_limits<std::int64_t>::min());
        QVERIFY(trips.addFunding(kSol, Money(-1)).has_value());
        QCOMPARE(trips.addFunding(kSol, least).error(), MathError::Overflow);
        QCOMPARE(trips.open()[0].result, Money(-1));
    }
    /// The same cash as the ledger's positions: results sum to quote, and to what is realised when flat.
    void agreesWithTheLedger() {
        QD_PROPERTY("results sum to the position's quote", [] {
            RoundTrips trips;
            Position position;
            std::int64_t realised = 0;
            const int steps = *rc::gen::inRange(1, 80);
            for (int i = 0; i < steps; ++i) {
                const auto base = *rc::gen::inRange<std::int64_t>(-5, 6);
                const auto value = *rc::gen::inRange<std::int64_t>(0, 1'000'000);
                const auto fee = *rc::gen::inRange<std::int64_t>(-10, 1'000);
                if (base == 0) continue;
                const Money quote(base > 0 ? -value : value);
                RC_ASSERT(trips.addFill({kSol, minute(i), Quantity(base), quote, Money(fee)}).has_value());
                const auto change = ledger::withFill(position, Quantity(base), quote);
                position = ledger::withFee(change->after, Money(fee)).value();
                realised += change->realised.raw() - fee;
                std::int64_t cash = 0;
                for (const Trade& t : trips.closed()) cash += t.result.raw();
                if (position.base.isZero()) RC_ASSERT(cash == realised && trips.open().empty());
                for (const Trade& t : trips.open()) {
                    cash += t.result.raw();
                    RC_ASSERT(t.base == position.base && t.isLong == (position.base.raw() > 0));
                }
                RC_ASSERT(cash == position.quote.raw());
            }
        });
    }

    void statisticsByHand() {
        const std::vector<Trade> trades{closedTrade(10), closedTrade(-4), closedTrade(0),
                                        closedTrade(5),  closedTrade(-3), closedTrade(-3)};
        const auto s = statisticsOf(trades).value();
        QCOMPARE(s.trades, std::size_t{6});
        QCOMPARE(s.wins, std::size_t{2});
        QCOMPARE(s.losses, std::size_t{3});
        QCOMPARE(s.profit, Money(15));
        QCOMPARE(s.loss, Money(10));
        QCOMPARE(s.net, Money(5));
        QCOMPARE(s.traded, Money::of(60));
        QCOMPARE(s.winRate, std::optional(2.0 / 6));
        QCOMPARE(s.averageWin, std::optional(Money(7)));  // 7.5 down
        QCOMPARE(s.averageLoss, std::optional(Money(4))); // 3.33 up
        QCOMPARE(s.payoff, std::optional(7.5 / (10.0 / 3)));
        QCOMPARE(s.profitFactor, std::optional(1.5));
        QCOMPARE(s.expectancy, std::optional(Money(0))); // 5 / 6 down
    }
    void aLossesExpectancyRoundsAway() {
        const std::vector<Trade> trades{closedTrade(-1), closedTrade(0)};
        QCOMPARE(statisticsOf(trades)->expectancy, std::optional(Money(-1)));
    }
    void withoutDivisorsNothingIsSaid() {
        const auto none = statisticsOf({}).value();
        QVERIFY(!none.winRate && !none.averageWin && !none.averageLoss && !none.payoff && !none.profitFactor);
        QVERIFY(!none.expectancy);
        const std::vector<Trade> won{closedTrade(3)};
        const auto wins = statisticsOf(won).value();
        QCOMPARE(wins.winRate, std::optional(1.0));
        QVERIFY(!wins.profitFactor && !wins.averageLoss && !wins.payoff);
    }
    void statisticsOverflow() {
        const std::vector<Trade> trades{closedTrade(std::numeric_limits<std::int64_t>::max()), closedTrade(1)};
        QCOMPARE(statisticsOf(trades).error(), MathError::Overflow);
    }

    void turnoverIsTradedOverMeanEquity() {
        const std::vector<Money> equity{Money::of(100), Money::of(300)};
        QCOMPARE(turnover(Money::of(500), equity), std::optional(2.5));
        QVERIFY(!turnover(Money::of(500), {}));
        QVERIFY(!turnover(Money::of(500), std::vector<Money>{Money::of(10), Money::of(-10)}));
    }
    void exposureTimeCountsOverlapsOnce() {
        std::vector<Trade> trades{closedTrade(1, 20, 30), closedTrade(1, 10, 25), closedTrade(1, 12, 14),
                                  closedTrade(1, 50, 60), closedTrade(1, -5, 5)};
        QCOMPARE(exposureTime(trades, minute(0), minute(100)), std::optional(0.35));
        Trade open = closedTrade(0, 90);
        open.closedAt.reset();
        trades.push_back(open);
        QCOMPARE(exposureTime(trades, minute(0), minute(100)), std::optional(0.45));
        QCOMPARE(exposureTime(trades, minute(20), minute(40)), std::optional(0.5));
        QCOMPARE(exposureTime({}, minute(0), minute(1)), std::optional(0.0));
        QVERIFY(!exposureTime(trades, minute(1), minute(1)));
    }
};
QD_TEST(TestPortfolioTrades);
#include "TestPortfolioTrades.moc"
