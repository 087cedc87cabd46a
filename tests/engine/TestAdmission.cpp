#include "core/engine/risk/Admission.h"
#include "tests/engine/RandomPool.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::risk;
using qd::test::Pool;
using qd::test::RandomPools;

namespace {

MarketParams tenfold() {
    MarketParams m;
    m.initialMargin = Ratio(1'000);
    m.maintenanceMargin = Ratio(500);
    m.step = Quantity(10'000'000);
    m.maxSize = Quantity::of(1'000);
    return m;
}

} // namespace

class TestAdmission : public QObject {
    Q_OBJECT
  private slots:
    /// §3.8: opening is judged with initial weights and strict prices.
    void otherAssetsOpenAtTheirStrictPrice() {
        const MarketParams market = tenfold();
        const PositionExposure p{&market, Price::of(100)};
        AssetParams asset;
        asset.decimals = 9;
        asset.initialWeight = Ratio(8'000);
        CollateralExposure c{&asset, Amount(1'000'000'000), Price::of(125), Price::of(125)};
        const AccountExposure pool{Money(10'000), {&p, 1}, {&c, 1}}; // and one cent for the order
        QCOMPARE(checkInitialMargin(pool, 0, Side::Buy, false, Quantity::of(10)), RejectCode::None);
        QCOMPARE(largestSize(pool, 0, Side::Buy, false), Quantity::of(10));
        c.twap5 = Price::of(100);
        QCOMPARE(checkInitialMargin(pool, 0, Side::Buy, false, Quantity::of(10)), RejectCode::InsufficientCollateral);
        QCOMPARE(largestSize(pool, 0, Side::Buy, false), Quantity::of(8));
    }

    void ownLeverageAndDebtsCount() {
        const MarketParams market = tenfold();
        PositionExposure p{&market, Price::of(100)};
        p.userMargin = Ratio(5'000);
        QCOMPARE(largestSize({Money(100'010'000), {&p, 1}}, 0, Side::Sell, false), Quantity::of(2));
        p.userMargin = Ratio(0);
        QCOMPARE(largestSize({Money(100'010'000), {&p, 1}}, 0, Side::Sell, false), Quantity::of(10));
        QCOMPARE(largestSize({Money(-1), {&p, 1}}, 0, Side::Sell, false), Quantity(0));
    }

    /// §3.8: a market of the isolated tier is the only liability of its pool.
    void anIsolatedTierStandsAlone_data() {
        QTest::addColumn<bool>("ordered");
        QTest::addColumn<bool>("held");
        QTest::addColumn<qint64>("base");
        QTest::addColumn<qint64>("bids");
        QTest::addColumn<qint64>("collateral");
        QTest::addColumn<bool>("refused");
        QTest::newRow("alone") << true << false << 0LL << 0LL << 1'000LL << false;
        QTest::newRow("beside a position") << true << false << 1LL << 0LL << 1'000LL << true;
        QTest::newRow("beside an order") << true << false << 0LL << 1LL << 1'000LL << true;
        QTest::newRow("another beside its position") << false << true << 1LL << 0LL << 1'000LL << true;
        QTest::newRow("another beside what was closed") << false << true << 0LL << 0LL << 1'000LL << false;
        QTest::newRow("two of the isolated tier") << true << true << 1LL << 0LL << 1'000LL << true;
        QTest::newRow("others beside each other") << false << false << 1LL << 0LL << 1'000LL << false;
        QTest::newRow("beside a debt") << true << false << 0LL << 0LL << -1LL << true;
    }
    void anIsolatedTierStandsAlone() {
        QFETCH(bool, ordered);
        QFETCH(bool, held);
        QFETCH(qint64, base);
        QFETCH(qint64, bids);
        QFETCH(qint64, collateral);
        QFETCH(bool, refused);
        MarketParams own = tenfold();
        MarketParams other = tenfold();
        own.tier = ordered ? MarketTier::Isolated : MarketTier::A;
        other.tier = held ? MarketTier::Isolated : MarketTier::A;
        const PositionExposure positions[] = {
            {&own, Price::of(100)}, {&other, Price::of(1), Quantity::of(base), Money::of(-base), Quantity::of(bids)}};
        const AccountExposure pool{Money::of(collateral), positions};
        QCOMPARE(checkInitialMargin(pool, 0, Side::Buy, false, Quantity::of(1)),
                 refused ? RejectCode::OneLiability : RejectCode::None);
        QCOMPARE(largestSize(pool, 0, Side::Buy, false).isZero(), refused);
        QCOMPARE(checkInitialMargin(pool, 0, Side::Buy, true, Quantity::of(1)), RejectCode::None);
    }

    void theLargestSizeIsTheLastThatPasses() {
        int between = 0;
        QD_PROPERTY("over everything a pool can have", [&between](std::uint64_t seed) {
            RandomPools random(seed);
            Pool pool = random.pool(random.between(1, 4));
            pool.collateral = Money(pool.collateral.raw() * random.between(1, 50));
            const auto index =
                static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(pool.positions.size())));
            const Side side = random.flip() ? Side::Buy : Side::Sell;
            const MarketParams& market = *pool.positions[index].market;
            const Quantity size = largestSize(pool.exposure(), index, side, false);
            RC_ASSERT(size.raw() % market.step.raw() == 0 && size <= market.maxSize);
            if (!size.isZero())
                RC_ASSERT(checkInitialMargin(pool.exposure(), index, side, false, size) == RejectCode::None);
            if (size == market.maxSize) return;
            between += size.isZero() ? 0 : 1;
            const Quantity more(size.raw() + market.step.raw());
            RC_ASSERT(checkInitialMargin(pool.exposure(), index, side, false, more) ==
                      RejectCode::InsufficientCollateral);
        });
        QVERIFY(between > 10);
    }

    void sizesThatDoNotFitAreRefused() {
        const MarketParams market = tenfold();
        PositionExposure p{&market, Price::of(100)};
        p.openBids = Quantity(std::numeric_limits<std::int64_t>::max());
        QCOMPARE(checkInitialMargin({Money::of(1), {&p, 1}}, 0, Side::Buy, false, Quantity(1)),
                 RejectCode::MathOverflow);
    }
};
QD_TEST(TestAdmission);
#include "TestAdmission.moc"
