#include "tests/engine/DebtorRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::test;

namespace {

/// A second asset, at 100, with six decimals.
void addSol(ExchangeRig& rig) {
    rig.send(CreateOracle{steadyOracle(OracleId(1))});
    AssetParams sol;
    sol.id = AssetId(1);
    sol.symbol = "SOL";
    sol.oracle = OracleId(1);
    rig.send(CreateAsset{sol});
    rig.send(ReportPrice{{OracleId(1), 0, price("100"), Price{}, rig.now, true}});
}

} // namespace

class TestDoubtfulDeposits : public QObject {
    Q_OBJECT
  private slots:
    /// A deposit whose price is not known liquidates nobody either.
    void aDepositOfUnknownWorthLiquidatesNobody() {
        ExchangeRig rig;
        addSol(rig);
        const AccountId maker = rig.addAccount();
        const AccountId a = rig.addAccount(Money{});
        rig.send(Deposit{a, Amount(10'000'000), AssetId(1)}); // ten, at six decimals
        rig.trade(a, maker, price("100"), Quantity::of(50));
        rig.send(ReportPrice{{OracleId(1), 0, Price(0), Price{}, rig.now, true}});
        rig.setPrice(MarketId(0), price("99"));
        QVERIFY(!rig.account(a).risk.beingLiquidated);
        rig.later(kNanosPerSecond);
        rig.send(ReportPrice{{OracleId(1), 0, price("60"), Price{}, rig.now, true}}); // 600 - 52.5 of 247.5
        QVERIFY(!rig.account(a).risk.beingLiquidated);
    }

    /// Unless it could not help: 0.01 SOL, at most 1.00, beside a pool that lacks 1.70.
    void aSpeckOfUnknownWorthHelpsNobody_data() {
        QTest::addColumn<qint64>("units");
        QTest::addColumn<bool>("liquidated");
        QTest::newRow("1.00 of 1.70") << qint64{10'000} << true;
        QTest::newRow("1.699999 of 1.70") << qint64{16'999} << true;
        QTest::newRow("1.70 of 1.70") << qint64{17'000} << false;
    }
    void aSpeckOfUnknownWorthHelpsNobody() {
        QFETCH(qint64, units);
        QFETCH(bool, liquidated);
        DebtorRig rig;
        addSol(rig);
        rig.send(Deposit{rig.debtor, Amount(units), AssetId(1)});
        rig.send(ReportPrice{{OracleId(1), 0, Price(0), Price{}, rig.now, true}});
        rig.at("93.6"); // 419.50 of 421.20
        QCOMPARE(rig.liquidated(), liquidated);
        QCOMPARE(rig.take("1"), liquidated ? RejectCode::None : RejectCode::OracleInvalid);
        QCOMPARE(rig.auditProblem(), "");
    }

    /// Nor is a pool closed as bankrupt while such a deposit may be more than its debt.
    void aDepositOfUnknownWorthKeepsThePoolFromBankruptcy() {
        for (const bool enough : {false, true}) {
            DebtorRig rig;
            addSol(rig);
            rig.send(Deposit{rig.debtor, Amount(enough ? 1'000'000 : 100'000), AssetId(1)}); // 100 or 10
            rig.at("92.6"); // 329.50 and the deposit of 416.70
            QVERIFY(rig.liquidated() != enough);
            rig.later(kNanosPerSecond);
            rig.send(ReportPrice{{OracleId(1), 0, Price(0), Price{}, rig.now, true}});
            rig.at("88");              // 84.50 below nothing
            QVERIFY(rig.liquidated()); // below its requirement either way
            QCOMPARE(rig.all<Deleveraged>().empty(), enough);
        }
    }
};
QD_TEST(TestDoubtfulDeposits);
#include "TestDoubtfulDeposits.moc"
