#include "core/engine/ledger/FeeTiers.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::ledger;

namespace {

MarketParams market(std::int64_t taker, std::int64_t rebate) {
    MarketParams p;
    p.takerFee = Rate(taker);
    p.makerRebate = Rate(rebate);
    return p;
}

} // namespace

class TestFeeTiers : public QObject {
    Q_OBJECT
  private slots:
    void tiers_data() {
        QTest::addColumn<qint64>("volume");
        QTest::addColumn<qint64>("rate"); // of 500 ppm
        QTest::newRow("nothing traded") << qint64{0} << qint64{500};
        QTest::newRow("just below the second") << qint64{1'999'999} << qint64{500};
        QTest::newRow("the second") << qint64{2'000'000} << qint64{450};
        QTest::newRow("the third") << qint64{10'000'000} << qint64{425};
        QTest::newRow("the fourth") << qint64{79'999'999} << qint64{400};
        QTest::newRow("the fifth") << qint64{80'000'000} << qint64{350};
        QTest::newRow("the last") << qint64{9'000'000'000} << qint64{300};
    }
    void tiers() {
        QFETCH(qint64, volume);
        QFETCH(qint64, rate);
        const FeeTerms terms = feeTermsOf(market(500, 100), {kFeeTiers[feeTierOf(Money::of(volume))].share, false});
        QCOMPARE(terms.takerRate, rate);
        QCOMPARE(terms.makerRate, 100);
        QCOMPARE(terms.denominator, Rate::kScale);
    }

    void theMarketNeverPays() {
        for (std::size_t tier = 0; tier < kFeeTiers.size(); ++tier)
            QVERIFY(feeTermsOf(market(100, 90), {kFeeTiers[tier].share, false}).takerRate >= 90);
    }

    void thirtyDaysAreKept() {
        DailyVolumes volumes;
        QCOMPARE(volumes.before(20'000), Money(0));
        for (std::int32_t day = 20'000; day < 20'040; ++day) {
            volumes.add(day, Money(1));
            volumes.add(day, Money(1'000'000'000));
            QCOMPARE(volumes.before(day + 1).raw(), 1'000'000'001LL * std::min(day - 19'999, 30));
        }
        QCOMPARE(volumes.last(), 20'039);
        QCOMPARE(volumes.before(20'041).raw(), 1'000'000'001LL * 29);
        QCOMPARE(volumes.before(20'069).raw(), 1'000'000'001LL);
        QCOMPARE(volumes.before(20'070), Money(0));
        volumes.add(20'050, Money(7)); // ten days without any between
        QCOMPARE(volumes.before(20'051).raw(), 1'000'000'001LL * 19 + 7);
        volumes.add(30'000, Money(5));
        QCOMPARE(volumes.before(30'001).raw(), 5);
    }

    void sumsStayAtTheLargest() {
        DailyVolumes volumes;
        const Money most(std::numeric_limits<std::int64_t>::max());
        volumes.add(20'000, most);
        volumes.add(20'000, Money(1));
        volumes.add(20'001, most);
        QCOMPARE(volumes.before(20'002), most);
    }

    void volumesRise() {
        for (std::size_t tier = 1; tier < kFeeTiers.size(); ++tier) {
            QVERIFY(kFeeTiers[tier].volume > kFeeTiers[tier - 1].volume);
            QVERIFY(kFeeTiers[tier].share < kFeeTiers[tier - 1].share);
        }
    }
};
QD_TEST(TestFeeTiers);
#include "TestFeeTiers.moc"
