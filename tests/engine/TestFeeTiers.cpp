#include "core/engine/ledger/FeeTiers.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::ledger;

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
        const std::size_t tier = feeTierOf(Money::of(volume));
        QCOMPARE(takerRate(Rate(500), Rate(100), tier, false).raw(), rate);
        QCOMPARE(takerRate(Rate(500), Rate(100), tier, true).raw(), 2 * rate);
    }

    void theMarketNeverPays() {
        for (std::size_t tier = 0; tier < kFeeTiers.size(); ++tier)
            QVERIFY(takerRate(Rate(100), Rate(90), tier, false).raw() >= 90);
    }

    void moreThanFiftyTimesIsHigh() {
        QVERIFY(isHighLeverage(Ratio(100)));
        QVERIFY(!isHighLeverage(Ratio(200)));
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
