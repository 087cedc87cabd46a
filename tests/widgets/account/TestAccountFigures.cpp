#include "tests/support/TestRunner.h"
#include "tests/widgets/account/AnAccount.h"
#include "widgets/account/AccountFigures.h"
#include "widgets/base/Format.h"

#include <QObject>
#include <QTest>

#include <limits>

using namespace qd;
using namespace qd::ui;

namespace {

const AccountFigure& figure(const QString& name) {
    static const std::vector<AccountFigure> all = accountFigures();
    const auto found = std::ranges::find(all, name, &AccountFigure::name);
    if (found == all.end()) qFatal("no figure %s", qPrintable(name));
    return *found;
}
QString textOf(const QString& name, const AccountView& account) { return figure(name).text(account); }

} // namespace

class TestAccountFigures : public QObject {
    Q_OBJECT
  private slots:
    void figures_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("equity") << "104\u2009238.17";
        QTest::newRow("unrealised") << "+1.26";
        QTest::newRow("balance") << "104\u2009236.91";
        QTest::newRow("realised") << "+4\u2009236.91";
        QTest::newRow("deposits") << "100\u2009000.00";
        QTest::newRow("free") << "101\u2009274.57";
        QTest::newRow("initial") << "2\u2009963.60";
        QTest::newRow("maintenance") << "1\u2009481.80";
        QTest::newRow("ratio") << "1.43 %";
        QTest::newRow("leverage") << "1.43×"; // 1.4201 rounded up, as the engine rounds
        QTest::newRow("volume") << "2\u2009500\u2009001";
        QTest::newRow("fees") << "90 %";
        QTest::newRow("rewards") << "12.34"; // never more than there is
        QTest::newRow("referrer") << "Owner 7";
    }
    void figures() { QTEST(textOf(QTest::currentDataTag(), *test::anAccount()), "text"); }
    void everyFigureHasADefinition() {
        for (const AccountFigure& f : accountFigures()) QVERIFY2(f.tip.size() > 20, qPrintable(f.name));
        QCOMPARE(accountFigures().size(), 14U);
    }
    void whatDoesNotExistIsADash() {
        AccountView account = *test::anAccount();
        account.marginRatioBps.reset();
        account.leverage.reset();
        account.totalEquity = Money(std::numeric_limits<std::int64_t>::max());
        account.unrealised = Money(-1);
        account.referrer.reset();
        for (const char* name : {"ratio", "leverage", "balance", "referrer"})
            QCOMPARE(textOf(name, account), unknownText());
    }
    void theRatioWarnsAsTheLadderOfMarginCallsDoes() {
        AccountView account = *test::anAccount();
        account.pools.resize(1);
        QCOMPARE(figure("ratio").token(account), Token::Text1);
        account.pools[0].call = MarginCall::Notice;
        QCOMPARE(figure("ratio").token(account), Token::Warn);
        account.pools[0].call = MarginCall::Call;
        QCOMPARE(figure("ratio").token(account), Token::Danger);
    }
};
QD_TEST(TestAccountFigures);
#include "TestAccountFigures.moc"
