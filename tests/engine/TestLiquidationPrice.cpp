#include "tests/engine/RandomPool.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>

using namespace qd;
using namespace qd::risk;
using qd::test::Pool;
using qd::test::RandomPools;

namespace {

/// What a pool has beyond its maintenance requirement over the price of one market, as an exact fraction of money: the
/// formulas of §3.6 and 3.7 without any rounding of the part that moves.
class ExactValue {
  public:
    ExactValue(const Pool& pool, std::size_t index) : m_pool(pool), m_index(index) {
        Pool still = pool;
        still.positions.erase(still.positions.begin() + static_cast<std::ptrdiff_t>(index));
        std::erase_if(still.assets, [&](const CollateralExposure& c) { return moves(c); });
        const auto rest = marginTotals(still.exposure(), MarginKind::Maintenance).value();
        m_rest = Int128{rest.collateral.raw()} - rest.requirement.raw() - own().openOrders * kMarginPerOrder;
        const Int128 bids = Int128{own().base.raw()} + own().openBids.raw();
        const Int128 asks = Int128{own().base.raw()} + own().openAsks.raw();
        m_worst = std::max(bids < 0 ? -bids : bids, asks < 0 ? -asks : asks);
    }
    /// What a unit of money is in at(price).
    [[nodiscard]] Int128 scale(std::int64_t price) const { return kUnit * unit(price); }
    [[nodiscard]] Int128 at(std::int64_t price) const {
        const MarketParams& m = *own().market;
        const Int128 pnl = Int128{own().base.raw()} * price +
                           (Int128{own().quote.raw()} + own().pendingFunding.raw()) * Quantity::kScale;
        const Int128 weight = pnl > 0 ? m.upnlWeightMaintenance.raw() : Ratio::kScale;
        Int128 deposits = 0;
        for (const CollateralExposure& c : m_pool.assets) {
            if (moves(c)) deposits += sizeOf(c) * collateralWeight(c, MarginKind::Maintenance)->raw();
        }
        Int128 fixed = m_rest;
        Int128 factor = 0;
        if (m.marginModel == MarginModel::Tiers) {
            fixed += tierDeduction(tiersOf(m), tier(price))->raw();
            factor = Ratio::kScale;
        } else {
            const Quantity worst(static_cast<std::int64_t>(m_worst));
            factor = sizeMarginRatio(m.maintenanceMargin, m.imf, worst)->raw() * Ratio::kScale;
        }
        return (pnl * weight + deposits * price + fixed * kUnit) * unit(price) - m_worst * price * factor;
    }
    [[nodiscard]] const PositionExposure& own() const { return m_pool.positions[m_index]; }

  private:
    static constexpr Int128 kUnit = Int128{Quantity::kScale} * Ratio::kScale;

    [[nodiscard]] bool moves(const CollateralExposure& c) const { return c.asset->oracle == own().market->oracle; }
    [[nodiscard]] static Int128 sizeOf(const CollateralExposure& c) {
        Int128 size = c.amount.raw();
        for (int i = c.asset->decimals; i < Quantity::kDecimals; ++i) size *= 10;
        for (int i = c.asset->decimals; i > Quantity::kDecimals; --i) size /= 10;
        return size;
    }
    [[nodiscard]] std::size_t tier(std::int64_t price) const {
        return tierAt(tiersOf(*own().market), (m_worst * price + Quantity::kScale - 1) / Quantity::kScale);
    }
    [[nodiscard]] Int128 unit(std::int64_t price) const {
        const MarketParams& m = *own().market;
        return m.marginModel == MarginModel::Tiers ? 2 * Int128{m.tiers[tier(price)].maxLeverage} : Ratio::kScale;
    }

