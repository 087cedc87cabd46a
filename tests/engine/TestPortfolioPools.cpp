#include "core/engine/risk/portfolio/StressGrid.h"
#include "core/engine/risk/portfolio/WhatIf.h"
#include "tests/engine/PortfolioPools.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

#include <limits>

using namespace qd;
using namespace qd::portfolio;
using Rig = test::PortfolioPools;

namespace {

/// How far below its requirement a pool is, > 0 = liquidatable.
std::int64_t shortfallOf(const Pool& pool) {
    const auto totals = risk::marginTotals(pool.exposure(), risk::MarginKind::Maintenance).value();
    return totals.requirement.isZero() ? 0 : totals.requirement.raw() - totals.collateral.raw(); // as isLiquidatable
}

/// What roundings of prices and values can make of it.
std::int64_t roundingsOf(const Pool& pool) {
    std::int64_t units = 3;
    for (const auto& p : pool.positions) {
        const std::int64_t base = std::abs(p.base.raw()) + p.openBids.raw() - p.openAsks.raw();
        units += 3 * (base / Quantity::kScale + 1) + 2;
    }
    for (const auto& c : pool.assets) units += 3 * (std::abs(c.amount.raw()) / 1'000'000 + 1) + 2;
    return units;
}

} // namespace

/// What happens to pools when prices move, and what-if.
class TestPortfolioPools : public QObject {
    Q_OBJECT
  private slots:
    void movedPrices_data() {
        QTest::addColumn<qint64>("price");
        QTest::addColumn<qint64>("move");
        QTest::addColumn<qint64>("basis");
        QTest::addColumn<qint64>("base");
        QTest::addColumn<qint64>("expected");
        QTest::newRow("exact") << 100'000'000LL << -250'000LL << 0LL << 1LL << 75'000'000LL;
        QTest::newRow("a long's goes down") << 3LL << -500'000LL << 0LL << 1LL << 1LL;
        QTest::newRow("a short's goes up") << 3LL << -500'000LL << 0LL << -1LL << 2LL;
        QTest::newRow("orders alone go up") << 3LL << -500'000LL << 0LL << 0LL << 2LL;
        QTest::newRow("move and basis round once") << 1'000'001LL << 10LL << 10LL << 1LL << 1'000'021LL;
        QTest::newRow("basis below") << 100'000'000LL << 0LL << -10'000LL << 1LL << 99'000'000LL;
        QTest::newRow("never below the smallest price") << 100'000'000LL << -1'000'000LL << 0LL << 1LL << 1LL;
        QTest::newRow("nor beyond it") << 100'000'000LL << -3'000'000LL << -3'000'000LL << 1LL << 1LL;
    }
    void movedPrices() {
        QFETCH(qint64, price);
        QFETCH(qint64, move);
        QFETCH(qint64, basis);
        QFETCH(qint64, base);
        QFETCH(qint64, expected);
        QCOMPARE(movedPrice(Price(price), Rate(move), Rate(basis), Quantity(base)).value(), Price(expected));
    }
    void movedPricesOverflow() {
        const Price largest(std::numeric_limits<std::int64_t>::max());
        QCOMPARE(movedPrice(largest, Rate(1), Rate(0), Quantity(1)).error(), MathError::Overflow);
        Rig rig;
        Pool pool{{}, Money(0), {rig.position(Rig::kSol, 1, 100)}};
        pool.positions[0].price = largest;
        QCOMPARE(stressTogether(std::span(&pool, 1), {}).error(), MathError::Overflow);
        QCOMPARE(stressAlone(std::span(&pool, 1), {}).error(), MathError::Overflow);
        PriceMoves up;
        up.set("SOL", Rate(1));
        QCOMPARE(whatIf(std::span(&pool, 1), up).error(), MathError::Overflow);
    }
    void namedMovesAndTheOthers() {
        PriceMoves moves(Rate(-100));
        moves.set("SOL", Rate(300));
        QCOMPARE(moves.of("SOL"), Rate(300));
        QCOMPARE(moves.of("BTC"), Rate(-100));
        QCOMPARE(moves.scaled(Rate(335'000)).of("SOL"), Rate(100)); // 100.5
        QCOMPARE(moves.scaled(Rate(335'000)).of("BTC"), Rate(-33)); // truncated
        moves.set("SOL", Rate(-1'320'000));                         // more than all of it
        QCOMPARE(moves.of("SOL"), Rate(-1'000'000));
        QCOMPARE(PriceMoves(Rate(-1'000'001)).scaled(Rate(500'000)).of("ETH"), Rate(-500'000));
    }

    /// 10 SOL bought at 100 with 200 dollars: requires 5 % of the notional.
    void whatIfByHand() {
        Rig rig;
        const Pool pool{{}, Money::of(200), {rig.position(Rig::kSol, 10, 100)}};
        PriceMoves moves;
        moves.set("SOL", Rate(-100'000));
        const auto result = whatIf(std::span(&pool, 1), moves).value();
        QCOMPARE(result.before.equity, Money::of(200));
        QCOMPARE(result.after.equity, Money::of(100));
        QCOMPARE(result.profit, Money::of(-100));
        QCOMPARE(result.after.pools[0].maintenance.requirement, Money::of(45));
        QCOMPARE(result.after.marginRatioBps, std::optional<std::int64_t>(4'500));
        QVERIFY(!result.firstLiquidation && !result.after.anyLiquidatable());
    }
    /// Liquidatable when 50 (1 - x) > 200 - 1000 x, from x = 15.789474 %.
    void theFirstLiquidationIsWhereItIsCrossed() {
        Rig rig;
        const Pool pool{{}, Money::of(200), {rig.position(Rig::kBtc, 0, 5), rig.position(Rig::kSol, 10, 100)}};
        PriceMoves moves;
        moves.set("SOL", Rate(-1'000'000));
        const auto result = whatIf(std::span(&pool, 1), moves).value();
        QCOMPARE(result.firstLiquidation, std::optional(FirstLiquidation{0, 1, Rate(157'895)}));
        QVERIFY(result.after.anyLiquidatable());
        QVERIFY(!result.after.marginRatioBps); // nothing is left
    }
    void anIsolatedPoolIsLiquidatedByItself() {
        Rig rig;
        const std::vector<Pool> pools{{{}, Money::of(10'000), {rig.position(Rig::kSol, 10, 100)}},
                                      {MarketId(Rig::kBtc), Money::of(50), {rig.position(Rig::kBtc, -10, 100)}},
                                      {MarketId(Rig::kEth), Money::of(100), {rig.position(Rig::kEth, -10, 100)}}};
        const auto up = whatIf(pools, PriceMoves(Rate(500'000))).value();
        // 50 (1 + x) > 50 - 1000 x at once above 0; ETH from 50 / 1050.
        QCOMPARE(up.firstLiquidation, std::optional(FirstLiquidation{1, 0, Rate(2)}));
        QCOMPARE(up.after.equity, Money::of(10'150 + 500 - 500 - 500));
        const auto down = whatIf(pools, PriceMoves(Rate(-500'000))).value();
        QVERIFY(!down.firstLiquidation);
        QCOMPARE(down.after.equity, Money::of(10'150 + 500));
    }
    void ofEqualPoolsTheFirstIsNamed() {
        Rig rig;
        const Pool pool{MarketId(Rig::kSol), Money::of(200), {rig.position(Rig::kSol, 10, 100)}};
        const std::vector<Pool> pools{pool, pool};
        QCOMPARE(whatIf(pools, PriceMoves(Rate(-500'000)))->firstLiquidation->pool, std::size_t{0});
    }
    void theHeaviestPositionIsNamed() {
        Rig rig;
        Pool pool{{},
                  Money::of(100),
                  {rig.position(Rig::kSol, 3, 100), rig.position(Rig::kBtc, 7, 100), rig.position(Rig::kEth, 7, 100)}};
        const PriceMoves down(Rate(-300'000));
        // BTC and ETH lose the same and require the same: the first.
        QCOMPARE(whatIf(std::span(&pool, 1), down)->firstLiquidation->position, std::optional(std::size_t{1}));
        rig.market(Rig::kEth).tiers[0].maxLeverage = 9; // of the same losses the larger requirement
        QCOMPARE(whatIf(std::span(&pool, 1), down)->firstLiquidation->position, std::optional(std::size_t{2}));
        pool.collateral = Money::of(1); // liquidatable before anything moves: nothing is lost yet
        const auto first = whatIf(std::span(&pool, 1), down)->firstLiquidation;
        QCOMPARE(first, std::optional(FirstLiquidation{0, 2, Rate(0)}));
    }

    void whoOwesIsLiquidatedWithoutAPosition() {
        Rig rig;
        // 2 SOL owed at 100 ask for 110 %: 220 (1 + x) > 250 from x = 13.636363 %.
        const Pool pool{{}, Money::of(250), {}, {rig.deposit(Rig::kSolDeposit, -2, 100)}};
        PriceMoves moves;
        moves.set("SOL", Rate(1'000'000));
        const auto first = whatIf(std::span(&pool, 1), moves)->firstLiquidation;
        QCOMPARE(first, std::optional(FirstLiquidation{0, std::nullopt, Rate(136'364)}));
    }
    void whatIsSettledDoesNotMove() {
        Rig rig;
        Pool pool{{}, Money::of(100), {rig.position(Rig::kSol, 10, 100)}};
        pool.positions[0].settled = true;
        const auto result = whatIf(std::span(&pool, 1), PriceMoves(Rate(-500'000))).value();
        QCOMPARE(result.profit, Money(0));
        QCOMPARE(portfolioMargin(std::span(&pool, 1), Money(0))->requirement, Money(0));
    }
    void openInterestMovesWithThePrice() {
        Rig rig;
        Pool pool{{}, Money::of(100), {rig.position(Rig::kSol, 1, 100)}};
        pool.positions[0].openInterestValue = Money(1'000'001);
        const SecondAxis second{{{MarketId(Rig::kSol), {Rate(10'000), Rate(0)}}}, {}};
        const Pool moved = revalued(pool, {PriceMoves(Rate(500'000)), Shock{1, {}}, second}).value();
        QCOMPARE(moved.positions[0].openInterestValue, Money(1'515'002)); // 1'515'001.515
    }
    void fundingIsAgainstTheAccount() {
        Rig rig;
        Pool pool{{}, Money(0), {rig.position(Rig::kSol, 1, 1)}};
        pool.positions[0].base = Quantity(1);
        const SecondAxis shocks{{{MarketId(Rig::kSol), {Rate(0), Rate(1)}}}, {}};
        const PriceMoves none;
        const Money quote = pool.positions[0].quote;
        QCOMPARE(revalued(pool, {none, Shock{1, {}}, shocks})->positions[0].quote, Money(quote.raw() - 1));
        QCOMPARE(revalued(pool, {none, Shock{-1, {}}, shocks})->positions[0].quote, quote); // less than a unit received
    }

    void firstLiquidationIsTheFirst() {
        int found = 0;
        QD_PROPERTY("liquidatable there, not before, and no pool earlier", [&found] {
            Rig rig;
            const auto pools = rig.randomPools();
            const SecondAxis second = test::randomSecondAxis();
            PriceMoves moves(Rate(*rc::gen::inRange(-900'000, 1'500'000)));
            moves.set("SOL", Rate(*rc::gen::inRange(-900'000, 1'500'000)));
            const Shock shock = *rc::gen::elementOf(standardShocks());
            const auto first = firstLiquidation(pools, {moves, shock, second}).value();
            const auto at = [&](const Pool& pool, std::int64_t part) {
                return test::directly(pool, moves.scaled(Rate(part)), shock, second);
            };
            const std::int64_t end = first ? first->at.raw() : Rate::kScale;
            if (first) {
                ++found;
                RC_ASSERT(first->pool < pools.size() && first->position < pools[first->pool].positions.size());
                RC_ASSERT(shortfallOf(at(pools[first->pool], end)) > 0);
                RC_ASSERT(end == 0 || shortfallOf(at(pools[first->pool], end - 1)) <= 0);
            }
            if (end == 0) return;
            const std::int64_t before = *rc::gen::inRange<std::int64_t>(0, first ? end : end + 1);
            for (const Pool& pool : pools) RC_ASSERT(shortfallOf(at(pool, before)) <= roundingsOf(pool));
        });
        QVERIFY(found > 20);
    }
};
QD_TEST(TestPortfolioPools);
#include "TestPortfolioPools.moc"
