#include "core/engine/risk/portfolio/StressGrid.h"
#include "tests/engine/PortfolioPools.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <limits>

using namespace qd;
using namespace qd::portfolio;
using Rig = test::PortfolioPools;

namespace {

/// A margin ratio above all others.
constexpr std::int64_t kNothingLeft = std::numeric_limits<std::int64_t>::max();

/// Without a second axis.
StressTerms pricesOnly() {
    StressTerms terms;
    terms.columns = {Shock{}};
    return terms;
}

/// The first row of a move.
const StressCell& cellAt(const StressGrid& grid, Rate move, std::size_t column = 0) {
    for (std::size_t row = 0; row < grid.rows.size(); ++row) {
        if (grid.rows[row].move == move) return grid.at(row, column);
    }
    qFatal("no such row");
}

/// A random second axis and betas of some assets.
StressTerms randomTerms() {
    StressTerms terms;
    terms.second = test::randomSecondAxis();
    for (const char* asset : {"BTC", "ETH", "BONK"}) {
        if (*rc::gen::arbitrary<bool>()) terms.betas[asset] = *rc::gen::inRange(-100, 301) / 100.0;
    }
    return terms;
}

} // namespace

class TestPortfolioStress : public QObject {
    Q_OBJECT
  private slots:
    void axesOfTheSpecification() {
        Rig rig;
        const Pool pool{{}, Money::of(1'000), {rig.position(Rig::kSol, 1, 100), rig.position(Rig::kBonk, 1, 100)}};
        const auto grid = stressTogether(std::span(&pool, 1), {}).value();
        std::vector<std::int64_t> moves;
        std::vector<std::int64_t> others;
        for (const StressRow& row : grid.rows) {
            moves.push_back(row.move.raw());
            others.push_back(row.moves.of("BONK").raw());
            QCOMPARE(row.weight, Rate(moves.size() <= 9 ? 1'000'000 : 350'000));
            QCOMPARE(row.moves.of("SOL"), row.move);
        }
        QCOMPARE(moves, (std::vector<std::int64_t>{-250'000, -187'500, -125'000, -62'500, 0, 62'500, 125'000, 187'500,
                                                   250'000, -660'000, -330'000, 500'000, 1'000'000, 2'000'000}));
        QCOMPARE(others, (std::vector<std::int64_t>{-350'000, -262'500, -175'000, -87'500, 0, 87'500, 175'000, 262'500,
                                                    350'000, -660'000, -330'000, 500'000, 1'000'000, 2'000'000}));
        QCOMPARE(grid.columns.size(), std::size_t{6});
        QCOMPARE(grid.columns[0], (Shock{-1, Rate(0)}));
        QCOMPARE(grid.columns[5], (Shock{1, Rate(50'000)}));
        QCOMPARE(grid.cells.size(), std::size_t{14 * 6});
        QCOMPARE(scanRange("BTC"), Rate(160'000));
        QCOMPARE(scanRange("ETH"), Rate(180'000));
    }
    void betasScaleTheReferencesMove() {
        Rig rig;
        const Pool pool{{}, Money::of(1'000), {rig.position(Rig::kBtc, 1, 100), rig.position(Rig::kEth, 1, 100)}};
        StressTerms terms = pricesOnly();
        terms.betas = {{"BTC", 0.5}, {"ETH", std::numeric_limits<double>::quiet_NaN()}};
        const auto grid = stressTogether(std::span(&pool, 1), terms).value();
        QCOMPARE(grid.rows[0].moves.of("BTC"), Rate(-125'000));
        QCOMPARE(grid.rows[0].moves.of("ETH"), Rate(-180'000)); // no number: its own range
        QCOMPARE(grid.rows[9].moves.of("BTC"), Rate(-330'000));
        QCOMPARE(cellAt(grid, Rate(-250'000)).profit, Money(-12'500'000 - 18'000'000));
        terms.reference = "BTC";
        QCOMPARE(stressTogether(std::span(&pool, 1), terms)->rows[8].moves.of("BTC"), Rate(160'000));
    }
    /// A long of 10 at 100 with 1'000 dollars.
    void extendedMovesCountInPart() {
        Rig rig;
        const Pool pool{{}, Money::of(1'000), {rig.position(Rig::kSol, 10, 100)}};
        const auto grid = stressTogether(std::span(&pool, 1), pricesOnly()).value();
        QCOMPARE(cellAt(grid, Rate(-250'000)).counted, Money::of(-250));
        QCOMPARE(cellAt(grid, Rate(-660'000)).profit, Money::of(-660));
        QCOMPARE(cellAt(grid, Rate(-660'000)).equity, Money::of(340));
        QCOMPARE(cellAt(grid, Rate(-660'000)).counted, Money::of(-231));
        QCOMPARE(cellAt(grid, Rate(2'000'000)).counted, Money::of(700));
        QCOMPARE(grid.worst, std::size_t{0});
        QCOMPARE(grid.worstLoss, Money::of(250));
        // A short loses most when prices triple: 35 % of 2'000.
        const Pool sold{{}, Money::of(1'000), {rig.position(Rig::kSol, -10, 100)}};
        QCOMPARE(stressTogether(std::span(&sold, 1), pricesOnly())->worstLoss, Money::of(700));
    }
    void theSecondAxisByHand() {
        Rig rig;
        const Pool pool{{}, Money::of(1'000), {rig.position(Rig::kSol, 10, 100)}};
        StressTerms terms;
        terms.second.markets[MarketId(Rig::kSol)] = {Rate(10'000), Rate(1'000)};
        const auto grid = stressTogether(std::span(&pool, 1), terms).value();
        // Mark 101, funding 0.1 % of 1'010 paid; mark 99, of 990 received; 5 % of 1'000 taken.
        QCOMPARE(cellAt(grid, Rate(0), 2).profit, Money(10'000'000 - 1'010'000));
        QCOMPARE(cellAt(grid, Rate(0), 0).profit, Money(-10'000'000 + 990'000));
        QCOMPARE(cellAt(grid, Rate(0), 1).profit, Money(0));
        QCOMPARE(cellAt(grid, Rate(0), 4).profit, Money::of(-50));
        QCOMPARE(cellAt(grid, Rate(0), 3).profit, Money(-10'000'000 + 990'000 - 50'000'000));
        // The worst is the lowest price, basis below, haircut.
        QCOMPARE(grid.worst, std::size_t{3});
        const Pool owing{{}, Money(-101), {}};
        QCOMPARE(cellAt(stressTogether(std::span(&owing, 1), terms).value(), Rate(0), 4).profit,
                 Money(0)); // a debt is not cut
    }
    /// 10 SOL at 100 weigh 90 % for maintenance, 500 USDT at 1 97 %; 2 SOL owed.
    void depositsMoveWithTheirAsset() {
        Rig rig;
        Pool pool{
            {}, Money::of(100), {}, {rig.deposit(Rig::kSolDeposit, 10, 100), rig.deposit(Rig::kUsdtDeposit, 500, 1)}};
        pool.assets[0].allDeposits = Money(3);
        StressTerms terms;
        terms.second.stableCoins = {Rig::kUsdt};
        const auto grid = stressTogether(std::span(&pool, 1), terms).value();
        QCOMPARE(cellAt(grid, Rate(-250'000), 1).profit, Money::of(-250));
        QCOMPARE(cellAt(grid, Rate(-250'000), 4).profit, Money::of(-250 - 25 - 5)); // 5 % of USDT and of USDC
        QCOMPARE(grid.rows[0].moves.of("USDT"), Rate(0));
        const auto alone = stressAlone(std::span(&pool, 1), terms).value();
        QCOMPARE(alone.assets.size(), std::size_t{1}); // stable coins have the haircut
        QCOMPARE(alone.haircutLoss, Money::of(30));
        QCOMPARE(alone.summedLoss, Money::of(280));

        PriceMoves moves;
        moves.set("SOL", Rate(-250'000));
        const Pool moved = revalued(pool, {moves, Shock{}, {}}).value();
        QCOMPARE(moved.assets[0].price, Price::of(75));
        QCOMPARE(moved.assets[0].twap5, Price::of(75));
        QCOMPARE(moved.assets[0].allDeposits, Money(3)); // 2.25 up
        QCOMPARE(risk::summarise(moved.exposure())->maintenance.collateral, Money::of(100 + 675 + 485));
        pool.assets[0].price = Price(0); // not valid: stays so
        QVERIFY(revalued(pool, {moves, Shock{}, {}})->assets[0].price.isZero());
        pool.assets[0] = rig.deposit(Rig::kSolDeposit, -1, 1);
        pool.assets[0].price = Price(3);
        QCOMPARE(revalued(pool, {moves, Shock{}, {}})->assets[0].price, Price(3)); // what is owed goes up: 2.25
    }
    /// Long SOL against short BTC: together they offset, alone they do not.
    void aloneNothingOffsets() {
        Rig rig;
        const Pool pool{{}, Money::of(1'000), {rig.position(Rig::kSol, 10, 100), rig.position(Rig::kBtc, -10, 100)}};
        StressTerms terms;
        terms.betas["BTC"] = 1.0;
        terms.second.markets[MarketId(Rig::kSol)] = {Rate(10'000), Rate(0)};
        const auto together = stressTogether(std::span(&pool, 1), pricesOnly()).value();
        QCOMPARE(cellAt(together, Rate(-250'000)).profit, Money::of(-250 + 160)); // BTC over its own range
        const auto alone = stressAlone(std::span(&pool, 1), terms).value();
        QCOMPARE(alone.assets.size(), std::size_t{2});
        QCOMPARE(alone.assets[0].asset, std::string("BTC"));
        // BTC: 35 % of +200 % on 1'000; its grid has the basis columns, but its market no basis, and no haircut.
        QCOMPARE(alone.assets[0].grid.columns.size(), std::size_t{3});
        QCOMPARE(alone.assets[0].grid.worstLoss, Money::of(700));
        // SOL: -25 % and then a mark 1 % lower, 75 * 0.99 = 74.25.
        QCOMPARE(alone.assets[1].grid.worstLoss, Money(257'500'000));
        QCOMPARE(alone.haircutLoss, Money::of(50));
        QCOMPARE(alone.summedLoss, Money(700'000'000 + 257'500'000 + 50'000'000));
    }

    void scenariosAreRowsOfTheirOwn() {
        Rig rig;
        const std::vector<Pool> pools{{{}, Money::of(1'000), {rig.position(Rig::kSol, 10, 100)}},
                                      {MarketId(Rig::kBtc), Money::of(200), {rig.position(Rig::kBtc, 1, 1'000)}}};
        std::vector<Scenario> scenarios(2);
        scenarios[0].name = "a day in March";
        scenarios[0].moves = PriceMoves(Rate(-50'000));
        scenarios[0].moves.set("BTC", moveBetween(Price::of(8'000), Price::of(4'800)).value());
        scenarios[1].name = "mine";
        scenarios[1].moves.set("SOL", Rate(300'000));
        const auto grid = stressScenarios(pools, scenarios, pricesOnly()).value();
        QCOMPARE(grid.rows[0].name, std::string("a day in March"));
        QCOMPARE(grid.at(0, 0).profit, Money::of(-50 - 400));
        QCOMPARE(grid.at(0, 0).firstLiquidation->pool, std::size_t{1});
        QCOMPARE(grid.at(1, 0).profit, Money::of(300));
        QCOMPARE(grid.worst, std::size_t{0});
        QVERIFY(stressScenarios(pools, {}, pricesOnly())->cells.empty());
    }
    void movesBetweenPricesTruncate() {
        QCOMPARE(moveBetween(Price(3), Price(1)).value(), Rate(-666'666));
        QCOMPARE(moveBetween(Price(3), Price(4)).value(), Rate(333'333));
        QCOMPARE(moveBetween(Price(0), Price(4)).error(), MathError::DivideByZero);
    }

    void portfolioMarginByHand() {
        Rig rig;
        // SOL 1'000 long and 400 short in another pool, BTC 500 short: 0.6 % of 1'900, 1 % of 400.
        const std::vector<Pool> pools{
            {{}, Money::of(1'000), {rig.position(Rig::kSol, 10, 100), rig.position(Rig::kBtc, -5, 100)}},
            {MarketId(Rig::kSol), Money::of(100), {rig.position(Rig::kSol, -4, 100)}}};
        const auto pm = portfolioMargin(pools, Money::of(70)).value();
        QCOMPARE(pm.contingency, Money(11'400'000 + 4'000'000));
        QCOMPARE(pm.requirement, Money(85'400'000));
        QCOMPARE(portfolioMargin(pools, Money::of(-70))->requirement, pm.contingency);
        Pool dust{{}, Money(0), {rig.position(Rig::kSol, 1, 1)}};
        dust.positions[0].base = Quantity(1); // a notional of one unit
        QCOMPARE(portfolioMargin(std::span(&dust, 1), Money(0))->contingency, Money(1));
    }

    /// Every cell is what the integer functions of the risk engine say of the moved pools.
    void gridsAreDirectRevaluations() {
        int liquidated = 0;
        QD_PROPERTY("stress grid equals direct revaluation", [&liquidated] {
            Rig rig;
            const auto pools = rig.randomPools();
            const StressTerms terms = randomTerms();
            std::int64_t now = 0;
            for (const Pool& pool : pools) now += risk::summarise(pool.exposure())->equity.raw();
            const auto grid = stressTogether(pools, terms).value();
            std::int64_t lowest = 0;
            for (std::size_t i = 0; i < grid.cells.size(); ++i) {
                const StressRow& row = grid.rows[i / grid.columns.size()];
                std::int64_t equity = 0;
                std::int64_t ratio = 0;
                bool liquidatable = false;
                for (const Pool& pool : pools) {
                    const Pool moved =
                        test::directly(pool, row.moves, grid.columns[i % grid.columns.size()], terms.second);
                    const auto summary = risk::summarise(moved.exposure()).value();
                    equity += summary.equity.raw();
                    ratio = std::max(ratio, summary.marginRatioBps.value_or(kNothingLeft));
                    liquidatable |= risk::isLiquidatable(summary.maintenance);
                }
                const StressCell& cell = grid.cells[i];
                RC_ASSERT(cell.equity.raw() == equity);
                RC_ASSERT(cell.profit.raw() == equity - now);
                RC_ASSERT(cell.counted.raw() == test::floorOf(Int128{equity - now} * row.weight.raw(), Rate::kScale));
                RC_ASSERT(cell.marginRatioBps.value_or(kNothingLeft) == ratio);
                RC_ASSERT(!liquidatable || cell.firstLiquidation);
                liquidated += liquidatable ? 1 : 0;
                lowest = std::min(lowest, cell.counted.raw());
            }
            RC_ASSERT(grid.worstLoss.raw() == -lowest);
            RC_ASSERT(grid.cells[grid.worst].counted.raw() <= lowest || lowest == 0);
        });
        QVERIFY(liquidated > 20);
    }
};
QD_TEST(TestPortfolioStress);
#include "TestPortfolioStress.moc"
