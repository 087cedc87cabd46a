#include "core/engine/risk/Margin.h"
#include "tests/engine/RandomPool.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>

using namespace qd;
using namespace qd::risk;
using qd::test::RandomPools;

namespace {

/// The table of spec/perps.md §3.3.
constexpr LeverageTier kMajors[] = {{Money(0), 100},
                                    {Money::of(1'000'000), 50},
                                    {Money::of(5'000'000), 25},
                                    {Money::of(20'000'000), 10},
                                    {Money::of(50'000'000), 5}};

MarketParams anyTiered(RandomPools& random) {
    for (;;) {
        const MarketParams market = random.market(0);
        if (market.marginModel == MarginModel::Tiers) return market;
    }
}

/// d_n by its recurrence, as one fraction.
Int128 deductionByRecurrence(Tiers tiers, std::size_t n) {
    Int128 numerator = 0;
    Int128 denominator = 1;
    for (std::size_t k = 1; k <= n; ++k) {
        const Int128 now = 2 * Int128{tiers[k].maxLeverage};
        const Int128 before = 2 * Int128{tiers[k - 1].maxLeverage};
        numerator = numerator * now * before + Int128{tiers[k].lowerNotional.raw()} * (before - now) * denominator;
        denominator *= now * before;
        for (const Int128 p : {2, 3, 5, 7, 11, 13, 17, 19, 23}) {
            while (numerator % p == 0 && denominator % p == 0) {
                numerator /= p;
                denominator /= p;
            }
        }
    }
    return numerator / denominator;
}

} // namespace

class TestTiers : public QObject {
    Q_OBJECT
  private slots:
    void theTierOfANotional() {
        QCOMPARE(tierAt(kMajors, 0), 0U);
        QCOMPARE(tierAt(kMajors, Money::of(1'000'000).raw() - 1), 0U);
        QCOMPARE(tierAt(kMajors, Money::of(1'000'000).raw()), 1U);
        QCOMPARE(tierAt(kMajors, Money::of(50'000'000).raw()), 4U);
        QCOMPARE(tierAt(kMajors, Int128{1} << 100U), 4U);
        QCOMPARE(tierAt({}, 5), 0U);
    }

    void requirementOfEachKind_data() {
        QTest::addColumn<qint64>("notional");
        QTest::addColumn<qint64>("initial");
        QTest::addColumn<qint64>("fill");
        QTest::addColumn<qint64>("maintenance");
        QTest::newRow("nothing") << 0LL << 0LL << 0LL << 0LL;
        QTest::newRow("one unit rounds up") << 1LL << 1LL << 1LL << 1LL;
        QTest::newRow("first tier") << 500'000'000'000LL << 5'000'000'000LL << 3'750'000'000LL << 2'500'000'000LL;
        // All of it at 50x to open, but only what is above $1 M to stay.
        QTest::newRow("second tier") << 2'000'000'000'000LL << 40'000'000'000LL << 27'500'000'000LL << 15'000'000'000LL;
        QTest::newRow("last tier") << 60'000'000'000'000LL << 12'000'000'000'000LL << 7'422'500'000'000LL
                                   << 2'845'000'000'000LL;
    }
    void requirementOfEachKind() {
        QFETCH(qint64, notional);
        QFETCH(qint64, initial);
        QFETCH(qint64, fill);
        QFETCH(qint64, maintenance);
        QCOMPARE(tierRequirement(kMajors, Money(notional), MarginKind::Initial)->raw(), initial);
        QCOMPARE(tierRequirement(kMajors, Money(notional), MarginKind::Fill)->raw(), fill);
        QCOMPARE(tierRequirement(kMajors, Money(notional), MarginKind::Maintenance)->raw(), maintenance);
    }

    void deductionsAreExact() {
        QD_PROPERTY("floor of the recurrence's fraction", [](std::uint64_t seed) {
            RandomPools random(seed);
            const MarketParams market = anyTiered(random);
            for (std::size_t n = 0; n < market.tierCount; ++n)
                RC_ASSERT(tierDeduction(tiersOf(market), n)->raw() == deductionByRecurrence(tiersOf(market), n));
        });
    }

    /// Continuous but for the rounding of ceil and floor, and between the kinds in order.
    void maintenanceHasNoSteps() {
        QD_PROPERTY("at every bound of a tier", [](std::uint64_t seed) {
            RandomPools random(seed);
            const MarketParams market = anyTiered(random);
            const Tiers tiers = tiersOf(market);
            for (std::size_t n = 1; n < tiers.size(); ++n) {
                const Money at = tiers[n].lowerNotional;
                const auto there = tierRequirement(tiers, at, MarginKind::Maintenance)->raw();
                const auto before = tierRequirement(tiers, Money(at.raw() - 1), MarginKind::Maintenance)->raw();
                RC_ASSERT(std::abs(there - before) <= 2);
            }
            const Money any(random.between(0, 1'000'000'000'000));
            RC_ASSERT(*tierRequirement(tiers, any, MarginKind::Initial) >=
                      *tierRequirement(tiers, any, MarginKind::Fill));
            RC_ASSERT(*tierRequirement(tiers, any, MarginKind::Fill) >=
                      *tierRequirement(tiers, any, MarginKind::Maintenance));
        });
    }

    void aPositionIsJudgedByItsTier() {
        MarketParams market;
        market.marginModel = MarginModel::Tiers;
        std::ranges::copy(kMajors, market.tiers.begin());
        market.tierCount = 5;
        PositionExposure p{&market, Price::of(100), Quantity::of(20'000)};
        p.openOrders = 2;
        QCOMPARE(perpRequirement(p, MarginKind::Initial)->raw(), 40'000'020'000);
        QCOMPARE(perpRequirement(p, MarginKind::Maintenance)->raw(), 15'000'020'000);
        p.userMargin = Ratio(500); // 20x: less leverage than the tier allows
        QCOMPARE(perpRequirement(p, MarginKind::Initial)->raw(), 100'000'020'000);
        QCOMPARE(perpRequirement(p, MarginKind::Maintenance)->raw(), 15'000'020'000);
        p.userMargin = Ratio(100); // 100x: more, and the tier's stands
        QCOMPARE(perpRequirement(p, MarginKind::Initial)->raw(), 40'000'020'000);
        market.openInterestUpper = Money::of(10'000'000);
        p.openInterestValue = Money::of(5'000'000); // half way from 2 % to all of it
        QCOMPARE(perpRequirement(p, MarginKind::Initial)->raw(), 1'020'000'020'000);
        QCOMPARE(perpRequirement(p, MarginKind::Fill)->raw(), 27'500'020'000);
    }

    void whatDoesNotFitIsAnError() {
        const LeverageTier none[] = {{Money(0), 10}, {Money::of(1), 0}};
        QCOMPARE(tierDeduction(none, 1).error(), MathError::DivideByZero);
        QCOMPARE(tierRequirement(none, Money::of(2), MarginKind::Initial).error(), MathError::DivideByZero);
        // Seven leverages without a common divisor: their product is beyond 128 bits.
        LeverageTier primes[7];
        const std::uint32_t leverages[] = {4294967291, 4294967279, 4294967231, 4294967197, 4294967189, 4294967161, 5};
        for (std::size_t i = 0; i < 7; ++i) primes[i] = {Money(static_cast<std::int64_t>(i) * 1'000'003), leverages[i]};
        QCOMPARE(tierDeduction(primes, 6).error(), MathError::Overflow);
    }
};
QD_TEST(TestTiers);
#include "TestTiers.moc"