    const Pool& m_pool;
    std::size_t m_index;
    Int128 m_rest = 0;
    Int128 m_worst = 0;
};

/// A long of 10 SOL from $150, $200 of its own.
PositionExposure longSol(const MarketParams& market) {
    return {&market, Price::of(150), Quantity::of(10), Money::of(-1'500)};
}
MarketParams solMarket() {
    MarketParams m;
    m.initialMargin = Ratio(100);
    m.maintenanceMargin = Ratio(50);
    m.oracle = OracleId(1);
    m.maxPrice = Price::of(1'000);
    return m;
}

constexpr std::int64_t kFarthest = 10'000'000'000'000; // no numerator overflows up to here

struct Seen {
    int prices = 0;
    int tiers = 0;
    int deposits = 0;
    int none = 0;
};

std::size_t anyIndex(RandomPools& random, const Pool& pool) {
    return static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(pool.positions.size())));
}

void checkAgainstTheExactLine(RandomPools& random, Seen& seen) {
    const Pool pool = random.pool(random.between(1, 4));
    const std::size_t index = anyIndex(random, pool);
    const ExactValue value(pool, index);
    if (value.own().base.isZero()) return;
    const auto found = liquidationPrice(pool.exposure(), index);
    RC_ASSERT(found.has_value());
    const std::int64_t now = value.own().price.raw();
    if (!found->has_value()) {
        // Where the value falls now, it does not reach nothing; what is liquidatable already is not brought back.
        ++seen.none;
        const Int128 rise = value.at(now + 1) - value.at(now);
        if (rise != 0) RC_ASSERT(value.at(now) < 0 || value.at(rise > 0 ? 0 : kFarthest) >= 0);
        return;
    }
    ++seen.prices;
    const bool tiered = value.own().market->marginModel == MarginModel::Tiers;
    seen.tiers += tiered ? 1 : 0;
    seen.deposits += std::ranges::any_of(pool.assets, [&](const CollateralExposure& c) {
        return !c.amount.isZero() && c.asset->oracle == value.own().market->oracle;
    });
    const std::int64_t at = (*found)->raw();
    RC_ASSERT(value.at(at) >= 0);
    RC_ASSERT(value.at(at - 1) < 0 || value.at(at + 1) < 0);
}

} // namespace

class TestLiquidationPrice : public QObject {
    Q_OBJECT
  private slots:
    /// spec/perps.md §8 item 12, over everything a pool can have.
    void isTheLastSolventPrice() {
        Seen seen;
        QD_PROPERTY("the exact value changes its sign there", [&] {
            RandomPools random(*rc::gen::arbitrary<std::uint64_t>());
            for (int i = 0; i < 100; ++i) checkAgainstTheExactLine(random, seen);
        });
        QVERIFY(seen.prices > 2'000);
        QVERIFY(seen.tiers > 500);
        QVERIFY(seen.deposits > 500);
        QVERIFY(seen.none > 500);
    }

    /// §8 item 17: the engine's integers are on the account's wrong side, by a few units of money.
    void roundingIsAgainstThePool() {
        QD_PROPERTY("margin within its roundings of the exact value", [] {
            RandomPools random(*rc::gen::arbitrary<std::uint64_t>());
            Pool pool = random.pool(random.between(1, 4));
            const std::size_t index = anyIndex(random, pool);
            const ExactValue value(pool, index);
            const std::int64_t price = random.between(1'000, 20'000'000'000);
            const Int128 exact = value.at(price);
            const Int128 unit = value.scale(price);
            pool.setPrice(index, Price(price));
            const auto totals = marginTotals(pool.exposure(), MarginKind::Maintenance).value();
            const Int128 engine = (Int128{totals.collateral.raw()} - totals.requirement.raw()) * unit;
            // Profit, its weight, liability, requirement, and value and weight of each deposit.
            const auto roundings = static_cast<std::int64_t>(4 + 2 * pool.assets.size());
            RC_ASSERT(engine <= exact);
            RC_ASSERT(exact - engine < roundings * unit);
        });
    }

    /// §8 item 11.
    void moreCollateralNeverRaisesThatOfALong() {
        int found = 0;
        QD_PROPERTY("longs down, shorts up", [&] {
            RandomPools random(*rc::gen::arbitrary<std::uint64_t>());
            Pool pool = random.pool(1);
            pool.params.clear();
            pool.assets.clear();
            // A gain that counts for less than it requires turns a long round.
            pool.markets[0].upnlWeightMaintenance = Ratio(10'000);
            const auto before = liquidationPrice(pool.exposure(), 0).value();
            pool.collateral = Money(pool.collateral.raw() + random.between(0, 1'000'000'000));
            const auto after = liquidationPrice(pool.exposure(), 0).value();
            const PositionExposure& p = pool.positions[0];
            if (!before || !after || p.openOrders != 0) return;
            ++found;
            RC_ASSERT((p.base.raw() > 0 ? *after <= *before : *after >= *before));
        });
        QVERIFY(found > 10);
    }

    void ofASimplePosition_data() {
        QTest::addColumn<qint64>("collateral");
        QTest::addColumn<qint64>("funding");
        QTest::addColumn<qint64>("bids");
        QTest::addColumn<qint64>("expected");
        // -N / (10 * 0.995) with N = collateral - 1 500 + funding
        QTest::newRow("long") << 200'000'000LL << 0LL << 0LL << 130'653'267LL;
        QTest::newRow("funding owed raises it") << 200'000'000LL << -5'000'000LL << 0LL << 131'155'779LL;
        QTest::newRow("funding due lowers it") << 200'000'000LL << 5'000'000LL << 0LL << 130'150'754LL;
        // The order asks for $0.01 and counts as filled: -N / (10 - 15 * 0.005)
        QTest::newRow("a resting order raises it") << 200'000'000LL << 0LL << 5'000'000'000LL << 130'983'376LL;
        QTest::newRow("a debt of the quote currency counts") << -100'000'000LL << 0LL << 0LL << 160'804'021LL;
        QTest::newRow("none with all of the value at hand") << 1'500'000'000LL << 0LL << 0LL << -1LL;
        QTest::newRow("none above the highest price") << -9'000'000'000LL << 0LL << 0LL << -1LL;
    }
    void ofASimplePosition() {
        QFETCH(qint64, collateral);
        QFETCH(qint64, funding);
        QFETCH(qint64, bids);
        QFETCH(qint64, expected);
        const MarketParams market = solMarket();
        PositionExposure p = longSol(market);
        p.pendingFunding = Money(funding);
        p.openBids = Quantity(bids);
        p.openOrders = bids == 0 ? 0 : 1;
        const auto lp = liquidationPrice({Money(collateral), {&p, 1}}, 0).value();
        QCOMPARE(lp ? lp->raw() : -1, expected);
    }

    void noneWithoutAMovingPosition() {
        const MarketParams market = solMarket();
        PositionExposure p = longSol(market);
        p.settled = true;
        QVERIFY(!liquidationPrice({Money::of(200), {&p, 1}}, 0)->has_value());
        p.settled = false;
        p.base = Quantity(0);
        QVERIFY(!liquidationPrice({Money::of(200), {&p, 1}}, 0)->has_value());
    }

    /// The example of the vectors, by way of a pool.
    void aDepositOfTheSameAssetMoves() {
        const MarketParams market = solMarket();
        const PositionExposure p = longSol(market);
        AssetParams sol;
        sol.decimals = 9;
        sol.oracle = market.oracle;
        sol.maintenanceWeight = Ratio(9'000);
        const CollateralExposure deposit{&sol, Amount(5'000'000'000), Price::of(150), Price::of(150)};
        QCOMPARE(liquidationPrice({Money::of(200), {&p, 1}, {&deposit, 1}}, 0)->value(), Price(89'965'398));
        AssetParams other = sol;
        other.oracle = OracleId(2);
        const CollateralExposure still{&other, Amount(5'000'000'000), Price::of(150), Price::of(150)};
        // 200 - 1 500 + 5 * 150 * 0.9 = -625
        QCOMPARE(liquidationPrice({Money::of(200), {&p, 1}, {&still, 1}}, 0)->value(), Price(62'814'071));
    }

    /// The present tier asks for 1/20; the price falls into the one below, of 1/40.
    void isSolvedAgainInTheTierItFallsInto() {
        MarketParams market = solMarket();
        market.marginModel = MarginModel::Tiers;
        market.tiers = {{{Money(0), 20}, {Money::of(1'000), 10}}};
        market.tierCount = 2;
        const PositionExposure p = longSol(market);
        // -1 000 + 10 p = 10 p / 20 - 25, at a notional of more than $1 000
        QCOMPARE(liquidationPrice({Money::of(500), {&p, 1}}, 0)->value(), Price(102'631'579));
        // -700 + 10 p = 10 p / 40; in the present tier it would be 71.052632
        QCOMPARE(liquidationPrice({Money::of(800), {&p, 1}}, 0)->value(), Price(71'794'872));
    }

    void bankruptcyIsWhereNothingIsLeft() {
        const MarketParams market = solMarket();
        const PositionExposure p = longSol(market);
        QCOMPARE(bankruptcyPrice({Money::of(200), {&p, 1}}, 0)->value(), Price::of(130));
        PositionExposure both[] = {p, p};
        both[1].quote = Money::of(-1'400); // $100 of profit at 150
        QCOMPARE(bankruptcyPrice({Money::of(200), both}, 0)->value(), Price::of(120));
        const PositionExposure shorts{&market, Price::of(150), Quantity::of(-10), Money::of(1'500)};
        QCOMPARE(bankruptcyPrice({Money(200'000'005), {&shorts, 1}}, 0)->value(), Price(170'000'000));
    }

    void whatDoesNotFitIsAnError() {
        const MarketParams market = solMarket();
        const PositionExposure p = longSol(market);
        const PositionExposure huge{&market, Price(std::numeric_limits<std::int64_t>::max()),
                                    Quantity::of(9'000'000'000), Money(0)};
        const PositionExposure both[] = {p, huge};
        QCOMPARE(liquidationPrice({Money::of(200), both}, 0).error(), MathError::Overflow);
    }
};
QD_TEST(TestLiquidationPrice);
#include "TestLiquidationPrice.moc"
