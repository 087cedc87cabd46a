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

constexpr MarginKind kKinds[] = {MarginKind::Initial, MarginKind::Fill, MarginKind::Maintenance};

/// The row of spec/perps.md §2.4.
AssetParams sol() {
    AssetParams a;
    a.id = AssetId(2);
    a.decimals = 9;
    a.initialWeight = Ratio(8'000);
    a.maintenanceWeight = Ratio(9'000);
    a.initialLiabilityWeight = Ratio(12'000);
    a.maintenanceLiabilityWeight = Ratio(11'000);
    return a;
}
CollateralExposure deposit(const AssetParams& asset, std::int64_t whole, Price price = Price::of(100)) {
    return {&asset, Amount(whole * 1'000'000'000), price, price};
}
MarketParams tenfold() {
    MarketParams m;
    m.initialMargin = Ratio(1'000);
    m.maintenanceMargin = Ratio(500);
    return m;
}
MarginTotals totalsOf(const AccountExposure& account, MarginKind kind, Strictness strictness = Strictness::Plain) {
    return marginTotals(account, kind, strictness).value();
}
Money collateralOf(const CollateralExposure& c, MarginKind kind, Strictness strictness = Strictness::Plain) {
    return totalsOf({Money(0), {}, {&c, 1}}, kind, strictness).collateral;
}
Money requirementOf(const PositionExposure& p, MarginKind kind) { return perpRequirement(p, kind).value(); }

} // namespace

Q_DECLARE_METATYPE(qd::risk::MarginKind)

class TestPoolMargin : public QObject {
    Q_OBJECT
  private slots:
    void depositsCountByKind() {
        const AssetParams asset = sol();
        const CollateralExposure c = deposit(asset, 100);
        QCOMPARE(collateralOf(c, MarginKind::Initial), Money::of(8'000));
        QCOMPARE(collateralOf(c, MarginKind::Fill), Money::of(8'500));
        QCOMPARE(collateralOf(c, MarginKind::Maintenance), Money::of(9'000));
    }

    /// §2.4: only what opens is scaled by everybody's deposits.
    void crowdedDepositsOpenLess() {
        AssetParams asset = sol();
        asset.scaleStart = Money::of(20'000'000);
        CollateralExposure c = deposit(asset, 100);
        c.allDeposits = Money::of(60'000'000);
        QCOMPARE(collateralWeight(c, MarginKind::Initial).value(), Ratio(2'666));
        QCOMPARE(collateralOf(c, MarginKind::Initial), Money::of(2'666));
        QCOMPARE(collateralOf(c, MarginKind::Fill), Money::of(8'500));
        QCOMPARE(collateralOf(c, MarginKind::Maintenance), Money::of(9'000));
        c.allDeposits = Money(asset.scaleStart.raw() - 1);
        QCOMPARE(collateralWeight(c, MarginKind::Initial).value(), Ratio(8'000));
    }

    /// 1.1 / (1 + isqrt(10 * 1e15 + 1) * 1000 / 1e11) = 0.55, whatever the kind.
    void largeDepositsCountLess() {
        AssetParams asset = sol();
        asset.imf = Rate(1'000);
        for (const MarginKind kind : kKinds)
            QCOMPARE(collateralWeight(deposit(asset, 1'000'000), kind).value(), Ratio(5'500));
        QCOMPARE(collateralWeight(deposit(asset, 1), MarginKind::Initial).value(), Ratio(8'000));
        AssetParams fine = asset; // the same million tokens in a mint of 12 decimals
        fine.decimals = 12;
        const CollateralExposure c{&fine, Amount(1'000'000'000'000'000'000), Price::of(1), Price::of(1)};
        QCOMPARE(collateralWeight(c, MarginKind::Maintenance).value(), Ratio(5'500));
    }

    /// §2.5.
    void strictPricesAreTheWorseOnes() {
        const AssetParams asset = sol();
        CollateralExposure c = deposit(asset, 100);
        c.twap5 = Price::of(90);
        QCOMPARE(collateralOf(c, MarginKind::Initial, Strictness::Strict), Money::of(7'200));
        QCOMPARE(collateralOf(c, MarginKind::Initial), Money::of(8'000));
        c.twap5 = Price::of(110);
        QCOMPARE(collateralOf(c, MarginKind::Initial, Strictness::Strict), Money::of(8'000));
        c.amount = Amount(-100'000'000'000);
        QCOMPARE(totalsOf({Money(0), {}, {&c, 1}}, MarginKind::Initial, Strictness::Strict).requirement,
                 Money::of(13'200));
        QCOMPARE(totalsOf({Money(0), {}, {&c, 1}}, MarginKind::Maintenance).requirement, Money::of(11'000));
    }

    /// §3.7: a deposit without a valid price is worth nothing; a debt without one cannot be judged.
    void depositsWithoutAPrice() {
        const AssetParams asset = sol();
        CollateralExposure c = deposit(asset, 100, Price(0));
        for (const MarginKind kind : kKinds) QCOMPARE(collateralOf(c, kind), Money(0));
        c.amount = Amount(-1);
        QCOMPARE(marginTotals({Money::of(1), {}, {&c, 1}}, MarginKind::Maintenance).error(), MathError::DivideByZero);
        QCOMPARE(fullMargin({Money::of(1), {}, {&c, 1}}).error(), MathError::DivideByZero);
    }

    void theQuoteCurrencyHasAPriceToo() {
        const MarketParams market = tenfold();
        const QuotePrices quote{Price(990'000), Price(1'010'000)};
        const PositionExposure gain{&market, Price::of(100), Quantity::of(10), Money::of(-900)};
        const PositionExposure loss{&market, Price::of(100), Quantity::of(10), Money::of(-1'100)};
        // 1 000 * 0.99 + 100 * 0.99; 1 000 * 1.01 * 10 %
        QCOMPARE(totalsOf({Money::of(1'000), {&gain, 1}, {}, quote}, MarginKind::Initial, Strictness::Strict),
                 (MarginTotals{Money::of(1'089), Money::of(101)}));
        // 990 - 100 * 1.01
        QCOMPARE(totalsOf({Money::of(1'000), {&loss, 1}, {}, quote}, MarginKind::Initial, Strictness::Strict),
                 (MarginTotals{Money::of(889), Money::of(101)}));
        QCOMPARE(totalsOf({Money::of(1'000), {&loss, 1}, {}, quote}, MarginKind::Initial),
                 (MarginTotals{Money::of(891), Money::of(99)}));
        // A debt is a requirement, at the higher price.
        QCOMPARE(totalsOf({Money::of(-1'000), {}, {}, quote}, MarginKind::Initial, Strictness::Strict),
                 (MarginTotals{Money(0), Money::of(1'010)}));
    }

    void unsettledFundingIsProfitOrLoss() {
        const MarketParams market = tenfold();
        PositionExposure p{&market, Price::of(100), Quantity::of(10), Money::of(-1'000)};
        p.pendingFunding = Money::of(-3);
        QCOMPARE(totalsOf({Money::of(50), {&p, 1}}, MarginKind::Maintenance).collateral, Money::of(47));
    }

    void aMarketInSettlementRequiresNothing() {
        const MarketParams market = tenfold();
        PositionExposure p{&market, Price::of(100), Quantity::of(10), Money::of(-1'010), {}, {}, 3};
        p.settled = true;
        for (const MarginKind kind : kKinds) QCOMPARE(requirementOf(p, kind), Money(0));
        QCOMPARE(totalsOf({Money::of(50), {&p, 1}}, MarginKind::Initial), (MarginTotals{Money::of(40), Money(0)}));
        QCOMPARE(bufferedTotals({Money::of(50), {&p, 1}}).value(), (MarginTotals{Money::of(40), Money(0)}));
    }

    /// §3.5.
    void leverageOfOnesOwnOnlyOpens() {
        const MarketParams market = tenfold();
        PositionExposure p{&market, Price::of(100), Quantity::of(10)};
        p.userMargin = leverageRatio(3).value();
        QCOMPARE(p.userMargin, Ratio(3'334));
        QCOMPARE(requirementOf(p, MarginKind::Initial), Money(333'400'000));
        QCOMPARE(requirementOf(p, MarginKind::Fill), Money::of(75));
        QCOMPARE(requirementOf(p, MarginKind::Maintenance), Money::of(50));
        p.userMargin = leverageRatio(50).value(); // more than the market gives
        QCOMPARE(requirementOf(p, MarginKind::Initial), Money::of(100));
        QCOMPARE(leverageRatio(0).error(), MathError::DivideByZero);
    }

    void openInterestOnlyOpens_data() {
        QTest::addColumn<qint64>("openInterest");
        QTest::addColumn<qint64>("imf");
        QTest::addColumn<qint64>("initial");
        QTest::newRow("below") << 24LL << 0LL << 100'000'000LL;
        QTest::newRow("at the lower bound") << 25LL << 0LL << 100'000'000LL;
        QTest::newRow("half way") << 50LL << 0LL << 550'000'000LL;
        QTest::newRow("at the upper bound") << 75LL << 0LL << 1'000'000'000LL;
        QTest::newRow("beyond") << 90LL << 0LL << 1'000'000'000LL;
        // 0.08 + isqrt(1e11 + 1) * 1e6 / 1e7 = 3.9622: more than all of it stays more
        QTest::newRow("a ratio above all of it stays") << 90LL << 1'000'000LL << 3'242'200'000LL;
    }
    void openInterestOnlyOpens() {
        QFETCH(qint64, openInterest);
        QFETCH(qint64, imf);
        QFETCH(qint64, initial);
        MarketParams market = tenfold();
        market.imf = Rate(imf);
        market.openInterestLower = Money::of(25);
        market.openInterestUpper = Money::of(75);
        PositionExposure p{&market, Price::of(100), Quantity::of(10)};
        p.openInterestValue = Money::of(openInterest);
        QCOMPARE(requirementOf(p, MarginKind::Initial), Money(initial));
        PositionExposure quiet = p;
        quiet.openInterestValue = Money(0);
        QCOMPARE(requirementOf(p, MarginKind::Fill), requirementOf(quiet, MarginKind::Fill));
        QCOMPARE(requirementOf(p, MarginKind::Maintenance), requirementOf(quiet, MarginKind::Maintenance));
    }

    void gainsByKind_data() {
        QTest::addColumn<MarginKind>("kind");
        QTest::addColumn<qint64>("unsettled");
        QTest::addColumn<qint64>("counts");
        QTest::newRow("initial is capped") << MarginKind::Initial << 0LL << 500'000'000LL;
        QTest::newRow("fill") << MarginKind::Fill << 0LL << 800'000'000LL;
        QTest::newRow("maintenance") << MarginKind::Maintenance << 0LL << 900'000'000LL;
        // The weight of 0.8 times 1 000 / 4 000.
        QTest::newRow("initial of a market that owes") << MarginKind::Initial << 4'000LL << 200'000'000LL;
        QTest::newRow("fill of a market that owes") << MarginKind::Fill << 4'000LL << 200'000'000LL;
        QTest::newRow("maintenance of a market that owes") << MarginKind::Maintenance << 4'000LL << 900'000'000LL;
        QTest::newRow("a market that owes its limit") << MarginKind::Fill << 1'000LL << 800'000'000LL;
    }
    void gainsByKind() {
        QFETCH(MarginKind, kind);
        QFETCH(qint64, unsettled);
        QFETCH(qint64, counts);
        MarketParams market = tenfold();
        market.upnlWeightInitial = Ratio(8'000);
        market.upnlWeightMaintenance = Ratio(9'000);
        market.maxPositiveUpnlInitial = Money::of(500);
        market.maxPnlImbalance = Money::of(1'000);
        PositionExposure p{&market, Price::of(100), Quantity::of(100), Money::of(-9'000)};
        p.netUnsettledPnl = Money::of(unsettled);
        QCOMPARE(totalsOf({Money(0), {&p, 1}}, kind).collateral, Money(counts));
        p.quote = Money::of(-11'000);
        QCOMPARE(totalsOf({Money(0), {&p, 1}}, kind).collateral, Money::of(-1'000)); // losses count in full
    }

    /// $1 000 of gain is a size of 1e12: 1.1 / (1 + isqrt(1e13 + 1) * 100'000 / 1e11) = 0.2643...
    void largeGainsCountLess() {
        MarketParams market = tenfold();
        market.upnlImf = Rate(100'000);
        const PositionExposure p{&market, Price::of(100), Quantity::of(100), Money::of(-9'000)};
        QCOMPARE(totalsOf({Money(0), {&p, 1}}, MarginKind::Initial).collateral, Money(264'200'000));
        QCOMPARE(totalsOf({Money(0), {&p, 1}}, MarginKind::Fill).collateral, Money(264'200'000));
        QCOMPARE(totalsOf({Money(0), {&p, 1}}, MarginKind::Maintenance).collateral, Money::of(1'000));
    }

    /// §8 item 15: nothing of one pool is in another.
    void anIsolatedPositionIsAPoolOfItsOwn() {
        const MarketParams market = tenfold();
        const PositionExposure isolated{&market, Price::of(100), Quantity::of(10), Money::of(-1'060)};
        const PositionExposure cross{&market, Price::of(100), Quantity::of(1), Money::of(-100)};
        QVERIFY(isLiquidatable(totalsOf({Money::of(100), {&isolated, 1}}, MarginKind::Maintenance)));
        QVERIFY(!isLiquidatable(totalsOf({Money::of(100), {&cross, 1}}, MarginKind::Maintenance)));
    }

    void allKindsAtOnceAreEachOfThem() {
        QD_PROPERTY("one pass, three, or part by part in any order", [](std::uint64_t seed) {
            RandomPools random(seed);
            Pool pool = random.pool(random.between(0, 5));
            if (random.flip())
                pool.quote = {Price(random.between(900'000, 1'100'000)), Price(random.between(900'000, 1'100'000))};
            const AccountExposure account = pool.exposure();
            const FullMargin full = fullMargin(account).value();
            RC_ASSERT(full.initial == totalsOf(account, MarginKind::Initial, Strictness::Strict));
            RC_ASSERT(full.fill == totalsOf(account, MarginKind::Fill));
            RC_ASSERT(full.maintenance == totalsOf(account, MarginKind::Maintenance));
            MarginSum sum(MarginKind::Fill, Strictness::Plain, pool.quote);
            for (std::size_t i = pool.positions.size(); i > 0; --i) sum.add(pool.positions[i - 1]);
            for (const CollateralExposure& c : pool.assets) sum.add(c);
            sum.addQuote(pool.collateral);
            RC_ASSERT(sum.totals().value() == full.fill);
        });
    }

    /// What is enough to open is enough to be filled, and that to stay.
    void kindsAreInOrder() {
        QD_PROPERTY("initial asks for most and counts least", [](std::uint64_t seed) {
            RandomPools random(seed);
            const Pool pool = random.pool(random.between(0, 5));
            const FullMargin full = fullMargin(pool.exposure()).value();
            RC_ASSERT(full.initial.requirement >= full.fill.requirement);
            RC_ASSERT(full.fill.requirement >= full.maintenance.requirement);
            RC_ASSERT(full.initial.collateral <= full.fill.collateral);
            const MarginTotals strict = totalsOf(pool.exposure(), MarginKind::Maintenance, Strictness::Strict);
            RC_ASSERT(strict.collateral <= full.maintenance.collateral);
            RC_ASSERT(strict.requirement >= full.maintenance.requirement);
        });
    }

    /// §8 item 11.
    void moreIsNeverLess() {
        QD_PROPERTY("of size, of leverage, of deposits", [](std::uint64_t seed) {
            RandomPools random(seed);
            const MarketParams market = random.market(0);
            PositionExposure p = random.position(market);
            PositionExposure larger = p;
            larger.base = Quantity(p.base.raw() + (p.base.raw() < 0 ? -1 : 1) * random.between(0, 1'000'000'000'000));
            larger.openBids = p.openBids = larger.openAsks = p.openAsks = Quantity(0);
            for (const MarginKind kind : kKinds) {
                // Rounded deductions may make a step of one unit between tiers.
                const std::int64_t step = market.marginModel == MarginModel::Tiers && kind != MarginKind::Initial;
                RC_ASSERT(requirementOf(larger, kind).raw() + step >= requirementOf(p, kind).raw());
                PositionExposure free = p;
                free.userMargin = Ratio(0);
                RC_ASSERT(requirementOf(p, kind) >= requirementOf(free, kind));
            }
            const AssetParams asset = random.asset(1);
            const CollateralExposure some{&asset, Amount(random.between(0, 1'000'000'000)), Price::of(20),
                                          Price::of(20)};
            CollateralExposure more = some;
            more.amount = Amount(some.amount.raw() + random.between(0, 1'000'000'000));
            RC_ASSERT(collateralOf(more, MarginKind::Maintenance).raw() + kWeightStep(more) >=
                      collateralOf(some, MarginKind::Maintenance).raw());
        });
    }

    void riskierIsNearerToLiquidation_data() {
        QTest::addColumn<qint64>("tcA");
        QTest::addColumn<qint64>("mrA");
        QTest::addColumn<qint64>("tcB");
        QTest::addColumn<qint64>("mrB");
        QTest::addColumn<int>("order");
        QTest::newRow("same ratio, larger requirement") << 200LL << 100LL << 100LL << 50LL << 1;
        QTest::newRow("the same") << 100LL << 50LL << 100LL << 50LL << 0;
        QTest::newRow("nothing required of either: poorer") << -5LL << 0LL << 5LL << 0LL << 1;
        QTest::newRow("nothing required of either: richer") << 6LL << 0LL << 5LL << 0LL << -1;
        QTest::newRow("beyond 64 bits") << 5'000'000'000'000'000'000LL << 4'000'000'000'000'000'000LL
                                        << 5'000'000'000'000'000'001LL << 4'000'000'000'000'000'000LL << 1;
    }
    void riskierIsNearerToLiquidation() {
        QFETCH(qint64, tcA);
        QFETCH(qint64, mrA);
        QFETCH(qint64, tcB);
        QFETCH(qint64, mrB);
        QFETCH(int, order);
        const auto is = compareRisk({Money(tcA), Money(mrA)}, {Money(tcB), Money(mrB)});
        QCOMPARE((is > 0) - (is < 0), order);
        const auto mirrored = compareRisk({Money(tcB), Money(mrB)}, {Money(tcA), Money(mrA)});
        QCOMPARE((mirrored > 0) - (mirrored < 0), -order);
    }

    void theBufferIsTheMarkets() {
        MarketParams market = tenfold();
        QCOMPARE(liquidationBuffer(market), Ratio(200));
        market.initialMargin = Ratio(100);
        market.maintenanceMargin = Ratio(50);
        QCOMPARE(liquidationBuffer(market), Ratio(50));
    }

    /// The vectors shortage-openorder and one of 100x beside it, by way of a pool.
    void shortageWithEachMarketsBuffer() {
        MarketParams market = tenfold();
        PositionExposure p{&market, Price::of(100), Quantity::of(20), Money::of(-2'000), Quantity::of(10), {}, 1};
        const auto totals = bufferedTotals({Money::of(50), {&p, 1}}).value();
        QCOMPARE(totals, (MarginTotals{Money::of(50), Money(210'010'000)}));
        QCOMPARE(shortageOf(totals).value(), Money(160'010'000));

        MarketParams major;
        major.initialMargin = Ratio(100);
        major.maintenanceMargin = Ratio(50);
        const PositionExposure both[] = {p, {&major, Price::of(100), Quantity::of(10), Money::of(-1'100)}};
        // $5 of maintenance and $5 of buffer; a loss of $100 and 0.5 % of it.
        QCOMPARE(bufferedTotals({Money::of(50), both}).value(), (MarginTotals{Money(-50'500'000), Money(220'010'000)}));
        QCOMPARE(shortageOf({Money::of(5), Money::of(5)}).value(), Money(0));
        QCOMPARE(shortageOf({Money::of(5), Money::of(4)}).value(), Money(0));
    }

    void theBufferOnlyAsksForMore() {
        QD_PROPERTY("beside maintenance", [](std::uint64_t seed) {
            RandomPools random(seed);
            const Pool pool = random.pool(random.between(0, 5));
            const MarginTotals plain = totalsOf(pool.exposure(), MarginKind::Maintenance);
            const MarginTotals buffered = bufferedTotals(pool.exposure()).value();
            RC_ASSERT(buffered.collateral <= plain.collateral);
            RC_ASSERT(buffered.requirement >= plain.requirement);
            if (isLiquidatable(plain)) RC_ASSERT(shortageOf(buffered)->raw() > 0);
        });
    }

    void sumsThatDoNotFitAreErrors() {
        const MarketParams market = tenfold();
        constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
        const PositionExposure p{&market, Price(kMost), Quantity::of(1'000), Money(0)};
        QCOMPARE(marginTotals({Money(0), {&p, 1}}, MarginKind::Maintenance).error(), MathError::Overflow);
        QCOMPARE(fullMargin({Money(0), {&p, 1}}).error(), MathError::Overflow);
        QCOMPARE(bufferedTotals({Money(0), {&p, 1}}).error(), MathError::Overflow);
        // Profit and loss beyond 64 bits that meet within them are a sum that fits.
        const PositionExposure both[] = {{&market, Price(kMost), Quantity::of(1), Money(0)},
                                         {&market, Price(kMost), Quantity::of(-1), Money(0)}};
        QVERIFY(marginTotals({Money(kMost), both}, MarginKind::Maintenance).has_value());
    }

  private:
    /// A weight is truncated to 1e-4, so that a larger deposit can count for that much less.
    static std::int64_t kWeightStep(const CollateralExposure& c) {
        return assetValue(c.amount, c.price, c.asset->decimals)->raw() / Ratio::kScale + 1;
    }
};
QD_TEST(TestPoolMargin);
#include "TestPoolMargin.moc"
