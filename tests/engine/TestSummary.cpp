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
    return m;
}
AssetParams sol() {
    AssetParams a;
    a.decimals = 9;
    a.initialWeight = Ratio(8'000);
    a.maintenanceWeight = Ratio(9'000);
    return a;
}
MarginTotals opening(const AccountExposure& account) {
    return marginTotals(account, MarginKind::Initial, Strictness::Strict).value();
}

} // namespace

class TestSummary : public QObject {
    Q_OBJECT
  private slots:
    void equityIsUnweightedAndMarginIsNot() {
        const MarketParams market = tenfold();
        const PositionExposure p{&market, Price::of(100), Quantity::of(10), Money::of(-1'000)};
        const AssetParams asset = sol();
        const CollateralExposure c{&asset, Amount(10'000'000'000), Price::of(20), Price::of(15)};
        const AccountSummary s = summarise({Money::of(50), {&p, 1}, {&c, 1}}).value();
        QCOMPARE(s.equity, Money::of(250));
        QCOMPARE(s.initial.collateral, Money::of(170)); // at 15: opening
        QCOMPARE(s.maintenance.collateral, Money::of(230));
        QCOMPARE(s.freeCollateral, Money::of(70));
        QCOMPARE(s.leverage.value(), 40'000);
        QCOMPARE(s.marginRatioBps.value(), 2'174); // 50 / 230
        QCOMPARE(s.health, 78);
    }

    void aDebtIsRequired() {
        const AssetParams asset = sol();
        const CollateralExposure c{&asset, Amount(10'000'000'000), Price::of(20), Price::of(20)};
        const AccountSummary s = summarise({Money::of(-100), {}, {&c, 1}}).value();
        QCOMPARE(s.equity, Money::of(100));
        QCOMPARE(s.maintenance, (MarginTotals{Money::of(180), Money::of(100)}));
        QCOMPARE(s.freeCollateral, Money::of(60));
        QVERIFY(!s.mayOnlyReduce());
        QVERIFY(summarise({Money(-1)})->mayOnlyReduce());
    }

    void whatIsBeingLiquidatedHasNoHealth() {
        AccountExposure account{Money::of(5)};
        QCOMPARE(summarise(account)->health, 100);
        account.beingLiquidated = true;
        QCOMPARE(summarise(account)->health, 0);
    }

    void buyingPower_data() {
        QTest::addColumn<qint64>("user");
        QTest::addColumn<qint64>("openInterest");
        QTest::addColumn<bool>("tiered");
        QTest::addColumn<qint64>("power");
        QTest::newRow("the market's ratio") << 0LL << 0LL << false << 1'000'000'000LL;
        QTest::newRow("one's own") << 2'500LL << 0LL << false << 400'000'000LL;
        QTest::newRow("a crowded market's") << 0LL << 50LL << false << 181'818'181LL;
        QTest::newRow("the first tier's") << 0LL << 0LL << true << 2'000'000'000LL;
    }
    void buyingPower() {
        QFETCH(qint64, user);
        QFETCH(qint64, openInterest);
        QFETCH(bool, tiered);
        QFETCH(qint64, power);
        MarketParams market = tenfold();
        market.openInterestUpper = Money::of(100);
        market.tiers[0] = {Money(0), 20};
        market.tierCount = 1;
        if (tiered) market.marginModel = MarginModel::Tiers;
        PositionExposure p{&market, Price::of(100), Quantity::of(7), Money::of(-700), {}, {}, 5};
        p.userMargin = Ratio(user);
        p.openInterestValue = Money::of(openInterest);
        QCOMPARE(risk::buyingPower(Money::of(100), p).value(), Money(power));
    }

    void buyingPowerIsWhatOpens() {
        QD_PROPERTY("a position of that notional, and not of more", [](std::uint64_t seed) {
            RandomPools random(seed);
            MarketParams market = random.market(0);
            market.imf = Rate(0);
            market.tierCount = market.marginModel == MarginModel::Tiers ? 1 : 0;
            PositionExposure p = random.position(market);
            p.openOrders = 0;
            const Money free(random.between(0, 1'000'000'000'000));
            const Money power = risk::buyingPower(free, p).value();
            PositionExposure opened = p;
            opened.price = Price::of(1);
            opened.openBids = opened.openAsks = Quantity(0);
            opened.base = Quantity(power.raw() * 1'000);
            RC_ASSERT(perpRequirement(opened, MarginKind::Initial).value() <= free);
            // The rate is rounded up to 1e-6 of the notional.
            opened.base = Quantity((power.raw() + power.raw() / 10'000 + 10'000) * 1'000);
            RC_ASSERT(perpRequirement(opened, MarginKind::Initial).value() > free);
        });
    }

    void withdrawable_data() {
        QTest::addColumn<qint64>("collateral");
        QTest::addColumn<qint64>("base");
        QTest::addColumn<qint64>("quote");
        QTest::addColumn<bool>("priced");
        QTest::addColumn<qint64>("ofQuote");
        QTest::addColumn<qint64>("ofSol");
        QTest::newRow("nothing owed: all of it")
            << 100'000'000LL << 0LL << 0LL << true << 100'000'000LL << 5'000'000'000LL;
        QTest::newRow("a settled loss is owed")
            << 100'000'000LL << 0LL << -30'000'000LL << true << 100'000'000LL << 5'000'000'000LL;
        // free: 100 + 400 * 0.8 - 100 = 320; less a unit, divided step by step
        QTest::newRow("a position") << 100'000'000LL << 1'000'000'000LL << -1'000'000'000LL << true << 100'000'000LL
                                    << 4'999'999'000LL;
        // free: 100 + 320 - 350 - 100 < 0
        QTest::newRow("more required than there is")
            << 100'000'000LL << 1'000'000'000LL << -1'350'000'000LL << true << 0LL << 0LL;
        QTest::newRow("a debt") << -100'000'000LL << 0LL << 0LL << true << 0LL << 3'437'499'000LL;
        QTest::newRow("what counts for nothing is not missed")
            << 200'000'000LL << 1'000'000'000LL << -1'000'000'000LL << false << 99'999'999LL << 5'000'000'000LL;
        QTest::newRow("but stays while the pool is short")
            << 50'000'000LL << 1'000'000'000LL << -1'000'000'000LL << false << 0LL << 0LL;
    }
    void withdrawable() {
        QFETCH(qint64, collateral);
        QFETCH(qint64, base);
        QFETCH(qint64, quote);
        QFETCH(bool, priced);
        QFETCH(qint64, ofQuote);
        QFETCH(qint64, ofSol);
        const MarketParams market = tenfold();
        const PositionExposure p{&market, Price::of(1'000), Quantity(base), Money(quote)};
        const AssetParams asset = sol();
        const Price price = priced ? Price::of(80) : Price(0);
        const CollateralExposure c{&asset, Amount(5'000'000'000), price, price};
        const AccountExposure account{Money(collateral), {&p, 1}, {&c, 1}};
        QCOMPARE(maxWithdraw(account, std::nullopt)->raw(), ofQuote);
        QCOMPARE(maxWithdraw(account, 0)->raw(), ofSol);
    }

    /// §2.6: free collateral is not below 0 afterwards.
    void whatMayLeaveIsNotMissed() {
        int limited = 0;
        QD_PROPERTY("initial margin holds afterwards", [&limited](std::uint64_t seed) {
            RandomPools random(seed);
            for (int i = 0; i < 20; ++i) {
                Pool pool = random.pool(random.between(0, 3));
                const bool healthy = opening(pool.exposure()).sufficient();
                const auto asset = static_cast<std::size_t>(random.between(0, 4));
                if (asset >= pool.assets.size()) {
                    const Amount leaves = maxWithdraw(pool.exposure(), std::nullopt).value();
                    RC_ASSERT(leaves.raw() >= 0 && leaves.raw() <= std::max<std::int64_t>(pool.collateral.raw(), 0));
                    const bool all = leaves.raw() == pool.collateral.raw();
                    pool.collateral = Money(pool.collateral.raw() - leaves.raw());
                    RC_ASSERT(opening(pool.exposure()).sufficient() == healthy);
                    if (!healthy || all || pool.collateral.raw() < 2) continue;
                    ++limited;
                    pool.collateral = Money(pool.collateral.raw() - 2);
                    RC_ASSERT(!opening(pool.exposure()).sufficient());
                } else {
                    const Amount leaves = maxWithdraw(pool.exposure(), asset).value();
                    CollateralExposure& c = pool.assets[asset];
                    RC_ASSERT(leaves.raw() >= 0 && leaves <= c.amount);
                    c.amount = Amount(c.amount.raw() - leaves.raw());
                    RC_ASSERT(opening(pool.exposure()).sufficient() == healthy);
                }
            }
        });
        QVERIFY(limited > 50);
    }

    void withdrawalsThatCannotBeComputed() {
        QCOMPARE(maxWithdraw(Money::of(5), Ratio(0), Price::of(1), 6).error(), MathError::DivideByZero);
        QCOMPARE(maxWithdraw(Money::of(5), Ratio(8'000), Price(0), 6).error(), MathError::DivideByZero);
        QCOMPARE(maxWithdraw(Money(0), Ratio(8'000), Price::of(1), 6).value(), Amount(0));
        // More than an amount holds is more than there is.
        const MarketParams market = tenfold();
        const PositionExposure p{&market, Price::of(1), Quantity::of(1), Money::of(-1)};
        AssetParams dust = sol();
        dust.decimals = 12;
        const CollateralExposure c{&dust, Amount(1'000), Price(1), Price(1)};
        QCOMPARE(maxWithdraw({Money::of(1'000'000'000), {&p, 1}, {&c, 1}}, 0).value(), Amount(1'000));
    }
};
QD_TEST(TestSummary);
#include "TestSummary.moc"
