#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/fills/SomeFills.h"
#include "widgets/fills/FillRows.h"

#include <QObject>

using namespace qd;
using namespace qd::ui;

class TestFillRows : public QObject {
    Q_OBJECT
  private slots:
    void aFill() {
        test::PaneRig rig;
        FillView view = test::fillOf(4, 4);
        view.fill.role = LiquidityRole::Maker;
        view.fill.fee = Money(-74'135);
        view.fill.side = Side::Sell;
        view.fill.position = Quantity(-4'000'000'000);
        QStringList texts;
        for (const auto& column : fillColumns([] { return test::kNow; }))
            texts << column.text(fillRow(rig.context, view));
        QCOMPARE(texts, (QStringList{"22:13:20.000", "SOL-PERP", "Sell", "148.27", "2.00", "296.54", "rebate −0.0741",
                                     "Maker", "−1.50", "−4.00", "2", "1004"}));
    }
    void timesOfAnotherDayHaveTheirDate() {
        test::PaneRig rig;
        const auto columns = fillColumns([] { return test::kNow + kNanosPerDay; });
        QCOMPARE(columns[0].text(fillRow(rig.context, test::fillOf(4, 4))), "11-14 22:13");
    }
    /// What is not zero is never written as zero.
    void smallMoneyIsExact_data() {
        QTest::addColumn<qlonglong>("raw");
        QTest::addColumn<QString>("fee");
        QTest::addColumn<QString>("realised");
        QTest::newRow("nothing") << 0LL << "0.0000" << "0.00";
        QTest::newRow("one millionth") << 1LL << "0.000001" << "+0.000001";
        QTest::newRow("rebate of a millionth") << -1LL << "rebate −0.000001" << "−0.000001";
        QTest::newRow("0.0001") << 100LL << "0.0001" << "+0.000100";
        QTest::newRow("a cent") << 10'000LL << "0.0100" << "+0.01";
        QTest::newRow("thousands") << -1'234'560'000LL << "rebate −1\u2009234.5600" << "−1\u2009234.56";
    }
    void smallMoneyIsExact() {
        QFETCH(qlonglong, raw);
        QTEST(feeText(Money(raw)), "fee");
        QTEST(realisedText(Money(raw)), "realised");
    }
};
QD_TEST(TestFillRows);
#include "TestFillRows.moc"
